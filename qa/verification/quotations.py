"""Finds the quotations of a draft: text between quotation marks, and Markdown block quotes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .records import Form, Quotation

# Opening marks with their closing marks. “ closes „ and otherwise opens.
_CLOSERS = {"«": "»", "»": "«", "„": '“”"', "“": '”"', "”": "”", '"': '"', "‹": "›", "「": "」", "『": "』"}
_CLOSERS |= {"‘": "’", "‚": "‘’", "'": "'", "❝": "❞", "＂": "＂"}
# These open a quotation only before a word and not after one; elsewhere they close one, or are apostrophes.
_BETWEEN = "»”\"‘‚'＂"
_APOSTROPHES = "‘‚'"
# These marks only open quotations; without a closing mark the quotation ends with its paragraph.
_PLAIN_OPENERS = "«„“「『"
# These close a quotation in whose paragraph its own closing mark is missing: "Так».
_OTHER_CLOSERS = {"«": '"“”', "„": "»", "“": "»", '"': "»”"}
# Marks that are typed as two signs, as one mark and a space, so that places stay.
_TYPED = (
    (re.compile(r"<<(?=\S)"), " «"),
    (re.compile(r"(?<=[^\s>])>>"), "» "),
    (re.compile(r"(?<!\S),,(?=\w)"), " „"),
    (re.compile(r"(?<!\S)``(?=\w)"), " “"),
    (re.compile(r"(?<=[\w.,!?…])''(?!\w)"), "” "),
)
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
_BLOCK = re.compile(r"(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
# The source of a block quote, after a dash on a line of its own, or in parentheses after the last sentence.
_SIGNATURE = re.compile(r"(?:\n[ ]{0,3}>\s*[—–―-]{1,2}\s*[^\n]{1,100}|(?<=[.!?…»”\"])\s+\([^()\n]{1,100}\))\s*\Z")
_BLOCK_EDGE = " \t\n>"


def find_quotations(draft: str) -> list[Quotation]:
    """Every quotation with a word, in order; a nested quotation is part of the outer one."""
    marked = draft
    for typed, mark in _TYPED:
        marked = typed.sub(mark, marked)
    return [replace(each, text=draft[each.start : each.end]) for each in _quotations(marked)]


def _quotations(draft: str) -> list[Quotation]:
    found: list[Quotation] = []
    done = 0
    for block in _BLOCK.finditer(draft):
        found += _between_marks(draft, done, block.start())
        found += _quotation(draft, block.start(), _without_signature(draft, block), "block")
        done = block.end()
    return [*found, *_between_marks(draft, done, len(draft))]


def _without_signature(draft: str, block: re.Match[str]) -> int:
    signature = _SIGNATURE.search(draft, block.start(), block.end())
    return signature.start() if signature else block.end()


def _between_marks(draft: str, start: int, end: int) -> Iterator[Quotation]:
    for paragraph in _PARAGRAPH.finditer(draft, start, end):
        yield from _of_paragraph(draft, paragraph.start(), paragraph.end())


def _of_paragraph(draft: str, start: int, end: int) -> Iterator[Quotation]:
    place = start
    while place < end:
        closed = _closed(draft, place, end) if _opens(draft, place, start) else None
        if closed is not None:
            yield from _quotation(draft, place + 1, closed, "marks")
            place = closed
        place += 1


def _opens(draft: str, place: int, start: int) -> bool:
    mark = draft[place]
    if mark in _BETWEEN:
        behind_a_word = place > start and not (draft[place - 1].isspace() or draft[place - 1] in "([—–-")
        return not behind_a_word and not draft[place + 1 : place + 2].isspace()
    return mark in _CLOSERS


def _closed(draft: str, opened: int, end: int) -> int | None:
    """The end of the quotation that opens there; None if it is not one.

    One mark may close two: «Я був у кафе «Зустріч», сказав він.
    """
    opener = draft[opened]
    first = _closing(draft, opened, end, _CLOSERS[opener])
    if first is None or (draft[first] == opener and _opens(draft, first, opened)):
        other = _closing(draft, opened, end if first is None else first, _OTHER_CLOSERS.get(opener, ""))
        first = first if other is None else other
    return end if first is None and opener in _PLAIN_OPENERS else first


def _closing(draft: str, opened: int, end: int, closers: str) -> int | None:
    """The mark that closes all marks that are open by then; else the first closing one."""
    opener, depth, first = draft[opened], 1, None
    for place in range(opened + 1, end):
        mark = draft[place]
        if mark in closers and _may_close(draft, place, end, opener):
            depth -= 1
            first = place if first is None else first
            if not depth:
                return place
        elif mark == opener:
            depth += 1
    return first


def _may_close(draft: str, place: int, end: int, opener: str) -> bool:
    outside = place + 1 >= end or not draft[place + 1].isalnum()
    return outside or opener not in _APOSTROPHES


def _quotation(draft: str, start: int, end: int, form: Form) -> Iterator[Quotation]:
    """The quotation without surrounding white space; nothing if it has no word."""
    edge = _BLOCK_EDGE if form == "block" else None
    text = draft[start:end]
    start += len(text) - len(text.lstrip(edge))
    text = text.strip(edge)
    if any(map(str.isalnum, text)):
        yield Quotation(start, start + len(text), text, form)
