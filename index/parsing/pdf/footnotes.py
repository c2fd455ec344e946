"""Footnotes of PDF pages, kept out of the sentence that goes on from one page to the next.

A footnote is set in small type below a rule at the foot of a page. It knows lines and their places.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any

from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.reflow import LINE_END, goes_on

_SMALL = 0.93
_LOWER_PART = 0.6
_MOST_OBJECTS = 3_000
_THIN, _SHORT = 2.0, 30.0


def rule_above_notes(page: Any, lines: Sequence[PageLine]) -> float | None:  # noqa: ANN401 - pypdfium2 has no types
    """The height of the lowest rule with only small lines below it; None if there is none."""
    if len(lines) < 2 or min(lines, key=lambda line: line.base).size > _SMALL * _usual(lines):
        return None
    below = _LOWER_PART * page.get_height()
    for height in sorted(height for height in _rules(page) if height < below):
        notes = [line for line in lines if line.base < height]
        body = [line for line in lines if line.base >= height]
        if notes and body and all(line.size <= _SMALL * _usual(body) for line in notes):
            return height
    return None


def _usual(lines: Sequence[PageLine]) -> float:
    return median(line.size for line in lines for _ in line.text)


def _rules(page: Any) -> list[float]:  # noqa: ANN401
    """The heights of the thin horizontal lines on the page."""
    from pypdfium2 import raw

    found = []
    for number, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if number == _MOST_OBJECTS:
            break
        left, bottom, right, top = path.get_bounds()
        if top - bottom <= _THIN and right - left >= _SHORT:
            found.append((top + bottom) / 2)
    return found


def notes_out_of_sentences(pages: Sequence[list[PageLine]], rules: Sequence[float | None]) -> list[list[PageLine]]:
    """The pages with their notes after the text, or before its last paragraph if that continues on the next page."""
    parted = [_parted(lines, rule) for lines, rule in zip(pages, rules, strict=True)]
    firsts = [next(iter(body or notes), None) for body, notes in parted]
    read = []
    for number, (body, notes) in enumerate(parted):
        after = next((line for line in firsts[number + 1 :] if line), None)
        place = len(body)
        if notes and body and after and goes_on(body[-1], after, turned=True):
            place = paragraph_start(body)
        read.append([*body[:place], *notes, *body[place:]])
    return read


def _parted(lines: list[PageLine], rule: float | None) -> tuple[list[PageLine], list[PageLine]]:
    """The lines above the rule, and the notes below it."""
    if rule is None:
        return lines, []
    return [line for line in lines if line.base >= rule], [line for line in lines if line.base < rule]


def paragraph_start(lines: Sequence[PageLine]) -> int:
    """Where the last paragraph begins or, if it is the page's only one, the first line after a sentence's end."""
    for place in range(len(lines) - 1, 0, -1):
        if not goes_on(lines[place - 1], lines[place], turned=False):
            return place
    return max((place for place, line in enumerate(lines, 1) if line.text.endswith(LINE_END)), default=0)
