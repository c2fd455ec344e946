"""The rows of ruled tables, in their place among the other lines of a page, and rows that a page end divides.

It knows places of text and of lines, nothing of PDF.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.parsing.pdf.gutters import rows_of
from index.parsing.pdf.layout import PageLine, line_of, page_lines, row_text
from index.parsing.pdf.lines import Piece
from index.parsing.pdf.rules import Grid

_OVER = 3.0
_LONGEST_CELL = 1_000
_LONGEST_NAME, _MOST_NAME_LINES = 100, 3
# This many lines in every cell, each level with those beside it, are rows without a line between them.
_ROWS_WITHOUT_LINES = 3
_CONTINUED = re.compile(
    r"(?:продовження|закінчення|продолжение|окончание)\s+(?:табл|додат|прилож)|table\s.{0,20}continued", re.I
)


def lines_with_tables(pieces: Sequence[Piece], grids: Sequence[Grid]) -> list[PageLine]:
    """The lines of a page in reading order; of a ruled table one line for each row.

    A table is read like other text if something is beside it, or a text extends beyond its cell.
    """
    for place, grid in enumerate(grids):
        top, bottom = grid.rows[0], grid.rows[-1]
        inside = [piece for piece in pieces if bottom < _middle(piece) < top]
        cells = _cells(grid, inside)
        if cells is None:
            continue
        above = [piece for piece in pieces if _middle(piece) >= top]
        below = [piece for piece in pieces if _middle(piece) <= bottom]
        lines = page_lines(above) if above else []
        lines += [line for row, names in _rows(grid, cells) for line in _lines(row, names)]
        return lines + (lines_with_tables(below, grids[place + 1 :]) if below else [])
    return page_lines(pieces)


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2


def _cells(grid: Grid, pieces: Sequence[Piece]) -> dict[int, list[Piece]] | None:
    """The pieces of each cell; None if one stands in no cell, or in several."""
    found: dict[int, list[Piece]] = {}
    for piece in pieces:
        row = next(n for n, bottom in enumerate(grid.rows[1:]) if _middle(piece) >= bottom)
        within = {
            grid.cells[row][column]
            for column, (left, right) in enumerate(pairwise(grid.columns))
            if piece.right > left + _OVER and piece.left < right - _OVER
        }
        if len(within) != 1 or piece.left < grid.columns[0] - _OVER or piece.right > grid.columns[-1] + _OVER:
            return None
        found.setdefault(within.pop(), []).append(piece)
    longest = max((sum(len(piece.text) for piece in cell) for cell in found.values()), default=0)
    return found if len(found) > 1 and longest <= _LONGEST_CELL else None


def _rows(grid: Grid, cells: dict[int, list[Piece]]) -> list[tuple[list[list[Piece]], dict[int, str]]]:
    """The cells of each row that has any, and by column the names that a joined cell above gives it.

    A cell that is joined over several rows is empty below the first.
    """
    above: set[int] = set()
    rows = []
    for place, numbers in enumerate(grid.cells):
        own = list(dict.fromkeys(numbers))
        row = [[] if number in above else cells.get(number, []) for number in own]
        named = above.difference(grid.cells[0]) if place else above
        names = {column: _name(cells.get(number, [])) for column, number in enumerate(own) if number in named}
        above.update(own)
        if any(row):
            rows.append((row, {column: name for column, name in names.items() if name}))
    return rows


def _name(cell: Sequence[Piece]) -> str:
    """The text of a joined cell if it is a name that its rows have in common, not a list or a text of its own."""
    lines = [" ".join(piece.text.strip() for piece in line) for line in rows_of(cell)]
    text = "\n".join(lines)
    few = len(lines) <= _MOST_NAME_LINES and len(text) <= _LONGEST_NAME
    return text if few and 2 * sum(map(str.isalpha, text)) >= len(text) else ""


def _lines(row: Sequence[Sequence[Piece]], names: Mapping[int, str]) -> list[PageLine]:
    """The row as a line; as several if its cells hold rows that have no line between them."""
    parts = [rows_of(cell) for cell in row if cell]
    count = len(parts[0])
    level = all(len(part) == count for part in parts) and all(
        abs(line[0].base - other[0].base) <= _OVER for part in parts for line, other in zip(part, parts[0], strict=True)
    )
    if len(parts) > 1 and count >= _ROWS_WITHOUT_LINES and level:
        return [_line([rows_of(cell)[n] if cell else [] for cell in row], names) for n in range(count)]
    return [_line(row, names)]


def _line(row: Sequence[Sequence[Piece]], names: Mapping[int, str]) -> PageLine:
    texts = ["\n".join(" ".join(piece.text.strip() for piece in line) for line in rows_of(cell)) for cell in row]
    texts = [text or names.get(column, "") for column, text in enumerate(texts)]
    pieces = [piece for cell in row for piece in cell]
    line = line_of(_row_text(texts), pieces, [pieces], is_row=any(texts[1:]))
    line.cells = tuple(texts)
    return line


def _row_text(texts: Sequence[str]) -> str:
    last = max(place for place, text in enumerate(texts) if text)
    return row_text(texts[: last + 1])


def with_whole_rows(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages; a row that a page end divides is whole on its first page. Headers of columns may stand between."""
    whole = [list(page) for page in pages]
    for above, below in pairwise(whole):
        heads = {line.cells for line in above if line.cells}
        between = (n for n, line in enumerate(below) if line.cells not in heads and not _CONTINUED.match(line.text))
        place = next(between, len(below))
        while above and place < len(below):
            row, rest = above[-1], _at_columns(above[-1], below[place])
            if not _goes_on(row.cells, rest):
                break
            del below[place]
            row.cells = tuple("\n".join(filter(None, both)) for both in zip(row.cells, rest, strict=True))
            row.text = _row_text(row.cells)
            if not row.lefts:  # one row of a ruled table holds all the rest
                break
    return whole


def _at_columns(row: PageLine, line: PageLine) -> tuple[str, ...]:
    """The cells of the line at the columns of the row; none if they stand elsewhere, or in the first column alone."""
    if not row.lefts or len(row.lefts) != len(row.cells):
        return line.cells
    found = [""] * len(row.lefts)
    for left, text in zip(line.lefts or (line.left,), line.cells or (line.text,), strict=False):
        column = next((n for n, place in enumerate(row.lefts) if abs(place - left) <= _OVER and not found[n]), None)
        if column is None:
            return ()
        found[column] = text
    return tuple(found) if any(found[1:]) else ()


def _goes_on(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the cells below are the ends of those above: some go on in mid-sentence, and none begins anew."""
    if len(row) != len(below) or all(below):
        return False
    pairs = [(cell, rest) for cell, rest in zip(row, below, strict=True) if rest]
    return all(cell and not (cell[-1:].isdigit() and rest[:1].isdigit()) for cell, rest in pairs) and any(
        rest[:1].islower() or cell.endswith(("-", ",")) for cell, rest in pairs
    )
