"""The bodies of responses: the records of `qa` with the same field names.

Every `start` and `end` counts characters (Unicode code points) of the article's text, from 0; the end is exclusive.
"""

from collections import Counter
from datetime import date, datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from index.generation import Generation
from qa.records import Hint, Status
from qa.verification import QuoteCheck


class _Record(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class HitRecord(_Record):
    """A passage found for a question: `text` is the article's `text[start:end]`, character for character."""

    article_id: str
    title: str
    published: date | None
    language: str = Field(description="ISO 639-1 code; `und` if undetermined.")
    source: str = Field(description="A web address, a file name or the publisher's own words.")
    page: int | None = Field(description="The page of a paged article, from 1.")
    recognised: bool = Field(description="Whether the text was recognised in a picture of the page.")
    unit: str = Field(description="What a page is: `page`, `slide`, `sheet` or `chapter`.")
    page_name: str = Field(description="The name of that sheet or chapter; empty if it only has a number.")
    start: int
    end: int
    text: str
    score: float = Field(description="The score that hits are ordered by; higher is better.")
    dense_rank: int | None
    lexical_rank: int | None
    dense_score: float
    lexical_score: float
    fields: dict[str, str | tuple[str, ...]] = Field(description="The article's other fields: author, outlet, tags.")


class CitationRecord(HitRecord):
    """A numbered hit in an answer, with the answering sentence and the answering words in it."""

    number: int
    answer_start: int
    answer_end: int
    answer_text: str = Field(description="The sentence that answers: the article's `text[answer_start:answer_end]`.")
    span_start: int
    span_end: int
    span_text: str = Field(description="The words that answer: the article's `text[span_start:span_end]`.")
    spans: tuple[tuple[int, int], ...] = Field(description="All answering spans of the passage, the likeliest first.")
    confidence: float = Field(ge=0, le=1, description="The probability that this passage answers.")
    also: tuple[HitRecord, ...] = Field(description="Passages of other articles with nearly the same words.")


class TimeRecord(_Record):
    """The period that the words `question[start:end]` name; null means an open side."""

    since: date | None
    until: date | None
    kind: Literal["filter", "preference"] = Field(
        description="`filter`: only articles of these days were searched; `preference`: they come first."
    )
    start: int
    end: int


class AnswerRecord(_Record):
    """Quotes if `status` is `answered`, the nearest passages if it is `no_answer`."""

    question: str
    searched: str = Field(description="The searched text: the repaired question, preceded by what it refers to.")
    status: Status
    confidence: float = Field(ge=0, le=1)
    citations: tuple[CitationRecord, ...]
    near_misses: tuple[CitationRecord, ...]
    hint: Hint = Field(
        description="After a refusal, what could help: another `filter` or `wording`; `help` if it was not a question. "
        "`mentions`: the question was a bare name, topic or date, which the citations mention."
    )
    generation: int = Field(description="The generation of the index that was searched.")
    repaired: str = Field(description="The repaired question; empty if it was searched as typed.")
    time: TimeRecord | None = Field(description="The time that the question names; null if there is none.")


class HitsRecord(_Record):
    """The best passages, best first."""

    hits: tuple[HitRecord, ...]


class EntryRecord(_Record):
    """The fields of an article except its text."""

    id: str
    title: str
    published: date | None
    language: str
    source: str
    fields: dict[str, str | tuple[str, ...]]


class ArticleRecord(EntryRecord):
    """A whole article; `page_starts` has the offset of each page, and is empty for an article without pages.

    `recognised` are the numbers, from 1, of pages whose text was recognised in pictures.
    `unit` is what a page is: `page`, `slide`, `sheet` or `chapter`; sheets and chapters have `page_names`.
    """

    text: str
    page_starts: tuple[int, ...]
    recognised: tuple[int, ...] = ()
    unit: str
    page_names: tuple[str, ...]


class ArticlePart(EntryRecord):
    """`text[start:end]` of an article that has `total_chars` characters."""

    start: int
    end: int
    total_chars: int
    text: str

    @classmethod
    def of(cls, article: ArticleRecord, start: int, chars: int) -> Self:
        """The part from `start`, of at most `chars` characters; empty if `start` is beyond the article's end."""
        text = article.text[start : start + chars]
        unlisted = {"text", "page_starts", "recognised", "unit", "page_names"}
        entry = article.model_dump(exclude=unlisted)
        return cls(**entry, start=start, end=start + len(text), total_chars=len(article.text), text=text)


class ArticlesRecord(_Record):
    """A part of the list of articles, newest first; `total` is the length of the whole list."""

    total: int
    articles: tuple[EntryRecord, ...]


class ChecksRecord(_Record):
    """The quotations of a draft, in order, each with its verdict and its place in the articles."""

    checks: tuple[QuoteCheck, ...]
    generation: int


class StatusRecord(_Record):
    """The published generation in numbers."""

    generation: int
    published_at: datetime
    articles: int
    passages: int
    languages: dict[str, int]
    model: str

    @classmethod
    def of(cls, generation: Generation, published_at: datetime) -> Self:
        """The status of a generation and its time of publication."""
        return cls(
            generation=generation.number,
            published_at=published_at,
            articles=len(generation.articles),
            passages=generation.passage_count,
            languages=dict(Counter(entry.language for entry in generation.articles).most_common()),
            model=generation.model.name,
        )


class Health(_Record):
    """Questions can be answered."""

    status: str = "ok"
