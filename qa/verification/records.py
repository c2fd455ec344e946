"""The records of a checked draft: its quotations and their verdicts. Nothing here computes anything."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["exact", "altered", "misattributed", "not_found", "name"]
Change = Literal["changed", "added", "left_out", "cut", "inserted", "narration", "heading"]
Form = Literal["marks", "block"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a draft: `draft[start:end] == text`, without its quotation marks."""

    start: int
    end: int
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between a quotation and an article: `draft_text` replaces `archive_text`; either may be empty.

    `draft_start` counts in the draft and `archive_start` in the article. `change` is "changed", "added" (by the draft)
    or "left_out". Allowed changes are "cut" (marked by an ellipsis), "inserted" (in square brackets), "narration" (the
    author's words within the speech) and "heading" (a heading between paragraphs is left out).
    """

    change: Change
    draft_start: int
    draft_text: str
    archive_start: int
    archive_text: str

    @property
    def allowed(self) -> bool:
        """Whether a faithful quotation may have this difference."""
        return self.change in ("cut", "inserted", "narration", "heading")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a quotation in an article: `article.text[start:end] == text`."""

    article_id: str
    title: str
    published: date | None
    language: str
    source: str
    page: int | None
    start: int
    end: int
    text: str
    recognised: bool = False
    unit: str = "page"
    page_name: str = ""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """A quotation of the draft with its verdict.

    "exact": an article has the same words and marks. "altered": it has them with `differences`. "misattributed": it has
    them, exactly or altered, but the draft names another source or speaker, `named`. "not_found": no article has them.
    "name": no article has them, either, but they are a name, a title or a single word rather than what somebody said.
    `place` is the best match, and `also` lists equal matches in other articles; `similarity` is the share (0..1) of the
    quotation found there. `confirmed` are the sources and speakers that the draft names and the articles of these
    places have, too; without them only the words were compared, because the archive does not know whom the draft names.
    """

    quotation: Quotation
    verdict: Verdict
    similarity: float
    place: Place | None = None
    also: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    named: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Every checked quotation of a draft, in order, against one generation of the index."""

    checks: tuple[QuoteCheck, ...]
    generation: int

    def count(self, verdict: Verdict) -> int:
        """The number of quotations with that verdict."""
        return sum(check.verdict == verdict for check in self.checks)
