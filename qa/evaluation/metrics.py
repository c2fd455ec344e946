"""The metrics of an evaluation as pure functions of arrays. They do not depend on questions or files.

Ranked lists are given as `relevant`, bool (questions, ranks), best rank first; the result is one value per question.
Metrics over questions take `weights`, float (resamples, questions), and return one value per resample. A row of ones
gives the plain metric; a row of draw counts is a bootstrap resample. NaN means that a metric is not defined.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CALIBRATION_BINS = 10


def hit(relevant: Bools, k: int) -> Floats:
    """1 if one of the first `k` is relevant, else 0 (success@k of TREC)."""
    return np.asarray(relevant[:, :k].any(axis=1), np.float64)


def reciprocal_rank(relevant: Bools, k: int) -> Floats:
    """One over the rank of the first relevant one, 0 if it is beyond `k` (Voorhees, TREC-8 QA track, 1999)."""
    first = relevant[:, :k].argmax(axis=1)
    return np.where(relevant[:, :k].any(axis=1), 1.0 / (first + 1), 0.0)


def ndcg(relevant: Bools, total: NDArray[np.int64], k: int) -> Floats:
    """Discounted cumulative gain with gains of 0 and 1 and discount 1/log2(1 + rank), over that of a perfect ranking.

    Järvelin and Kekäläinen, ACM TOIS 20(4), 2002, with the discount of trec_eval; `total` counts each question's
    relevant ones, found or not, and must be at least 1.
    """
    discounts = 1 / np.log2(np.arange(2, k + 2))
    gained = relevant[:, :k] @ discounts[: relevant.shape[1]]
    return np.asarray(gained / np.cumsum(discounts)[np.minimum(total, k) - 1], np.float64)


def recall(relevant: Bools, total: NDArray[np.int64], k: int) -> Floats:
    """The share of `total` relevant ones that is among the first `k` (set recall at a cut-off, trec_eval)."""
    return np.asarray(relevant[:, :k].sum(axis=1) / total, np.float64)


def share(values: Floats | Bools, counted: Bools, weights: Floats) -> Floats:
    """The weighted mean of `values` over the `counted` ones: sum(w v) / sum(w).

    Precision and recall are shares too: of the refused ones that are unanswerable, of the unanswerable ones refused.
    """
    return _ratio(weights @ np.where(counted, values, 0.0), weights @ counted.astype(np.float64))


def auroc(scores: Floats, positive: Bools, weights: Floats) -> Floats:
    """The probability that a positive one scores above a negative one, ties half: the area under the ROC curve.

    Mann and Whitney's U over the number of pairs (Hanley and McNeil, Radiology 143, 1982).
    """
    _, places = _distinct(scores)
    positives = _tally(places, weights * positive)
    negatives = _tally(places, weights * ~positive)
    below = np.cumsum(negatives, axis=1) - negatives / 2
    return _ratio((positives * below).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))


def calibration_error(confidence: Floats, right: Bools, weights: Floats, bins: int = CALIBRATION_BINS) -> Floats:
    """Expected calibration error over equal-mass bins: the mean of |share right - mean confidence|, by size of bin.

    Naeini, Cooper and Hauskrecht, AAAI 2015, with the equal-mass bins of Nguyen and O'Connor, EMNLP 2015. Questions of
    one confidence stay in one bin, that of the middle of them, so that their order does not matter.
    """
    gaps = np.zeros(len(weights))
    for _, confident, correct in _bins(confidence, right, weights, bins):
        gaps += np.abs(correct - confident)
    return _ratio(gaps, weights.sum(axis=1))


def reliability(confidence: Floats, right: Bools, bins: int = CALIBRATION_BINS) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, questions) of each bin that `calibration_error` uses, empty ones left out."""
    plain = np.ones((1, len(confidence)))
    found = [(mass[0], confident[0], correct[0]) for mass, confident, correct in _bins(confidence, right, plain, bins)]
    return [(float(sums / mass), float(correct / mass), int(mass)) for mass, sums, correct in found if mass]


def resamples(questions: int, count: int = 1000, seed: int = 0) -> Floats:
    """Weights (count, questions) of bootstrap resamples: how often each question is drawn in as many draws.

    Efron and Tibshirani, An Introduction to the Bootstrap, 1993.
    """
    drawn = np.random.default_rng(seed).integers(questions, size=(count, questions))
    flat = (drawn + questions * np.arange(count)[:, None]).ravel()
    return np.bincount(flat, minlength=count * questions).reshape(count, questions).astype(np.float64)


def interval(values: Floats) -> tuple[float, float]:
    """The middle 95 % of bootstrap values (percentile interval); NaNs are left out; (NaN, NaN) if all are NaN."""
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def _bins(confidence: Floats, right: Bools, weights: Floats, bins: int) -> list[tuple[Floats, Floats, Floats]]:
    """For each bin and resample: the mass, the sum of confidence, and the mass of right answers."""
    levels, places = _distinct(confidence)
    mass = _tally(places, weights)
    correct = _tally(places, weights * right)
    middles = np.cumsum(mass, axis=1) - mass / 2
    with np.errstate(invalid="ignore"):
        bin_of = np.minimum(np.nan_to_num(bins * middles / mass.sum(axis=1, keepdims=True)).astype(np.int64), bins - 1)
    inside = [bin_of == number for number in range(bins)]
    return [((mass * here).sum(1), (mass * levels * here).sum(1), (correct * here).sum(1)) for here in inside]


def _distinct(scores: Floats) -> tuple[Floats, NDArray[np.int64]]:
    levels, places = np.unique(scores, return_inverse=True)
    return levels, places.astype(np.int64)


def _tally(places: NDArray[np.int64], weights: Floats) -> Floats:
    """Weights (resamples, questions) summed by distinct score: (resamples, scores)."""
    if not len(places):
        return np.zeros((len(weights), 0))
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(places.max() + 1))
    return np.asarray(np.add.reduceat(weights[:, order], starts, axis=1), np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    ratio: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return ratio
