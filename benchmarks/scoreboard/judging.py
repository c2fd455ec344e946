"""Whether what a peer found is right, and the figures of a set of questions. Pure: no files, no processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.scoreboard.protocol import Passage
from qa.evaluation import metrics
from qa.evaluation.matching import can_be_quoted, holds_answer
from qa.evaluation.records import GoldQuestion

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over questions, with its bootstrap 95 % interval."""

    value: float
    low: float
    high: float
    questions: int


def ndcg(found: Sequence[Sequence[Passage]], asked: Sequence[GoldQuestion], by_page: bool) -> Share:
    """nDCG@10 of the distinct articles found, or of the distinct pages."""
    relevant = np.array([_relevant(own, gold, by_page) for own, gold in zip(found, asked, strict=True)])
    total = np.array([1 if by_page else len(gold.articles) for gold in asked])
    return share(metrics.ndcg(relevant, total, DEPTH).tolist())


def right_first(found: Sequence[Sequence[Passage]], asked: Sequence[GoldQuestion], texts: Mapping[str, str]) -> Share:
    """How often the first passage is right: on the gold page if one is known, else in a gold article, with the answer.

    `texts` are the articles by id: where an answer is nowhere in the words of its article, the article is enough.
    """
    firsts = [own[0] if own else None for own in found]
    return share([_is_right(first, gold, texts) for first, gold in zip(firsts, asked, strict=True)])


def document_first(found: Sequence[Sequence[Passage]], asked: Sequence[GoldQuestion]) -> Share:
    """How often the first passage is in a gold article."""
    return share([bool(own) and own[0].article in gold.articles for own, gold in zip(found, asked, strict=True)])


def answers(
    given: Sequence[dict[str, Any]], asked: Sequence[GoldQuestion], texts: Mapping[str, str]
) -> dict[str, Share]:
    """Of the answerable ones, the share answered with a right sentence and the share refused; of others, answered.

    A figure that no question counts for is left out.
    """
    pairs = list(zip(given, asked, strict=True))
    known = [(each, gold) for each, gold in pairs if gold.answerable]
    right = [each["answered"] and _is_right(_sentence(each), gold, texts) for each, gold in known]
    figures = {
        "right": right,
        "refused": [not each["answered"] for each, _ in known],
        "wrongly answered": [each["answered"] for each, gold in pairs if not gold.answerable],
    }
    return {name: share(values) for name, values in figures.items() if values}


def share(values: Sequence[float]) -> Share:
    """The mean, and its interval by a seeded bootstrap."""
    column = np.array(values, np.float64)
    counted = np.ones(len(column), np.bool_)
    low, high = metrics.interval(metrics.share(column, counted, metrics.resamples(len(column))))
    return Share(float(column.mean()), low, high, len(column))


def percentile_ms(seconds: Sequence[float], percent: float) -> float:
    """That percentile of the times, in milliseconds."""
    return 1000 * float(np.percentile(seconds, percent))


def _relevant(own: Sequence[Passage], gold: GoldQuestion, by_page: bool) -> list[bool]:
    if by_page:
        pages = list(dict.fromkeys((each.article, each.page) for each in own))
        marks = [page == (gold.articles[0], gold.page) for page in pages]
    else:
        marks = [article in gold.articles for article in dict.fromkeys(each.article for each in own)]
    return (marks + [False] * DEPTH)[:DEPTH]


def _is_right(first: Passage | None, gold: GoldQuestion, texts: Mapping[str, str]) -> bool:
    if first is None or first.article not in gold.articles:
        return False
    if gold.page is not None:
        return first.page == gold.page
    if not can_be_quoted(gold, [texts[article] for article in gold.articles]):
        return True
    return holds_answer(gold, first.start, first.end, first.text)


def _sentence(answer: dict[str, Any]) -> Passage | None:
    return Passage(title="", **answer["sentence"]) if answer["sentence"] else None
