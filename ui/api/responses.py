"""What the interfaces answer with: the records of `qa`, their fields under the same names.

Every `start` and `end` counts characters (Unicode code points) of the article's text, from 0, the end excluded.
"""

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
    language: str = Field(description="ISO 639-1 code; `und` where undetermined.")
    source: str = Field(description="A web address, a file name or the publisher's own words.")
    page: int | None = Field(description="The page of a paged article, from 1.")
    start: int
    end: int
    text: str
    score: float = Field(description="What hits are ordered by; higher is better.")
    dense_rank: int | None
    lexical_rank: int | None
    dense_score: float
    lexical_score: float


class CitationRecord(HitRecord):
    """A numbered hit in an answer, with the sentence that answers and the words in it that do."""

    number: int
    answer_start: int
    answer_end: int
    answer_text: str = Field(description="The sentence that answers: the article's `text[answer_start:answer_end]`.")
    span_start: int
    span_end: int
    span_text: str = Field(description="The words that answer: the article's `text[span_start:span_end]`.")
    spans: tuple[tuple[int, int], ...] = Field(description="All such words of the passage, the likeliest first.")
    confidence: float = Field(ge=0, le=1, description="The probability that this passage answers.")
    also: tuple[HitRecord, ...] = Field(description="Passages of other articles that say the same in the same words.")


class TimeRecord(_Record):
    """The days that the words `question[start:end]` name; null leaves a side open."""

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
    searched: str = Field(description="What was searched: the question put right, behind what it refers to.")
    status: Status
    confidence: float = Field(ge=0, le=1)
    citations: tuple[CitationRecord, ...]
    near_misses: tuple[CitationRecord, ...]
    hint: Hint = Field(
        description="After a refusal, what could help: another `filter` or `wording`; `help`: nothing was asked."
    )
    generation: int = Field(description="The generation of the index that answered.")
    repaired: str = Field(description="The question put right, empty where it was read as it was typed.")
    time: TimeRecord | None = Field(description="The time that the question names, null where it names none.")


class HitsRecord(_Record):
    """The best passages, the best first."""

    hits: tuple[HitRecord, ...]


class EntryRecord(_Record):
    """What is known of an article without its text."""

    id: str
    title: str
    published: date | None
    language: str
    source: str


class ArticleRecord(EntryRecord):
    """A whole article; `page_starts` is where each of its pages begins, empty without pages."""

    text: str
    page_starts: tuple[int, ...]


class ArticlePart(EntryRecord):
    """`text[start:end]` of an article that has `total_chars` characters."""

    start: int
    end: int
    total_chars: int
    text: str

    @classmethod
    def of(cls, article: ArticleRecord, start: int, chars: int) -> Self:
        """The part that begins there, of at most so many characters; it is empty behind the article's end."""
        text = article.text[start : start + chars]
        entry = article.model_dump(exclude={"text", "page_starts"})
        return cls(**entry, start=start, end=start + len(text), total_chars=len(article.text), text=text)


class ArticlesRecord(_Record):
    """A part of the list of articles, the newest first; `total` is how many the whole list has."""

    total: int
    articles: tuple[EntryRecord, ...]


class ChecksRecord(_Record):
    """The quotations of a draft in its order, each with its verdict and where the archive has it."""

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
        """The status of a generation that was published then."""
        counts: dict[str, int] = {}
        for entry in generation.articles:
            counts[entry.language] = counts.get(entry.language, 0) + 1
        return cls(
            generation=generation.number,
            published_at=published_at,
            articles=len(generation.articles),
            passages=len(generation.passages),
            languages=counts,
            model=generation.manifest.model.name,
        )


class Health(_Record):
    """Questions can be answered."""

    status: str = "ok"
