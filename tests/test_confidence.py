"""Confidence: the logistic function of the shipped coefficients, and evidence that means what it says."""

import json
import math
from pathlib import Path

import pytest
from qa.quoting import best_quote
from qa.searching import search

from index import build
from index.store import Store
from qa import confidence
from qa.confidence import Evidence, confidence_of, evidence_of, threshold
from qa.question import read_question

FITTED = json.loads((Path(confidence.__file__).with_name("confidence.json")).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("confidence")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bison.md").write_text("# Зубр\n\nЗубр важить до 900 кг. Він живе в лісі.", encoding="utf-8")
    (folder / "corpus" / "sea.md").write_text("# Чорне море\n\nМоре солоне. У ньому живуть дельфіни.", encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return Store(folder / "index").generation()


def evidence(generation, encoder, question: str) -> Evidence:
    found = search(generation, encoder, read_question(question))
    return evidence_of(found, best_quote(found, 0))


def test_confidence_is_the_logistic_function_of_the_weighted_evidence():
    values = dict.fromkeys(FITTED["weights"], 0.0) | {"sentence": 0.9, "ahead": 0.02}
    logit = FITTED["intercept"] + 0.9 * FITTED["weights"]["sentence"] + 0.02 * FITTED["weights"]["ahead"]
    assert confidence_of(Evidence(**values)) == pytest.approx(math.exp(logit) / (1 + math.exp(logit)))
    assert threshold() == FITTED["threshold"]


def test_evidence_counts_words_and_leads(generation, encoder):
    found = evidence(generation, encoder, "Скільки важить зубр?")
    off = evidence(generation, encoder, "Скільки коштує квиток до Відня?")
    assert 0 < found.ahead <= 0.03
    assert found.ahead_within == 0.05  # the article has no other passage
    assert found.log_coverage > off.log_coverage >= math.log(0.05)
    assert found.sentence > off.sentence
    assert (found.alone, found.other_alphabet, found.above_across) == (0, 0, 0)
    assert confidence_of(found) > threshold() > confidence_of(off)


def test_a_question_in_another_alphabet_is_told_apart(generation, encoder):
    found = evidence(generation, encoder, "How much does a bison weigh?")
    assert found.other_alphabet == 1
    assert (found.above_across, found.log_coverage_across) == (found.above, found.log_coverage)
