"""What checking a draft gives: its quotations, and for each what the archive says of it. Nothing here computes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["exact", "altered", "misattributed", "not_found"]
Change = Literal["changed", "added", "left_out", "cut", "inserted", "narration"]
Form = Literal["marks", "block"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a draft: `draft[start:end] == text`, without its quote marks."""

    start: int
    end: int
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation and the archive differ: `draft_text` stands for `archive_text`, either may be empty.

    `draft_start` counts in the draft and `archive_start` in the article. `change` is "changed", "added" (by the draft)
    or "left_out"; or what a writer may do: "cut" where an ellipsis marks it, "inserted" in square brackets, "narration"
    for the author's words within the speech.
    """

    change: Change
    draft_start: int
    draft_text: str
    archive_start: int
    archive_text: str

    @property
    def allowed(self) -> bool:
        """Whether a faithful quotation may differ in this way."""
        return self.change in ("cut", "inserted", "narration")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article holds a quotation: `article.text[start:end] == text`."""

    article_id: str
    title: str
    published: date | None
    language: str
    source: str
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """A quotation of the draft and its verdict.

    "exact": the article has the same words and marks. "altered": it has them with `differences`. "misattributed": it
    has them, exactly or altered, but the draft names another source or speaker, `named`. "not_found": no article has
    them. `place` is where the best article has it, `also` where others do in the same way; `similarity` is the share
    (0..1) of the quotation that stands there.
    """

    quotation: Quotation
    verdict: Verdict
    similarity: float
    place: Place | None = None
    also: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Every quotation of a draft, checked, in its order, against one generation of the index."""

    checks: tuple[QuoteCheck, ...]
    generation: int

    def count(self, verdict: Verdict) -> int:
        """How many quotations have that verdict."""
        return sum(check.verdict == verdict for check in self.checks)
