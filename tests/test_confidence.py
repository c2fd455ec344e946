"""Confidence: the logistic function of the shipped coefficients, and evidence that means what it says."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa import confidence
from qa.confidence import Evidence, confidence_of, evidence_of, threshold, worth_of
from qa.question import read_question
from qa.reader import Reading
from qa.retrieval import search

FITTED = json.loads((Path(confidence.__file__).with_name("confidence.json")).read_text(encoding="utf-8"))
NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def generation(indexed):
    return indexed(
        {
            "bison.md": "# Зубр\n\nЗубр важить до 900 кг. Він живе в лісі.",
            "sea.md": "# Чорне море\n\nМоре солоне. У ньому живуть дельфіни.",
        }
    )


@pytest.fixture
def evidence(generation, remembering):
    def of(question: str, reading: Reading | None = None) -> Evidence:
        found = search(generation, remembering, read_question(question))
        return evidence_of(found, 0, found.hit(0), reading)

    return of


def reading(answers=0.0, margin=0.0) -> Reading:
    return Reading(answers, margin, ((0, 4),), (0, 21), 1.0)


@pytest.mark.parametrize(("read", "name"), [(True, "read"), (False, "unread")])
def test_confidence_is_the_logistic_function_of_the_weighted_evidence(read, name):
    fitted = FITTED[name]
    weights = dict.fromkeys(Evidence.__slots__, 0.0) | fitted["confidence"]
    given = replace(NOTHING, answers=1.5, margin=-2.0, above=0.02, log_coverage=-1.0)
    logit = fitted["intercept"] + 1.5 * weights["answers"] - 2 * weights["margin"]
    logit += 0.02 * weights["above"] - weights["log_coverage"]
    assert confidence_of(given, read) == pytest.approx(math.exp(logit) / (1 + math.exp(logit)))
    assert threshold(read) == fitted["threshold"]
    assert 0 < fitted["threshold"] < 1


def test_confidence_comes_from_the_file_of_coefficients(plain_confidence):
    assert confidence_of(replace(NOTHING, answers=2.0), read=True) == pytest.approx(0.8808, abs=1e-4)
    assert confidence_of(replace(NOTHING, cosine=1.0), read=False) == pytest.approx(0.7311, abs=1e-4)
    assert (threshold(read=True), threshold(read=False)) == (0.4, 0.58)


def test_what_is_not_read_owes_nothing_to_the_reader():
    for weights in (FITTED["unread"]["order"], FITTED["unread"]["confidence"]):
        assert not {"answers", "margin"} & set(weights)


def test_the_order_is_the_weighted_sum_of_reading_and_rank():
    weights = FITTED["read"]["order"]
    given = replace(NOTHING, answers=1.0, margin=2.0, log_rank=0.5, cosine=0.9)
    expected = weights["answers"] + 2 * weights["margin"] + 0.5 * weights["log_rank"]
    assert worth_of(given, True) == pytest.approx(expected)
    assert worth_of(replace(NOTHING, answers=1.0), True) > worth_of(replace(NOTHING, answers=1.0, log_rank=1.0), True)
    assert worth_of(replace(NOTHING, cosine=0.9), False) > worth_of(replace(NOTHING, cosine=0.9, log_rank=1.0), False)


def test_a_passage_that_reads_as_an_answer_is_surer_than_one_that_does_not():
    assert confidence_of(replace(NOTHING, answers=6.0), True) > confidence_of(replace(NOTHING, answers=-6.0), True)


def test_evidence_counts_words_and_leads(evidence, generation, remembering):
    found = evidence("Скільки важить зубр?")
    hit = search(generation, remembering, read_question("Скільки важить зубр?")).hit(0)
    assert hit.article_id == "bison.md"
    assert found.cosine == hit.dense_score
    assert 0 < found.above < 0.2
    assert found.log_coverage > math.log(0.05)
    assert (found.answers, found.margin, found.other_alphabet, found.log_coverage_across) == (0, 0, 0, 0)
    assert found.log_rank == 0


def test_coverage_runs_from_a_twentieth_to_a_twentieth_above_all(evidence):
    assert evidence("фщфщ").log_coverage == pytest.approx(math.log(0.05))
    assert evidence("зубр").log_coverage == pytest.approx(math.log(1.05))


@pytest.mark.parametrize(
    ("given", "counted"), [((6.5, 12.5), (6, 12)), ((-6.5, -12.5), (-6, -12)), ((5.75, 11.75), (5.75, 11.75))]
)
def test_the_readers_figures_say_no_more_beyond_their_limits(evidence, given, counted):
    found = evidence("зубр", reading(*given))
    assert (found.answers, found.margin) == counted


@pytest.mark.parametrize(("others", "above"), [(-0.5, 0.6), (0.55, 0.175)])
def test_a_lead_says_no_more_beyond_six_tenths(generation, remembering, others, above):
    found = search(generation, remembering, read_question("зубр"))
    dense = np.array([0.9, others], np.float32)  # a mean of .2, and of .725
    found = replace(found, found=replace(found.found, dense=dense))
    assert evidence_of(found, 0, found.hit(0), None).above == pytest.approx(above, abs=1e-6)


def test_a_question_in_another_alphabet_is_told_apart(evidence):
    found = evidence("How much does a bison weigh?")
    assert found.other_alphabet == 1
    assert found.log_coverage_across == found.log_coverage < 0
    assert evidence("Скільки важить bison?").other_alphabet == 0  # most letters decide
