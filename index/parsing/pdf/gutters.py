"""Finds the gutters of a page: empty stripes with rows of words on both sides, between columns or cells."""

from collections.abc import Sequence
from statistics import median

from index.parsing.pdf.lines import Piece, is_marker

EDGE = 0.25
_SAME_ROW = 0.35
_GUTTER = 0.9
_MOST_ROWS_COMPARED = 400
_LINE_GAP = 1.9
_MOSTLY_IN_LINE = 0.6


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces grouped by line, from top to bottom, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if rows and abs(rows[-1][0].base - piece.base) <= _SAME_ROW * min(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def band(rows: Sequence[Sequence[Piece]], start: int) -> tuple[int, tuple[float, float] | None]:
    """The end of the longest band from `start` that has a gutter, and the gutter; None if there is none."""
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    free = [(left, right)]
    found: tuple[int, tuple[float, float] | None] = (start + 1, None)
    for end in range(start, min(len(rows), start + _MOST_ROWS_COMPARED)):
        if end > start and bottom_of(rows[end - 1]) - top_of(rows[end]) > _LINE_GAP * 2 * rows[end][0].size:
            break
        free = [part for gap in free for part in _between(gap, rows[end])]
        if not free:
            break
        if gutter := _divides(free, rows[start : end + 1]):
            found = (end + 1, gutter)
    return found


def have_gutter(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether one gutter divides all these rows, as in a table; the gaps of justified lines stand here and there."""
    free = [(min(row[0].left for row in rows), max(row[-1].right for row in rows))]
    for row in rows:
        free = [part for gap in free for part in _between(gap, row)]
    return _divides(free, rows) is not None


def top_of(row: Sequence[Piece]) -> float:
    """The top of its highest letters."""
    return max(piece.top for piece in row)


def bottom_of(row: Sequence[Piece]) -> float:
    """The bottom of its lowest letters."""
    return min(piece.bottom for piece in row)


def _between(gap: tuple[float, float], row: Sequence[Piece]) -> list[tuple[float, float]]:
    """The parts of a gap that the row leaves free and that are wide enough for a gutter."""
    low, high = gap
    if all(piece.right <= low or piece.left >= high for piece in row):
        return [gap]
    least = _GUTTER * min(piece.size for piece in row)
    parts = []
    for piece in row:
        if piece.right > low and piece.left < high:
            if piece.left - low >= least:
                parts.append((low, piece.left))
            low = max(low, piece.right)
    if high - low >= least:
        parts.append((low, high))
    return parts


def _divides(free: Sequence[tuple[float, float]], rows: Sequence[Sequence[Piece]]) -> tuple[float, float] | None:
    """The first gutter that has rows on both sides and aligned pieces to its right.

    Gaps between words of a justified line can be as wide, but the words after them are not aligned.
    """
    for low, high in free:
        left = [piece for row in rows for piece in row if piece.right <= low + 0.1]
        firsts = [next((piece for piece in row if piece.left >= high - 0.1), None) for row in rows]
        right = [piece for piece in firsts if piece]
        if len(left) < 2 or len(right) < 2 or all(is_marker(piece.text) for piece in left):
            continue
        if _beside(left, right) and _in_line(right):
            return low, high
    return None


def _beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether at least two lines on each side are at the height of the other side."""
    top = min(max(piece.top for piece in side) for side in (left, right))
    bottom = max(min(piece.bottom for piece in side) for side in (left, right))
    return all(sum(bottom <= piece.base <= top for piece in side) >= 2 for side in (left, right))


def _in_line(pieces: Sequence[Piece]) -> bool:
    """Whether most of the pieces share their left edges, right edges or centres."""
    for places in (
        [piece.left for piece in pieces],
        [piece.right for piece in pieces],
        [(piece.left + piece.right) / 2 for piece in pieces],
    ):
        middle = median(places)
        size = median(piece.size for piece in pieces)
        if sum(abs(place - middle) <= EDGE * size for place in places) >= _MOSTLY_IN_LINE * len(places):
            return True
    return False
