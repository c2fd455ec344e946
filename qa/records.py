"""The records of answering: hits, citations, and an answer that may be a refusal.

`score` and `confidence` are always higher-is-better. Nothing here computes anything.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from index.records import Fields, author_of

from .serialisation import json_form
from .times import TimeRange

Status = Literal["answered", "no_answer"]
Hint = Literal["", "filter", "wording", "help", "mentions"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question: `text` is `article.text[start:end]`, character for character.

    `score` is the fused score that hits are ordered by. `dense_rank` and `lexical_rank` count from 1 and are None where
    that search did not have the passage among its candidates. `dense_score` is the cosine to the question,
    `lexical_score` BM25 as a share of what an average passage with every 4-gram would get, 0 where that search did not
    have it. `page` is None for articles without pages. `fields` are the article's other stated fields, such as its
    author. `recognised` says that the text was recognised in a picture of the page, so letters may be wrong. `unit`
    says what the page is ("page", "slide", "sheet", "chapter"), and `page_name` is the name that people know it by,
    empty if it has only a number.
    """

    article_id: str
    title: str
    published: date | None
    language: str
    source: str
    page: int | None
    start: int
    end: int
    text: str
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    dense_score: float
    lexical_score: float
    fields: Fields = field(default_factory=dict, hash=False, kw_only=True)
    recognised: bool = field(default=False, kw_only=True)
    unit: str = field(default="page", kw_only=True)
    page_name: str = field(default="", kw_only=True)

    @property
    def author(self) -> str:
        """The author of the article, several names separated by commas; empty if unknown."""
        return author_of(self.fields)

    def to_json(self) -> dict[str, Any]:
        """The hit as a dict for `json.dumps`, with these field names; days as YYYY-MM-DD."""
        return dict(json_form(self))


@dataclass(frozen=True, slots=True)
class Citation(Hit):
    """A numbered hit in an answer; `article.text[answer_start:answer_end]` is the sentence that answers.

    `article.text[span_start:span_end]` are the words that answer, within that sentence; `spans` are all such words of
    the passage as (start, end), the likeliest first, several for a list. Without a reader, the span is the sentence.
    `confidence` is the probability (0..1) that this passage answers. `also` are hits of other articles with the same
    story: their answering sentences have nearly the same words.
    """

    number: int
    answer_start: int
    answer_end: int
    span_start: int
    span_end: int
    spans: tuple[tuple[int, int], ...]
    confidence: float
    also: tuple[Hit, ...] = ()

    @property
    def answer_text(self) -> str:
        """The sentence that answers."""
        return self.text[self.answer_start - self.start : self.answer_end - self.start]

    @property
    def span_text(self) -> str:
        """The words that answer."""
        return self.text[self.span_start - self.start : self.span_end - self.start]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to `question`: quotes if `status` is "answered", none if it is "no_answer".

    `searched` is the text that was searched and read: the repaired question, preceded by its context.
    `confidence` is that of the first citation or, of a refusal, of the first near miss. `near_misses` are given with a
    refusal only: the passages that came nearest to an answer.
    `repaired` is the corrected question, empty if it was searched as typed. `time` is the time that the question names;
    its kind is "filter" if only articles of these days were searched.
    `hint` says what could help after a refusal: "filter" if an article that the filter excludes answers, "wording" if
    other words or other articles are needed, "help" if nothing was asked of the articles. It is empty with an answer,
    but "mentions" if a bare name, a topic or a date was asked and the citations only mention it (or are of these days).
    """

    question: str
    searched: str
    status: Status
    confidence: float
    citations: tuple[Citation, ...]
    near_misses: tuple[Citation, ...]
    hint: Hint
    generation: int
    repaired: str = ""
    time: TimeRange | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer as a dict for `json.dumps`, with these field names; days as YYYY-MM-DD."""
        return dict(json_form(self))
