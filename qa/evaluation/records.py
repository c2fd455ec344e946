"""The records of an evaluation: questions, outcomes and metrics. Nothing here computes anything."""

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question whose right answer is known: `articles` answer it, none do if it is not `answerable`.

    `page` (from 1) and `spans` (start, end in the article's text) give the place in a single gold article; `answers`
    are words of the answering sentence. `hidden` articles are excluded from the search, as if not indexed. An empty
    `kind` or `language` is determined when the question is asked.
    """

    id: str
    question: str
    answerable: bool
    articles: tuple[str, ...] = ()
    page: int | None = None
    answers: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    history: tuple[str, ...] = ()
    kind: str = ""
    language: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one question.

    Ranks count from 1 and are those of gold articles, or gold pages, that were found; None stands for "not known", so
    `page_ranks` is None without a gold page and `sentence` where no answer can be quoted. `near_page_ranks` treats the
    gold page and its neighbours as one page; `step_ranks` are those that each of `ablation.STEPS` gives the gold page,
    or without one the gold articles. `right` says whether the first cited passage holds the answer (see `runner`),
    `sentence` whether a citation marks the answering sentence, `sentence_if_right` the same for a first passage that
    holds the answer. `ask_ms` and `retrieve_ms` are None where time was not taken.
    """

    id: str
    question: str
    kind: str
    language: str
    answerable: bool
    articles: tuple[str, ...]
    refused: bool
    confidence: float
    first_cited: str
    article_ranks: tuple[int, ...]
    page_ranks: tuple[int, ...] | None
    near_page_ranks: tuple[int, ...] | None
    step_ranks: dict[str, tuple[int, ...]]
    right: bool
    right_article: bool
    sentence: bool | None
    sentence_if_right: bool | None
    ask_ms: float | None
    retrieve_ms: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric over that many `questions`, with its bootstrap 95 % interval.

    None means that it is not defined for these questions, such as an AUROC of answerable questions alone.
    """

    value: float | None
    low: float | None
    high: float | None
    questions: int


@dataclass(frozen=True, slots=True)
class Group:
    """The metrics of some questions, with the names and order of `aggregates.MEASURES`."""

    questions: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds per question; zeros if none was timed."""

    mean: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with similar confidence: its mean, and the share with a right first passage."""

    confidence: float
    right: float
    questions: int


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: `about` describes the questions, `articles` and `passages` count the contents of the index.

    `ablation` holds nDCG@10 by the right page where it is known, else by article, as each of `ablation.STEPS` has it.
    """

    schema: int
    about: str
    articles: int
    passages: int
    model: str
    overall: Group
    kinds: dict[str, Group]
    languages: dict[str, Group]
    ask_ms: Times
    retrieve_ms: Times
    reliability: tuple[Bin, ...]
    ablation: dict[str, Figure]
    outcomes: tuple[Outcome, ...] = field(repr=False)
