"""The paragraphs and table rows of a Word document as Word shows them: numbered, with notes, without hidden text.

It knows the XML trees of the parts, and nothing of archives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.parsing.headings import HEADING_GAP, heads
from index.parsing.office.docx_numbers import Numbering, place_in_list
from index.parsing.raised import lowered, note_mark, raised
from index.parsing.symbols import SYMBOLS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Parts of formulas whose numbers would run together: the sign between them, and their names.
_FORMULAS = {_M + "f": ("/", "num", "den"), _M + "sSup": ("^", "e", "sup"), _M + "sSub": ("_", "e", "sub")}
_DROPPED = {_W + "del", _W + "moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011",
    _W + "softHyphen": "\u00ad",
}
_NOTES = {_W + "footnoteReference": "footnote", _W + "endnoteReference": "endnote"}
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")
_BODY_LEVEL = "9"
_OFF = ("0", "false", "off", "none")
_STRUCK = ("strike", "dstrike")


@dataclass(slots=True)
class WordText:
    """The things that paragraphs refer to: lists, notes by kind and id, and styles of hidden text."""

    numbering: Numbering
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)
    hidden_styles: frozenset[str] = frozenset()
    heading_styles: frozenset[str] = frozenset()
    _cited: list[tuple[int, Any]] = field(default_factory=list)
    _boxes: list[Any] = field(default_factory=list)
    _count: int = 0

    def blocks(self, parent: Any) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """The text of each paragraph and table row below the element; its text boxes and notes follow it.

        A heading ends with the gap that parts it from what follows.
        """
        for child in parent:
            if child.tag == _W + "p":
                text = self._paragraph(child).rstrip("\n")
                yield text + HEADING_GAP if self._is_heading(child) and heads(text) else text
                yield from self._set_apart()
            elif child.tag == _W + "tr":
                yield from self._row(list(_inside(child, "tc")))
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                yield from self.blocks(child)

    def _is_heading(self, paragraph: Any) -> bool:  # noqa: ANN401
        facts = paragraph.find(_W + "pPr")
        if facts is None:
            return False
        style, level = facts.find(_W + "pStyle"), facts.find(_W + "outlineLvl")
        named = style is not None and style.get(_W + "val") in self.heading_styles
        return named or (level is not None and level.get(_W + "val") != _BODY_LEVEL)

    def _row(self, cells: Sequence[Any]) -> Iterator[str]:
        """The cells of the row on one line; a cell alone is a frame around its paragraphs."""
        if len(cells) == 1:
            yield from self.blocks(cells[0])
        else:
            yield " | ".join(map(self._cell, cells))
            yield from self._set_apart()

    def _cell(self, cell: Any) -> str:  # noqa: ANN401
        paragraphs = (self._paragraph(each) for each in _inside(cell, "p"))
        return " ".join(filter(str.strip, paragraphs)).replace("\n", " ")

    def _set_apart(self) -> Iterator[str]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)
        cited, self._cited = self._cited, []
        for number, note in cited:
            words = " ".join(block.strip() for block in self.blocks(note) if block.strip())
            yield f"{note_mark('', str(number))} {words}" if words else ""

    def _paragraph(self, paragraph: Any) -> str:  # noqa: ANN401
        text = "".join(self._pieces(paragraph, ""))
        place = place_in_list(paragraph, self.numbering) if text.strip() else None
        return self.numbering.number(*place) + text if place else text

    def _pieces(self, parent: Any, before: str) -> Iterator[str]:  # noqa: ANN401
        """The pieces of text in a paragraph, with insertions and links, without deletions and hidden text."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _DROPPED or child.tag in (_W + "pPr", _W + "rPr"):
                continue
            if child.tag == _W + "r":
                pieces = [self._run(child, before)]
            elif child.tag == _W + "txbxContent":
                self._boxes.append(child)
                continue
            elif child.tag in _FORMULAS:
                pieces = [self._formula(child)]
            else:
                pieces = [self._sign(child)] if len(child) == 0 else list(self._pieces(child, before))
            for piece in pieces:
                before = (before + piece)[-20:]
                yield piece

    def _run(self, run: Any, before: str) -> str:  # noqa: ANN401
        style = run.find(_W + "rPr")
        if style is not None and (self._is_hidden(style) or any(_is_on(style, name) for name in _STRUCK)):
            return ""
        text = ""
        for child in run:
            if child.tag in _NOTES:
                text += self._note(_NOTES[child.tag], child.get(_W + "id", ""), before + text)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag != _W + "rPr":
                text += "".join(self._pieces([child], before + text))
        height = None if style is None else style.find(_W + "vertAlign")
        match None if height is None else height.get(_W + "val"):
            case "superscript" if not any(child.tag in _NOTES for child in run):
                return raised(before, text)
            case "subscript":
                return lowered(text)
        return text

    def _formula(self, node: Any) -> str:  # noqa: ANN401
        """A fraction, power or index on one line, with the sign that keeps its numbers apart."""
        sign, *names = _FORMULAS[node.tag]
        parts = ["".join(self._pieces(part, "")) for name in names for part in node.iterfind(_M + name)]
        return sign.join(part if part.isalnum() else f"({part})" for part in parts if part)

    def _is_hidden(self, style: Any) -> bool:  # noqa: ANN401
        named = style.find(_W + "rStyle")
        if named is not None and named.get(_W + "val") in self.hidden_styles:
            return True
        return _is_on(style, "vanish")

    def _note(self, kind: str, id: str, before: str) -> str:
        note = self.notes.get((kind, id))
        if note is None:
            return ""
        self._count += 1
        self._cited.append((self._count, note))
        return note_mark(before, str(self._count))

    def _sign(self, node: Any) -> str:  # noqa: ANN401
        if node.tag in (_W + "t", _M + "t"):
            return str(node.text or "")
        if node.tag == _W + "sym":
            return _symbol(node.get(_W + "char", ""))
        return _SIGNS.get(node.tag, "")


