"""Computes metrics from outcomes: over all questions, and by kind and language."""

from collections.abc import Callable, Sequence

import numpy as np

from . import metrics
from .ablation import STEPS
from .metrics import Bools, Floats
from .records import Bin, Figure, Group, Outcome, Times

Ranks = Sequence[tuple[int, ...]]
Measure = tuple[int, Callable[[Floats], Floats]]
"""Over how many questions, and the measure of resample weights (resamples, questions)."""

# The number of passages of a search that are measured.
DEPTH = 100
MEASURES: dict[str, str] = {
    "hit@1": "a right article is first",
    "hit@5": "a right article is among the first 5",
    "mrr@10": "reciprocal rank of the first right article; 0 beyond rank 10",
    "ndcg@10": "nDCG of the first 10 articles; 1 if the right ones come first",
    "recall@100": "share of the right articles that are among the first 100 passages",
    "page_hit@1": "the right page is first",
    "page_hit@5": "the right page is among the first 5",
    "page_mrr@10": "reciprocal rank of the right page; 0 beyond rank 10",
    "page_ndcg@10": "nDCG of the first 10 pages",
    "page_recall@100": "the right page is among the first 100 passages",
    "near_page_hit@1": "the right page or one next to it is first",
    "near_page_hit@5": "the right page or one next to it is among the first 5",
    "near_page_mrr@10": "reciprocal rank of the first of these; 0 beyond rank 10",
    "near_page_ndcg@10": "nDCG of the first 10 pages, where these count as one",
    "near_page_recall@100": "one of these is among the first 100 passages",
    "first_right": "the first passage contains the answer, even if the question was refused",
    "sentence": "a citation marks the sentence that answers; a refusal counts as a miss",
    "sentence_if_right": "the marked sentence answers, if the first passage contains the answer",
    "auroc": "probability that an answerable question has a higher confidence than an unanswerable one",
    "refusal_precision": "share of the refused questions that are unanswerable",
    "refusal_recall": "share of the unanswerable questions that are refused",
    "wrongly_answered": "share of the unanswerable questions that are answered (lower is better)",
    "wrongly_refused": "share of the answerable questions that are refused (lower is better)",
    "calibration_error": "mean difference between confidence and the share of right first passages (lower is better)",
    "calibration_error_article": "the same, where a passage of a right article counts as right (lower is better)",
}


def group(outcomes: Sequence[Outcome]) -> Group:
    """All metrics of these outcomes, in the order of `MEASURES`."""
    plain = np.ones((1, len(outcomes)))
    drawn = metrics.resamples(len(outcomes))
    measures = _rank_measures(outcomes) | _answer_measures(outcomes)
    return Group(len(outcomes), {name: _figure(measures[name], plain, drawn) for name in MEASURES})


def times(milliseconds: Sequence[float | None]) -> Times:
    """Mean, median and 95th percentile of the known times."""
    known = [value for value in milliseconds if value is not None]
    if not known:
        return Times(0.0, 0.0, 0.0)
    p50, p95 = np.percentile(known, (50, 95))
    return Times(float(np.mean(known)), float(p50), float(p95))


def reliability(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    """The bins of the calibration error, by rising confidence."""
    right = _bools([each.right for each in outcomes])
    return tuple(Bin(*values) for values in metrics.reliability(_confidence(outcomes), right))


def ablation(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """For each step of retrieval, its nDCG@10 alone."""
    plain = np.ones((1, len(outcomes)))
    drawn = metrics.resamples(len(outcomes))
    answerable = _bools([each.answerable for each in outcomes])
    totals = [1 if each.page_ranks is not None else max(1, len(each.articles)) for each in outcomes]
    steps = {}
    for step in STEPS:
        ranks = [each.step_ranks.get(step, ()) for each in outcomes]
        measure = _ranked("", ranks, np.array(totals, np.int64), answerable)["ndcg@10"]
        steps[step] = _figure(measure, plain, drawn)
    return steps


def _figure(measure: Measure, plain: Floats, drawn: Floats) -> Figure:
    questions, compute = measure
    value = float(compute(plain)[0])
    if not questions or np.isnan(value):
        return Figure(None, None, None, questions)
    low, high = metrics.interval(compute(drawn))
    return Figure(value, low, high, questions)


def _rank_measures(outcomes: Sequence[Outcome]) -> dict[str, Measure]:
    everything = _bools([each.answerable for each in outcomes])
    totals = np.array([max(1, len(each.articles)) for each in outcomes], np.int64)
    by_article = _ranked("", [each.article_ranks for each in outcomes], totals, everything)
    has_page = _bools([each.page_ranks is not None for each in outcomes])
    one = np.ones(len(outcomes), np.int64)
    by_page = _ranked("page_", [each.page_ranks or () for each in outcomes], one, has_page)
    by_near = _ranked("near_page_", [each.near_page_ranks or () for each in outcomes], one, has_page)
    return by_article | by_page | by_near


def _ranked(prefix: str, ranks: Ranks, totals: np.ndarray, counted: Bools) -> dict[str, Measure]:
    relevant = np.zeros((len(ranks), DEPTH), np.bool_)
    for row, found in enumerate(ranks):
        relevant[row, [rank - 1 for rank in found if rank <= DEPTH]] = True
    values = {
        "hit@1": metrics.hit(relevant, 1),
        "hit@5": metrics.hit(relevant, 5),
        "mrr@10": metrics.reciprocal_rank(relevant, 10),
        "ndcg@10": metrics.ndcg(relevant, totals, 10),
        "recall@100": metrics.recall(relevant, totals, 100),
    }
    return {prefix + name: _share(value, counted) for name, value in values.items()}


def _answer_measures(outcomes: Sequence[Outcome]) -> dict[str, Measure]:
    answerable = _bools([each.answerable for each in outcomes])
    refused = _bools([each.refused for each in outcomes])
    right = _bools([each.right for each in outcomes])
    right_article = _bools([each.right_article for each in outcomes])
    confidence = _confidence(outcomes)
    size = len(outcomes)
    return {
        "first_right": _share(right, answerable),
        "sentence": _known([each.sentence for each in outcomes]),
        "sentence_if_right": _known([each.sentence_if_right for each in outcomes]),
        "auroc": (size, lambda weights: metrics.auroc(confidence, answerable, weights)),
        "refusal_precision": _share(~answerable, refused),
        "refusal_recall": _share(refused, ~answerable),
        "wrongly_answered": _share(~refused, ~answerable),
        "wrongly_refused": _share(refused, answerable),
        "calibration_error": (size, lambda weights: metrics.calibration_error(confidence, right, weights)),
        "calibration_error_article": (
            size,
            lambda weights: metrics.calibration_error(confidence, right_article, weights),
        ),
    }


def _share(values: Floats | Bools, counted: Bools) -> Measure:
    return int(counted.sum()), lambda weights: metrics.share(values, counted, weights)


def _known(values: Sequence[bool | None]) -> Measure:
    return _share(_bools([value is True for value in values]), _bools([value is not None for value in values]))


def _bools(values: Sequence[bool]) -> Bools:
    return np.array(values, np.bool_)


def _confidence(outcomes: Sequence[Outcome]) -> Floats:
    return np.array([each.confidence for each in outcomes], np.float64)
