"""The text of a converted document: its blocks as paragraphs, rows of a sheet with their headers, notes where cited.

Knows anydoc's document model, nothing of files.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from index.parsing.canonical import one_line
from index.parsing.office.marks import HIGH, without_marks
from index.parsing.office.slides import SLIDE
from index.parsing.raised import note_mark

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DEFAULT_SHEET = re.compile(r"(?:sheet|аркуш|лист|arkusz|tabelle)\s*\d+", re.IGNORECASE)
_SLIDE = re.compile(r"slide-\d+")


@dataclass(slots=True)
class Unit:
    """A slide, sheet or chapter, or a whole document: the name people know it by, and its blocks.

    `heading` is its first heading; `files` counts the files of a book that it comes from.
    """

    name: str = ""
    blocks: list[Any] = field(default_factory=list)
    files: int = 0

    @property
    def heading(self) -> str:
        """The text of the first heading, empty without one."""
        return next((_heading(block) for block in self.blocks if block.kind == "heading"), "")


def units_of(unit: str, blocks: Sequence[Any]) -> list[Unit]:
    """The blocks by units of that kind ("slide", "sheet", "chapter"); all in one for a document without them."""
    if unit == "slide":
        return _slides(blocks)
    if unit == "sheet":
        return _sheets(blocks)
    return _chapters(blocks) if unit == "chapter" else [Unit(blocks=list(blocks))]


def _slides(blocks: Sequence[Any]) -> list[Unit]:
    units: list[Unit] = []
    for block in blocks:
        if _SLIDE.fullmatch(_anchor(block)):
            units += [Unit() for _ in range(int(_anchor(block)[6:]) - len(units))]  # a damaged slide is left empty
        elif block.kind == "paragraph" and _heading(block) == SLIDE:
            units.append(Unit())
        elif units:
            units[-1].blocks.append(block)
    return units or [Unit(blocks=list(blocks))]


def _sheets(blocks: Sequence[Any]) -> list[Unit]:
    units: list[Unit] = []
    for block in blocks:
        if block.kind == "heading":
            name = _heading(block)
            units.append(Unit(name, [] if _DEFAULT_SHEET.fullmatch(name) else [block]))
        elif units:
            units[-1].blocks.append(block)
    return units or [Unit(blocks=list(blocks))]


def _chapters(blocks: Sequence[Any]) -> list[Unit]:
    """A file of the book begins a chapter if it has a heading, and so does each further heading of that rank."""
    files: list[list[Any]] = []
    for block in blocks:
        if (anchor := _anchor(block)) and "#" not in anchor:
            files.append([])
        elif files:
            files[-1].append(block)
    units: list[Unit] = []
    for file in files:
        rank = next((block.level for block in file if block.kind == "heading"), None)
        begun = False
        for block in file:
            if block.kind == "heading" and block.level == rank:
                if begun or not units or units[-1].name:
                    units.append(Unit(_heading(block)))
                units[-1].name = units[-1].name or _heading(block)
                begun = True
            elif not units:
                units.append(Unit())
            units[-1].blocks.append(block)
        if units:
            units[-1].files += 1
        else:
            units.append(Unit(files=1))
    return units or [Unit(blocks=list(blocks))]


def _anchor(block: Any) -> str:  # noqa: ANN401
    """The name of the place that a block marks, if it does nothing else."""
    inlines = block.content or [] if block.kind == "paragraph" else []
    return str(inlines[0].anchor) if len(inlines) == 1 and inlines[0].kind == "anchor" else ""


def _heading(block: Any) -> str:  # noqa: ANN401
    return one_line(without_marks("".join(_words(inline) for inline in block.content or [])))


def _words(inline: Any) -> str:  # noqa: ANN401
    if inline.kind in ("text", "math"):
        return str(inline.text or "")
    if inline.kind == "line_break":
        return "\n"
    return "".join(map(_words, inline.content or [])) if inline.kind == "link" else ""


def rows_of_table(table: Any) -> list[list[str]]:  # noqa: ANN401
    """The words of each cell of the table, with the lines that it has."""
    return [[_cell_lines(slot.cell) for slot in row] for row in table.grid]


def _cell_lines(cell: Any) -> str:  # noqa: ANN401
    return without_marks(
        "\n\n".join("".join(map(_words, block.content or [])) for block in (cell.blocks if cell else ()))
    )


@dataclass(slots=True)
class OfficeText:
    """Writes blocks as text. `notes` are the document's by id; `with_headers`: rows of tables name their columns."""

    notes: dict[str, Any]
    with_headers: bool
    _cited: list[tuple[int, Any]] = field(default_factory=list)
    _count: int = 0

    def of(self, blocks: Iterable[Any]) -> Iterator[str]:
        """The paragraphs, lists and table rows; notes follow the block that cites them."""
        for block in blocks:
            yield from self._block(block)
            cited, self._cited = self._cited, []
            for number, note in cited:
                yield f"{note_mark('', str(number))} {' '.join(filter(str.strip, self.of(note.blocks)))}"

    def _block(self, block: Any) -> Iterator[str]:  # noqa: ANN401
        if block.kind in ("heading", "paragraph"):
            yield self._line(block.content).strip()
        elif block.kind == "list":
            yield "\n".join(self._items(block.list, ""))
        elif block.kind == "table":
            yield from self._rows(block.table)
        elif block.kind in ("code_block", "math"):
            yield str(block.text or "").rstrip()
        elif block.kind == "block_quote":
            for inner in block.blocks:
                yield from self._block(inner)

    def _line(self, inlines: Iterable[Any] | None) -> str:
        text = ""
        for inline in inlines or ():
            text += self._cite(inline.note_id, text) if inline.kind == "note_ref" else _words(inline)
        return without_marks(text)

    def _cite(self, id: str, before: str) -> str:
        if id not in self.notes:
            return ""
        self._count += 1
        self._cited.append((self._count, self.notes[id]))
        return note_mark(before.rstrip(HIGH), str(self._count))

    def _items(self, listed: Any, indent: str) -> Iterator[str]:  # noqa: ANN401
        for number, item in enumerate(listed.items, listed.start):
            mark = item.marker_label or (f"{number}." if listed.marker == "decimal" else "-")
            first, *rest = [*self._inner(item.blocks, indent + "  ")] or [""]
            yield f"{indent}{mark} {first}"
            yield from rest

    def _inner(self, blocks: Iterable[Any], indent: str) -> Iterator[str]:
        for block in blocks:
            if block.kind == "list":
                yield from self._items(block.list, indent)
            else:
                yield from filter(str.strip, self._block(block))

    def _rows(self, table: Any) -> Iterator[str]:  # noqa: ANN401
        rows = [[self._cell(slot) for slot in row] for row in table.grid]
        if self.with_headers:
            rows = [_with_values_above(rows, slots, row) for slots, row in zip(table.grid, rows, strict=True)]
        rows = [row for row in rows if any(row)]
        if table.kind == "layout":
            yield from (cell for row in rows for cell in row if cell)
            return
        head = header_of(rows) if self.with_headers else None
        names = rows[head] if head is not None else []
        for place, row in enumerate(rows):
            if head is not None and place > head:
                yield _named(names, row)
            elif place != head:
                yield " | ".join(filter(None, row)) if self.with_headers else " | ".join(row)
        if head is not None and head == len(rows) - 1:
            yield " | ".join(filter(None, names))

    def _cell(self, slot: Any) -> str:  # noqa: ANN401
        blocks = slot.cell.blocks if slot.cell else ()
        return one_line(" ".join(text for block in blocks for text in self._block(block)))


