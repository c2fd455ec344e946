"""Puts pieces of lines into reading order: column after column, and tables row by row.

A page is split into bands of lines with a common empty gutter. The two sides are columns of prose if their lines are
full and continue from one to the next; otherwise they are cells of a table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.parsing.pdf.lines import Piece, is_marker

CELL_BORDER = " | "
_SAME_ROW = 0.35
_GUTTER = 0.9
_MOST_ROWS_COMPARED = 400
# A column of prose has a minimum of lines, most of them nearly full, long enough, and continuing in lower case.
_LEAST_LINES, _FULL, _MOSTLY_FULL, _LEAST_CHARS, _GO_ON, _MOST_PARTED = 3, 0.7, 0.6, 14, 0.3, 0.5
_LINE_GAP, _LINE_PITCH = 1.9, 1.35
_EDGE, _MOSTLY_IN_LINE = 0.25, 0.6
_DEEPEST = 6


@dataclass(slots=True)
class PageLine:
    """A line of text, its place, the right edge of its column, and whether it is a table row.

    `cells` are those of a row, of a ruled table also the empty ones; `lefts` are their left edges where no lines part
    them.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    column: tuple[float, float]
    is_row: bool = False
    bold: bool = False
    cells: tuple[str, ...] = ()
    lefts: tuple[float, ...] = ()


def page_lines(pieces: Sequence[Piece], deep: int = 0) -> list[PageLine]:
    """The lines of a page, or of one column, in reading order."""
    rows = rows_of(pieces)
    lines: list[PageLine] = []
    place = 0
    while place < len(rows):
        end, gutter = _band(rows, place)
        if gutter is None:
            lines.append(_plain_line(rows[place], rows))
            place += 1
        else:
            lines += _of_band(rows[place:end], gutter, deep)
            place = end
    return lines


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces grouped by line, from top to bottom, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if rows and abs(rows[-1][0].base - piece.base) <= _SAME_ROW * min(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _band(rows: Sequence[Sequence[Piece]], start: int) -> tuple[int, tuple[float, float] | None]:
    """The end of the longest band from `start` that has a gutter, and the gutter; None if there is none."""
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    free = [(left, right)]
    found: tuple[int, tuple[float, float] | None] = (start + 1, None)
    for end in range(start, min(len(rows), start + _MOST_ROWS_COMPARED)):
        if end > start and _bottom(rows[end - 1]) - _top(rows[end]) > _LINE_GAP * 2 * rows[end][0].size:
            break
        free = [part for gap in free for part in _between(gap, rows[end])]
        if not free:
            break
        if gutter := _divides(free, rows[start : end + 1]):
            found = (end + 1, gutter)
    return found


def _top(row: Sequence[Piece]) -> float:
    return max(piece.top for piece in row)


def _bottom(row: Sequence[Piece]) -> float:
    return min(piece.bottom for piece in row)


def _between(gap: tuple[float, float], row: Sequence[Piece]) -> list[tuple[float, float]]:
    """The parts of a gap that the row leaves free and that are wide enough for a gutter."""
    low, high = gap
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
        if sum(abs(place - middle) <= _EDGE * size for place in places) >= _MOSTLY_IN_LINE * len(places):
            return True
    return False


def _of_band(rows: Sequence[Sequence[Piece]], gutter: tuple[float, float], deep: int) -> list[PageLine]:
    left = [piece for row in rows for piece in row if piece.right <= gutter[0] + 0.1]
    right = [piece for row in rows for piece in row if piece.right > gutter[0] + 0.1]
    if deep < _DEEPEST and _is_prose(left) and _is_prose(right):
        return [*page_lines(left, deep + 1), *page_lines(right, deep + 1)]
    return _table(rows)


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces, which may be several columns, are lines of running text."""
    columns = _columns(pieces)
    return any(map(_is_column_of_prose, columns)) and sum(map(len, columns)) == len(pieces)


def _is_column_of_prose(pieces: Sequence[Piece]) -> bool:
    lines = rows_of(pieces)  # the words of a few justified lines may stand far apart
    if len(lines) < _LEAST_LINES or sum(len(line) > 1 for line in lines) > _MOST_PARTED * len(lines):
        return False
    widest = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    full = sum(line[-1].right - line[0].left >= _FULL * widest for line in lines)
    going_on = sum(line[0].text.lstrip()[:1].islower() for line in lines)
    return (
        full >= _MOSTLY_FULL * (len(lines) - 1)
        and median(sum(len(piece.text) for piece in line) for line in lines) >= _LEAST_CHARS
        and going_on >= _GO_ON * (len(lines) - 1)
    )


def _columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces grouped by column, from left to right; pieces that overlap are in one column."""
    columns: list[list[Piece]] = []
    edge = float("-inf")
    for piece in sorted(pieces, key=lambda piece: (piece.left, -piece.base)):
        if columns and piece.left < edge:
            columns[-1].append(piece)
        else:
            columns.append([piece])
        edge = max(edge, piece.right)
    return columns


def _table(rows: Sequence[Sequence[Piece]]) -> list[PageLine]:
    """One line per table row, with the lines of each cell joined; single lines above and below are not rows."""
    groups = _wrapped(rows)
    shared = [number for number, group in enumerate(groups) if sum(map(len, group)) > 1]
    lines = []
    for number, group in enumerate(groups):
        pieces = sorted((piece for row in group for piece in row), key=lambda piece: (-piece.base, piece.left))
        if not shared[0] <= number <= shared[-1]:
            lines += [_plain_line(row, rows) for row in group]
        else:
            cells = _columns(pieces) if len(group) > 1 else [[piece] for piece in pieces]
            texts = tuple(map(_cell_text, cells))
            line = line_of(row_text(texts), pieces, [pieces], is_row=True)
            line.cells, line.lefts = texts, tuple(min(piece.left for piece in cell) for cell in cells)
            lines.append(line)
    return lines


def _cell_text(pieces: Sequence[Piece]) -> str:
    """The lines of a cell with their line ends, so that divided words can be joined later."""
    return "\n".join(piece.text.strip() for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)))


