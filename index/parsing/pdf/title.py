"""Finds the title on the first page of a PDF: its most prominent lines, or the heading of an official document.

It knows lines and their typography, nothing of PDF.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.parsing.facts.titles import first_sentence, names_only_a_kind, shorten

_LINES_SEARCHED = 40
_LONGEST = 200
# Official documents begin with the approval, aligned right; then the kind of document precedes its title.
_APPROVAL = re.compile(
    r"(?:затверджен|затверджую|погоджен|погоджую|схвален|утвержда|утвержден|согласован|approved|zatwierdz)", re.I
)
_KIND = re.compile(
    r"(?:правила|інструкція|положення|порядок|наказ|закон(?: україни)?|постанова|розпорядження|рішення|статут|"
    r"регламент|договір|угода|методичні рекомендації|настанова|програма|концепція|стратегія|звіт|протокол|вимоги|"
    r"инструкция|положение|порядок|приказ|закон|постановление|распоряжение|решение|устав|договор|отчет|отчёт|"
    r"act|rules|regulations?|report|agreement|instructions?|ustawa|rozporządzenie|regulamin|gesetz|verordnung|satzung)",
    re.I,
)
_ENDS = re.compile(r".*[.;:!?]$|.*_{3,}.*")
_BODY = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d+)*[.)]?\s|[IVX]+[.)]\s|[-•–—]\s|(?:склад|зміст|вступ|загальна характеристика)\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, the size of its largest letters in points, and whether most of it is bold."""

    text: str
    size: float
    bold: bool


def title_of_page(lines: Sequence[Line]) -> str:
    """The title of the page, joined if it spans several lines; empty if no line stands out."""
    shown = [line for line in lines if line.text and not names_only_a_kind(line.text)][:_LINES_SEARCHED]
    return _official(shown) or _prominent(shown)


def _official(lines: Sequence[Line]) -> str:
    """The kind and subject of an official document: ПРАВИЛА + спортивних змагань з …"""
    approved = any(_APPROVAL.match(line.text) for line in lines[:6])
    for place, line in enumerate(lines[:20]):
        if _KIND.fullmatch(line.text.rstrip(":")) and (approved or place < 6):
            return _joined(lines[place:])
    return ""


def _prominent(lines: Sequence[Line]) -> str:
    """The first run of lines in the largest letters, or else in bold, if the text below is smaller or not bold."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        weights[line.size, line.bold] += len(line.text)
    if not weights:
        return ""
    common = weights.most_common(1)[0][0]
    looks = max((look for look in weights if weights[look] >= 4), default=common)
    if (looks[0] <= common[0] * 1.1) and (looks[1] <= common[1]):
        return ""
    start = next(place for place, line in enumerate(lines) if (line.size, line.bold) == looks)
    run = []
    for line in lines[start:]:
        if (line.size, line.bold) != looks:
            break
        run.append(line)
    return _joined(run)


def _joined(lines: Sequence[Line]) -> str:
    """The lines as one title, up to the first that is prose, a section heading or another subject."""
    title = lines[0].text
    for line in lines[1:]:
        if _BODY.match(line.text) or len(title) + len(line.text) > _LONGEST:
            break
        if _ENDS.match(line.text):
            break
        title += " " + line.text
    return shorten(title) if any(map(str.isalpha, title)) else first_sentence(title)
