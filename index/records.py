"""The records that travel from a file to a citation: articles, passages, and what was left out.

They know nothing of files, vectors or questions.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Article:
    """One document in canonical form: `text` is NFC with `\\n` line ends, and every offset counts its characters.

    `published` is None where no date is known; `language` is an ISO 639-1 code, `"und"` where undetermined; `source`
    is a URL, a file name or the publisher's own words. `page_starts` holds the offset of each page's first character,
    in order, and is empty for articles without pages.
    """

    id: str
    title: str
    published: date | None
    language: str
    source: str
    text: str
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The slice `text[start:end]` of one article; `page` counts from 1 and is None where the article has no pages."""

    start: int
    end: int
    text: str
    page: int | None = None


class Skipped(NamedTuple):
    """A file, or a record of one (`file#line`), that was not indexed, and why, in words for the user."""

    file: str
    reason: str


class Warned(str):
    """What was indexed and may yet be wrong, or was lost from a file that was indexed: one sentence, and its parts.

    `file` is its name below the corpus, `place` where in it ("pages 2 and 3"; empty: all over), `kind` a fixed word for
    what is wrong ("no text", "broken letters"), `advice` what to do about it.
    """

    __slots__ = ("advice", "file", "kind", "place", "problem")
    file: str
    place: str
    kind: str
    problem: str
    advice: str

    def __new__(cls, file: str, place: str, kind: str, problem: str, advice: str) -> "Warned":
        """The warning about a file; `problem` follows its name: "has no text there"."""
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
    """The encoder an index was built with: the name to open it by, and the fingerprint of what it computes."""

    name: str
    fingerprint: str
    dimensions: int
