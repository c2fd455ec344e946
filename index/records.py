"""The records shared by parsing, indexing and answering: articles, passages, skipped files and warnings.

They do not depend on vectors or questions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Fields = Mapping[str, str | tuple[str, ...]]
"""What an article states about itself besides: each name in small letters with its value, or with several."""


def author_of(fields: Fields) -> str:
    """The author, several names separated by commas; empty if unknown."""
    author = fields.get("author", "")
    return author if isinstance(author, str) else ", ".join(author)


def fields_from_json(values: Mapping[str, str | list[str]]) -> Fields:
    """The fields as they were before JSON made lists of their tuples."""
    return {name: value if isinstance(value, str) else tuple(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Article:
    """One document in canonical form: `text` is NFC with `\\n` line ends, and every offset counts its characters.

    `published` is None where no date is known; `language` is an ISO 639-1 code, `"und"` where undetermined; `source`
    is a URL, a file name or the publisher's own words. `page_starts` holds the offset of each page's first character,
    in order, and is empty for articles without pages. `fields` are all other stated fields: author, outlet, tags. The
    text of the pages with the numbers `recognised`, from 1, was recognised in pictures and may have wrong letters.
    `unit` says what the pages are: "page", "slide", "sheet" or "chapter"; `page_names` are the names that people
    know them by, empty if they have only numbers.
    """

    id: str
    title: str
    published: date | None
    language: str
    source: str
    text: str
    page_starts: tuple[int, ...] = ()
    fields: Fields = field(default_factory=dict, hash=False)
    recognised: tuple[int, ...] = ()
    unit: str = "page"
    page_names: tuple[str, ...] = ()


def name_of_page(page_names: Sequence[str], page: int | None) -> str:
    """The name that people know a page by (`page` counts from 1); empty if it has only a number, or there is none."""
    return page_names[page - 1] if page and page_names else ""


def is_recognised(page_starts: Sequence[int], recognised: Sequence[int], start: int, end: int) -> bool:
    """Whether a page that `text[start:end]` stands on is among the recognised ones."""
    if not recognised:
        return False
    first, last = bisect_right(page_starts, start), bisect_left(page_starts, end)
    return any(first <= page <= last for page in recognised)


@dataclass(frozen=True, slots=True)
class Passage:
    """The slice `text[start:end]` of one article; `page` counts from 1 and is None where the article has no pages."""

    start: int
    end: int
    text: str
    page: int | None = None


class Skipped(NamedTuple):
    """A file, or a record in a file (`file#line`), that was not indexed, and the reason in words for the user."""

    file: str
    reason: str


class Warned(str):
    """A warning about an indexed file, part of which was lost or may be wrong: one sentence, and its parts.

    `file` is the path below the corpus, `place` the affected part ("pages 2 and 3"; empty: the whole file), `kind` a
    fixed word for the problem ("no text", "broken letters"), and `advice` what to do about it.
    """

    __slots__ = ("advice", "file", "kind", "place", "problem")
    file: str
    place: str
    kind: str
    problem: str
    advice: str

    def __new__(cls, file: str, place: str, kind: str, problem: str, advice: str) -> "Warned":
        """A warning about a file; `problem` continues the sentence after the file's name: "has no text there"."""
        where = f"{file}, {place}," if place else file
        warned = super().__new__(cls, f"{where} {problem}: {advice}" if advice else f"{where} {problem}")
        warned.file, warned.place, warned.kind, warned.problem, warned.advice = file, place, kind, problem, advice
        return warned

    def parts(self) -> dict[str, str]:
        """The parts by their names, as JSON shows them."""
        return {name: getattr(self, name) for name in ("file", "place", "kind", "problem", "advice")}

    def __deepcopy__(self, memo: object) -> "Warned":
        return self


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder of an index: the name that opens it, and a fingerprint that changes when its vectors do."""

    name: str
    fingerprint: str
    dimensions: int