def row_text(cells: Sequence[str]) -> str:
    """The cells with borders between them; the number of a list item stands before its text without one."""
    first, *rest = cells
    joined = re.sub(r"\|  (?=\|)", "| ", CELL_BORDER.join(rest if rest and is_marker(first) else cells))
    return f"{first} {joined}".strip() if rest and is_marker(first) else joined.strip()


def _wrapped(rows: Sequence[Sequence[Piece]]) -> list[list[Sequence[Piece]]]:
    """The groups of rows that form one table row; the drawing order, cell after cell, shows it."""
    groups: list[list[Sequence[Piece]]] = []
    for row in rows:
        if groups and (
            _interleaved([piece for above in groups[-1] for piece in above], row) or _goes_on(groups[-1], row)
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _goes_on(above: Sequence[Sequence[Piece]], below: Sequence[Piece]) -> bool:
    """Whether the last cell above goes on below: there are words alone at its left edge, at the distance of lines."""
    cell, piece = above[-1][-1], below[0]
    return (
        len(below) == 1
        and len(above[0]) > 1
        and above[0][0].right < piece.left
        and any(map(str.isalpha, piece.text))
        and abs(piece.left - cell.left) <= _EDGE * cell.size
        and abs(piece.size - cell.size) <= _EDGE
        and cell.base - piece.base <= _LINE_PITCH * cell.size
    )


def _interleaved(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether a piece below was drawn between two pieces above, or is half beside one that is not above it."""
    begun, ended = min(piece.first for piece in above), max(piece.first for piece in above)
    return any(
        begun < piece.first < ended
        or any(
            piece.top > other.bottom + 0.15 * other.size and not (piece.left < other.right and other.left < piece.right)
            for other in above
        )
        for piece in below
    )


def _plain_line(row: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> PageLine:
    text = " ".join(piece.text.strip() for piece in row)
    return line_of(text, row, [[piece for each in rows for piece in each]])


def line_of(text: str, pieces: Sequence[Piece], columns: Sequence[Sequence[Piece]], is_row: bool = False) -> PageLine:
    """The line of that text, which the pieces make, in a column as wide as `columns`."""
    every = [piece for column in columns for piece in column]
    letters = sum(len(piece.text.strip()) for piece in pieces)
    return PageLine(
        text,
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        min(piece.base for piece in pieces),
        max(piece.size for piece in pieces),
        (min(piece.left for piece in every), max(piece.right for piece in every)),
        is_row,
        sum(piece.bold for piece in pieces) * 2 > letters,
    )
