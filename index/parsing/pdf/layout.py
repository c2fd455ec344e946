"""Puts pieces of lines into reading order: column after column, and tables row by row.

A page is split into bands of lines with a common empty gutter. The two sides are columns of prose if their lines are
full and continue from one to the next; otherwise they are cells of a table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.parsing.pdf.columns import INDENT, columns_of, is_prose, is_spread, next_box, one_piece, without_headlines
from index.parsing.pdf.gutters import EDGE, band, rows_of
from index.parsing.pdf.lines import Piece, is_marker

CELL_BORDER = " | "
_LINE_PITCH = 1.35
_DEEPEST = 6


@dataclass(slots=True)
class PageLine:
    """A line of text, its place, the right edge of its column, and whether it is a table row.

    `cells` are those of a row, of a ruled table also the empty ones; `lefts` are their left edges where no lines part
    them. In a line that stands `apart` nothing above it goes on.
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
    apart: bool = False


def page_lines(pieces: Sequence[Piece], deep: int = 0) -> list[PageLine]:
    """The lines of a page, or of one column, in reading order."""
    rows = rows_of(pieces)
    if deep and len(columns_of(without_headlines(pieces))) == 1:
        left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
        rows = [[one_piece(row)] if is_spread(row, left, right) else row for row in rows]
    lines: list[PageLine] = []
    place = 0
    while place < len(rows):
        end, gutter = band(rows, place)
        if gutter is None:
            lines.append(_plain_line(rows[place], rows))
            place += 1
        else:
            lines += _of_band(rows[place:end], gutter, deep)
            place = end
    return lines


def _of_band(rows: Sequence[Sequence[Piece]], gutter: tuple[float, float], deep: int) -> list[PageLine]:
    left = [piece for row in rows for piece in row if piece.right <= gutter[0] + 0.1]
    right = [piece for row in rows for piece in row if piece.right > gutter[0] + 0.1]
    if deep < _DEEPEST and is_prose(left) and is_prose(right):
        if (place := next_box(rows, gutter)) is not None:
            return [*_of_band(rows[:place], gutter, deep + 1), *_of_band(rows[place:], gutter, deep + 1)]
        return [*page_lines(left, deep + 1), *page_lines(right, deep + 1)]
    return _table(rows)


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
            cells = columns_of(pieces) if len(group) > 1 else [[piece] for piece in group[0]]
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
        and -INDENT * cell.size * (len(above) == 1) <= piece.left - cell.left + EDGE * cell.size <= 2 * EDGE * cell.size
        and abs(piece.size - cell.size) <= EDGE
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
