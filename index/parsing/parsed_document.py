"""The result of a parser for one document, before title, date and language are detected, and the error it may raise.

It does not depend on files.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.records import Fields

LONGEST_TEXT_CHARS = 20_000_000
# The kinds of notices that text recognition would make unnecessary.
NEEDS_RECOGNITION = ("no text", "no letters")
# Those of pages whose text was recognised, reliably or not: another language may change them.
RECOGNISED = ("recognised text", "uncertain text")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something lost or possibly wrong in a document: its place (empty: the whole), kind, problem and advice.

    `problem` continues the sentence after the file's name, and `advice` stands alone: "a.pdf, pages 2 and 3, has no
    text there: recognise …".
    """

    place: str
    kind: str
    problem: str
    advice: str


def left_out(parts: str, count: int) -> Notice:
    """The notice of so many parts of an export that are no articles."""
    return Notice("", "left out", f"has parts that were left out: {parts} ({count:,})", "")


def places_named(unit: str, numbers: Sequence[int]) -> str:
    """The pages or slides of a notice in words: page 2; pages 2 and 3; pages 2, 3, 5–9 and 12."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    words: list[str] = []
    for low, high in ranges:
        words += [f"{low}–{high}"] if high > low + 1 else [f"{low}", f"{high}"] if high > low else [f"{low}"]
    if len(words) == 1:
        return f"{unit}{'s' * (len(numbers) > 1)} {words[0]}"
    return f"{unit}s {', '.join(words[:-1])} and {words[-1]}"


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document as its format states it; missing fields are empty strings or None.

    `text` is canonical, and `page_starts` are offsets into it. `recognised` are the numbers of pages whose text was
    recognised in pictures; `unit` and `page_names` are those of `Article`. A table of articles has their fields as
    `records` instead of a text.
    """

    text: str
    title: str = ""
    published: date | None = None
    language: str = ""
    source: str = ""
    page_starts: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    fields: Fields = field(default_factory=dict, hash=False)
    recognised: tuple[int, ...] = ()
    unit: str = "page"
    page_names: tuple[str, ...] = ()
    records: tuple[dict[str, str], ...] = field(default=(), hash=False)


class UnreadableError(Exception):
    """A document cannot become an article; `reason` continues the sentence after the file's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
