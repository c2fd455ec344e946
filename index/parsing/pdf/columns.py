"""Tells columns of prose from cells of a table, and where the columns of another article begin below them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from index.parsing.pdf.gutters import EDGE, bottom_of, have_gutter, rows_of, top_of
from index.parsing.pdf.lines import Piece

# A column of prose has a minimum of lines, most of them nearly full, long enough, and continuing in lower case.
_LEAST_LINES, _FULL, _MOSTLY_FULL, _LEAST_CHARS, _GO_ON, _MOST_PARTED = 3, 0.7, 0.6, 14, 0.3, 0.5
# The first line of a paragraph may be indented by so many letter heights.
INDENT = 3.0
# Type so much larger than usual is a headline.
_LARGE = 1.2
# The columns of another article begin below a gap of this many letter heights.
_BOX_GAP = 0.8
_SENTENCE_END = (".", "!", "?", "…", ":", ";")


def is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces, which may be several columns with headlines over them, are lines of running text."""
    ways = columns_of(pieces), columns_of(without_headlines(pieces))
    return any(_is_column_of_prose(column) for columns in ways for column in columns)


def _is_column_of_prose(pieces: Sequence[Piece]) -> bool:
    lines = rows_of(pieces)
    parted = [line for line in lines if len(line) > 1]
    if len(lines) < _LEAST_LINES or (len(parted) > _MOST_PARTED * len(lines) and have_gutter(parted)):
        return False
    widest = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    full = sum(line[-1].right - line[0].left >= _FULL * widest for line in lines)
    going_on = sum(line[0].text.lstrip()[:1].islower() for line in lines)
    return (
        full >= _MOSTLY_FULL * (len(lines) - 1)
        and median(sum(len(piece.text) for piece in line) for line in lines) >= _LEAST_CHARS
        and going_on >= _GO_ON * (len(lines) - 1)
    )


def without_headlines(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without headlines, which may extend over several columns."""
    usual = median(piece.size for piece in pieces)
    return [piece for piece in pieces if piece.size <= _LARGE * usual]


def columns_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
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


def is_spread(row: Sequence[Piece], left: float, right: float) -> bool:
    """Whether the row is a justified line of that column, whose few words all stand equally far apart."""
    size = row[0].size
    gaps = [piece.left - before.right for before, piece in pairwise(row)]
    return (
        len(row) > 2
        and row[0].left - left <= INDENT * size
        and right - row[-1].right <= EDGE * size
        and max(gaps) - min(gaps) <= EDGE * size
    )


def one_piece(row: Sequence[Piece]) -> Piece:
    """The row as one piece."""
    return replace(
        row[0],
        text=" ".join(piece.text.strip() for piece in row),
        right=row[-1].right,
        first=min(piece.first for piece in row),
        last=max(piece.last for piece in row),
        bold=sum(piece.bold for piece in row),
        missing=sum(piece.missing for piece in row),
    )


def next_box(rows: Sequence[Sequence[Piece]], gutter: tuple[float, float]) -> int | None:
    """The row where other columns begin below these: after a gap across all, if a sentence goes on over the gutter."""
    for place in range(2, len(rows) - 1):
        size = median(piece.size for piece in rows[place - 1])
        if bottom_of(rows[place - 1]) - max(map(top_of, rows[place : place + 2])) > _BOX_GAP * size and (
            _goes_over(rows[:place], gutter) or _goes_over(rows[place:], gutter)
        ):
            return place
    return None


def _goes_over(rows: Sequence[Sequence[Piece]], gutter: tuple[float, float]) -> bool:
    """Whether the last line left of the gutter goes on in the first line to its right."""
    left = [piece for row in rows for piece in row if piece.right <= gutter[0] + 0.1]
    right = [piece for row in rows for piece in row if piece.right > gutter[0] + 0.1]
    if not left or not right:
        return False
    return not left[-1].text.rstrip().endswith(_SENTENCE_END) and right[0].text.lstrip()[:1].islower()