def notes_of(kind: str, part: Any) -> dict[tuple[str, str], Any]:  # noqa: ANN401
    """The notes of a part, by kind and id, without the separator lines."""
    return {
        (kind, note.get(_W + "id", "")): note for note in part.iter(_W + kind) if note.get(_W + "type") not in _NO_NOTES
    }


def hidden_styles_of(styles: Any) -> frozenset[str]:  # noqa: ANN401
    """The styles of hidden text."""
    found = set()
    for style in styles.iter(_W + "style"):
        facts = style.find(_W + "rPr")
        if facts is not None and _is_on(facts, "vanish"):
            found.add(style.get(_W + "styleId", ""))
    return frozenset(found)


def heading_styles_of(styles: Any) -> frozenset[str]:  # noqa: ANN401
    """The styles of headings: those that Word lists in the outline, and those based on one of them."""
    found: set[str] = set()
    bases: dict[str, str] = {}
    for style in styles.iter(_W + "style"):
        id, base = style.get(_W + "styleId", ""), style.find(_W + "basedOn")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None and level.get(_W + "val") != _BODY_LEVEL:
            found.add(id)
        elif base is not None and level is None:
            bases[id] = base.get(_W + "val", "")
    while more := {id for id, base in bases.items() if base in found} - found:
        found |= more
    return frozenset(found)


def _is_on(style: Any, name: str) -> bool:  # noqa: ANN401
    """Whether the style of a run switches this on."""
    found = style.find(_W + name)
    return found is not None and found.get(_W + "val", "1") not in _OFF


def _inside(parent: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    """The elements of that name below the parent, but not those within one another: a paragraph may hold a text box."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _DROPPED:
            yield from _inside(child, name)


def _symbol(code: str) -> str:
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    private = "\ue000" <= char <= "\uf8ff"
    return SYMBOLS.get(char, "") if private else char
