"""The automatic numbers of a Word document's paragraphs, counted as Word counts them. Bullets have none."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "ukrainianLower": "абвгґдеєжзиіклмнопрстуфхцчшщюя",
    "ukrainianUpper": "АБВГҐДЕЄЖЗИІКЛМНОПРСТУФХЦЧШЩЮЯ",
}
_WORDLESS = ("bullet", "none")
_DEEPEST = 9
_LARGEST = 100_000


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document and their counters; `styles` gives a style's list and level."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def number(self, list_id: str, level: int) -> str:
        """The next number of the list at the level, as Word shows it, with a space after it; empty for a bullet."""
        levels = self.lists.get(list_id)
        if not levels or level not in levels or level >= _DEEPEST:
            return ""
        counts = self._counts[self.families.get(list_id, list_id)]
        counts[level] = min(counts.get(level, levels[level].start - 1) + 1, _LARGEST)
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].form in _WORDLESS:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at, _Level())
            return _written(counts.get(at, own.start), own.form)

        text = re.sub(r"%([1-9])", shown, levels[level].text).strip()
        return f"{text} " if text else ""


def numbering_of(numbering: Any, styles: Any) -> Numbering:  # noqa: ANN401 - lxml elements
    """The lists defined by the document's numbering and styles parts; either may be None."""
    found = Numbering()
    if numbering is not None:
        families = {node.get(_W + "abstractNumId", ""): node for node in numbering.iter(_W + "abstractNum")}
        for node in numbering.iter(_W + "num"):
            list_id, family = node.get(_W + "numId", ""), _value(node.find(_W + "abstractNumId"))
            levels = _levels(families.get(family))
            overridden = False
            for change in node.iter(_W + "lvlOverride"):
                start = change.find(_W + "startOverride")
                level = _whole(change.get(_W + "ilvl"))
                if start is not None and level in levels:
                    levels[level].start, overridden = _whole(_value(start)), True
            found.lists[list_id] = levels
            found.families[list_id] = list_id if overridden else f"family {family}"
    if styles is not None:
        for style in styles.iter(_W + "style"):
            if (place := _place(style.find(f"{_W}pPr/{_W}numPr"))) and place[0]:
                found.styles[style.get(_W + "styleId", "")] = place
    return found


def place_in_list(paragraph: Any, numbering: Numbering) -> tuple[str, int] | None:  # noqa: ANN401
    """The list and level of a paragraph or of its style; None if it is in no list."""
    own = _place(paragraph.find(f"{_W}pPr/{_W}numPr"))
    styled = numbering.styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
    if own and not own[0] and styled:
        return styled[0], own[1]
    return own or styled


def _levels(family: Any) -> dict[int, _Level]:  # noqa: ANN401
    levels: dict[int, _Level] = {}
    for node in () if family is None else family.iter(_W + "lvl"):
        form, text = _value(node.find(_W + "numFmt")) or "decimal", _value(node.find(_W + "lvlText"))
        start = node.find(_W + "start")
        levels[_whole(node.get(_W + "ilvl"))] = _Level(form, text, 1 if start is None else _whole(_value(start)))
    return levels


def _place(node: Any) -> tuple[str, int] | None:  # noqa: ANN401
    if node is None:
        return None
    return _value(node.find(_W + "numId")), _whole(_value(node.find(_W + "ilvl")))


def _value(node: Any) -> str:  # noqa: ANN401
    return "" if node is None else str(node.get(_W + "val", ""))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


def _written(number: int, form: str) -> str:
    if form in _ALPHABETS and number > 0:
        letters = _ALPHABETS[form]
        return letters[(number - 1) % len(letters)] * min(1 + (number - 1) // len(letters), 5)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
