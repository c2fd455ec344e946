import math

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from qa.evaluation import metrics
from qa.evaluation.aggregates import group, times
from qa.evaluation.records import Outcome

ONES = np.ones((1, 6))


def random_rankings(questions: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Relevance of 100 ranks, and how many are relevant in all: some are never found."""
    random = np.random.default_rng(7)
    relevant = random.random((questions, 100)) < random.choice([0.0, 0.01, 0.05, 0.3], (questions, 1))
    relevant[:, 0] |= random.random(questions) < 0.3
    return relevant, relevant.sum(axis=1) + random.integers(0, 3, questions)


@pytest.mark.parametrize(
    ("rank", "name", "value"),
    [
        *((1, "hit@1", 1), (2, "hit@1", 0), (5, "hit@5", 1), (6, "hit@5", 0)),
        *((10, "mrr@10", 0.1), (11, "mrr@10", 0), (10, "ndcg@10", 1 / math.log2(11)), (11, "ndcg@10", 0)),
        *((100, "recall@100", 1), (101, "recall@100", 0)),
    ],
)
def test_each_measure_looks_at_as_many_ranks_as_its_name_says(rank: int, name: str, value: float) -> None:
    unknown = {"sentence": None, "sentence_if_right": None, "ask_ms": None, "retrieve_ms": None}
    ranks = {"article_ranks": (rank,), "page_ranks": None, "near_page_ranks": None, "step_ranks": {}}
    asked = {"id": "1", "question": "Хто?", "kind": "direct", "language": "uk", "answerable": True, "articles": ("a",)}
    answered = {"refused": True, "confidence": 0.1, "first_cited": "", "right": False, "right_article": False}
    outcome = Outcome(**asked, **answered, **ranks, **unknown)  # type: ignore[arg-type]
    assert group([outcome]).figures[name].value == pytest.approx(value)


def test_rank_measures_agree_with_ir_measures_question_by_question() -> None:
    relevant, total = random_rankings()
    relevant, total = relevant[total > 0], total[total > 0]
    qrels, run = [], []
    for question, (row, number) in enumerate(zip(relevant, total, strict=True)):
        found = np.flatnonzero(row)
        qrels += [ir_measures.Qrel(str(question), f"d{rank}", 1) for rank in found]
        qrels += [ir_measures.Qrel(str(question), f"lost{extra}", 1) for extra in range(number - len(found))]
        run += [ir_measures.ScoredDoc(str(question), f"d{rank}", 100.0 - rank) for rank in range(100)]
    ours = {
        Success @ 1: metrics.hit(relevant, 1),
        Success @ 5: metrics.hit(relevant, 5),
        RR @ 10: metrics.reciprocal_rank(relevant, 10),
        nDCG @ 10: metrics.ndcg(relevant, total, 10),
        R @ 100: metrics.recall(relevant, total, 100),
    }
    theirs = list(ir_measures.iter_calc(list(ours), qrels, run))
    assert len(theirs) == 5 * len(relevant)
    for result in theirs:
        assert ours[result.measure][int(result.query_id)] == pytest.approx(result.value, abs=1e-9)


def test_rank_measures_of_an_example_worked_by_hand() -> None:
    relevant = np.array([[False, True, False, True], [False, False, False, False]])
    total = np.array([3, 1])
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert metrics.hit(relevant, 1).tolist() == [0, 0]
    assert metrics.hit(relevant, 2).tolist() == [1, 0]
    assert metrics.reciprocal_rank(relevant, 10).tolist() == [0.5, 0]
    assert metrics.reciprocal_rank(relevant, 1).tolist() == [0, 0]
    assert metrics.recall(relevant, total, 3).tolist() == [1 / 3, 0]
    assert metrics.ndcg(relevant, total, 10).tolist() == pytest.approx(
        [(1 / math.log2(3) + 1 / math.log2(5)) / ideal, 0]
    )


def test_a_share_counts_only_what_it_is_of() -> None:
    refused = np.array([True, True, True, False, False, False])
    unanswerable = np.array([True, False, True, True, False, False])
    assert metrics.share(unanswerable, refused, ONES).tolist() == [pytest.approx(2 / 3)]
    assert metrics.share(refused, unanswerable, ONES).tolist() == [pytest.approx(2 / 3)]
    assert np.isnan(metrics.share(refused, np.zeros(6, bool), ONES)).all()


labelled = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.7, 1.0]), st.booleans()), min_size=1, max_size=30)


@given(labelled)
def test_auroc_is_the_share_of_pairs_in_the_right_order(pairs: list[tuple[float, bool]]) -> None:
    scores, positive = np.array([score for score, _ in pairs]), np.array([label for _, label in pairs])
    ups, downs = scores[positive], scores[~positive]
    found = metrics.auroc(scores, positive, np.ones((1, len(pairs))))[0]
    if not len(ups) or not len(downs):
        assert np.isnan(found)
    else:
        won = sum((up > down) + (up == down) / 2 for up in ups for down in downs)
        assert found == pytest.approx(won / (len(ups) * len(downs)))


def test_calibration_error_of_an_example_worked_by_hand() -> None:
    confidence = np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9])
    right = np.array([False, False, True, True, False, True])
    # Three bins of two: |0.15 - 0| , |0.5 - 1|, |0.85 - 0.5|, each of a third of the questions.
    assert metrics.calibration_error(confidence, right, ONES, bins=3)[0] == pytest.approx((0.15 + 0.5 + 0.35) / 3)
    assert metrics.reliability(confidence, right, bins=3) == [
        (pytest.approx(0.15), 0.0, 2),
        (pytest.approx(0.5), 1.0, 2),
        (pytest.approx(0.85), 0.5, 2),
    ]


def test_calibration_error_agrees_with_bins_cut_from_a_sorted_list() -> None:
    random = np.random.default_rng(3)
    confidence = random.random(200)
    right = random.random(200) < confidence**2
    order = np.argsort(confidence)
    expected = np.mean(
        [abs(confidence[bin].mean() - right[bin].mean()) for bin in np.array_split(order, metrics.CALIBRATION_BINS)]
    )
    assert metrics.calibration_error(confidence, right, np.ones((1, 200)))[0] == pytest.approx(expected)


def test_calibration_error_of_one_confidence_does_not_depend_on_the_order() -> None:
    right = np.array([True] * 10 + [False] * 10)
    assert metrics.calibration_error(np.full(20, 0.5), right, np.ones((1, 20)))[0] == pytest.approx(0.0)


def test_questions_of_one_confidence_go_to_the_bin_of_their_middle() -> None:
    confidence, right = np.array([0.1] + [0.9] * 9), np.array([True] + [False] * 9)
    assert metrics.reliability(confidence, right, bins=2) == [(0.1, 1.0, 1), (pytest.approx(0.9), 0.0, 9)]


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 3)), min_size=1, max_size=25))
def test_a_weight_of_two_is_the_same_question_twice(drawn: list[tuple[int, bool, int]]) -> None:
    scores = np.array([score / 20 for score, _, _ in drawn])
    labels = np.array([label for _, label, _ in drawn])
    times_drawn = np.array([number for *_, number in drawn])
    repeated, repeated_labels = np.repeat(scores, times_drawn), np.repeat(labels, times_drawn)
    plain = np.ones((1, len(repeated)))
    for measure in (metrics.auroc, metrics.calibration_error):
        weighted = measure(scores, labels, times_drawn[None, :].astype(float))
        assert weighted == pytest.approx(measure(repeated, repeated_labels, plain), nan_ok=True)


def test_resamples_draw_as_many_questions_as_there_are_and_always_the_same() -> None:
    drawn = metrics.resamples(50, count=200)
    assert drawn.shape == (200, 50)
    assert (drawn.sum(axis=1) == 50).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(50), abs=0.4)
    assert (drawn == metrics.resamples(50, count=200)).all()


def test_the_interval_of_a_share_is_that_of_the_normal_approximation() -> None:
    values = np.arange(400) < 300
    low, high = metrics.interval(metrics.share(values, np.ones(400, bool), metrics.resamples(400, count=4000)))
    margin = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (low, high) == (pytest.approx(0.75 - margin, abs=0.004), pytest.approx(0.75 + margin, abs=0.004))


def test_the_interval_of_nothing_is_unknown() -> None:
    assert np.isnan(metrics.interval(np.array([np.nan, np.nan]))).all()


def test_times_leave_out_what_was_not_timed() -> None:
    found = times([1.0, None, 2.0, 3.0, 10.0])
    assert (found.mean, found.p50) == (4.0, 2.5)
    assert found.p95 == pytest.approx(3 + 0.85 * 7)
    assert times([None]).mean == 0.0