def _with_values_above(rows: Sequence[list[str]], slots: Sequence[Any], row: list[str]) -> list[str]:
    """The row with the values of cells that reach down into it, unless it has no value of its own."""
    if not any(row):
        return row
    origins = [slot.origin_row if slot.origin_col == place else None for place, slot in enumerate(slots)]
    return [
        rows[origin][place] if origin is not None else value
        for place, (origin, value) in enumerate(zip(origins, row, strict=True))
    ]


def header_of(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row names the columns: the first that fills at least half of them, if it holds words and no figures.

    None if there is none, as in a list of one column.
    """
    widest = max((sum(map(bool, row)) for row in rows), default=0)
    for place, row in enumerate(rows):
        filled = list(filter(None, row))
        if widest >= 2 and 2 * len(filled) >= widest and len(filled) >= 2:
            worded = sum(cell[0].isalpha() or cell[0] in "№#%" for cell in filled)
            years = sum(bool(_YEAR.fullmatch(cell)) for cell in filled)
            return place if worded and worded + years == len(filled) == len(set(filled)) else None
    return None


def _named(names: Sequence[str], row: Sequence[str]) -> str:
    """A row as one line: the name of each column with its value; one value alone, as a heading between rows."""
    filled = [(name, cell) for name, cell in zip_longest(names, row, fillvalue="") if cell]
    if len(filled) == 1 and row[0]:
        return row[0]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in filled)
