"""The reader's graph with heads set by hand on the packaged encoder, and that it reads as the trained network does."""

import numpy as np
import pytest

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.weights import Weights, find_weights, read_weights
from qa.reader.graph import build_reader_graph
from qa.reader.pair import PairBuilder
from qa.reader.reader import Network
from qa.reader.weights import GRAPH, merged

PASSAGE = "Зубр важить до 900 кг. Живе він у пущі."


@pytest.fixture(scope="module")
def with_heads():
    """A function that gives the packaged encoder's weights with these heads."""
    base = read_weights(find_weights())

    def make(span: np.ndarray, answers: np.ndarray) -> Weights:
        heads = {"span.w": span.ravel(), "answers.w": answers.ravel()}
        biases = {"span.b": np.array([0.25, 0.5], np.float32), "answers.b": np.array([1.5], np.float32)}
        return merged(base, heads | biases)

    return make


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A function that makes the network of these weights."""

    def make(weights: Weights) -> Network:
        folder = tmp_path_factory.mktemp("graph")
        (folder / GRAPH).write_bytes(build_reader_graph(weights))
        return Network(ensure_model(default_cache()), folder)

    return make


def test_heads_of_nothing_give_their_biases(network, with_heads):
    made = network(with_heads(np.zeros((2, 384), np.float32), np.zeros((1, 384), np.float32)))
    (reading,) = made.readings([("Скільки важить зубр?", "", "Зубр", PASSAGE)])
    assert reading.answers == 1.5
    assert reading.margin == pytest.approx(0, abs=1e-5)  # every token is as likely as "no span"
    assert reading.sentence == (0, 22)  # it has more of the equal tokens
    assert made.readings([]) == []


def test_the_graph_reads_as_the_network_that_is_trained(network, with_heads, tokenizer):
    import torch

    from training.network import Reader

    chance = np.random.default_rng(0)
    span, answers = (chance.normal(0, 0.1, (rows, 384)).astype(np.float32) for rows in (2, 1))
    weights = with_heads(span, answers)
    made = network(weights)
    (pair,) = PairBuilder(tokenizer).pairs("Скільки важить зубр?", "Хто живе?", "Зубр", PASSAGE)
    ids = torch.tensor([pair.ids])
    with torch.no_grad():
        start, end, answer = (each.numpy() for each in Reader(weights)(ids, torch.ones_like(ids, dtype=torch.bool)))
    spans, _ = made._session.run(None, {"words": made._tokens.vectors(pair.ids)})
    for shipped, trained in ((spans[0, :, 0], start[0]), (spans[0, :, 1], end[0])):
        np.testing.assert_allclose(shipped, trained, atol=0.3)
        assert np.corrcoef(shipped, trained)[0, 1] > 0.98
    (reading,) = made.readings([("Скільки важить зубр?", "Хто живе?", "Зубр", PASSAGE)])
    assert reading.answers == pytest.approx(float(answer[0]), abs=0.15)


def test_windows_of_a_long_passage_are_read_and_the_best_is_given(network, with_heads):
    answers = np.random.default_rng(1).normal(0, 0.1, (1, 384)).astype(np.float32)
    made = network(with_heads(np.zeros((2, 384), np.float32), answers))
    long = "Зубр їсть траву й кору. " * 120
    whole, short = made.readings([("Що їсть?", "", "", long), ("Що їсть?", "", "", PASSAGE)])
    assert long[slice(*whole.sentence)] == "Зубр їсть траву й кору."
    assert short == made.readings([("Що їсть?", "", "", PASSAGE)])[0]
