"""The reader's graph with heads set by hand on the packaged encoder, and that it reads as the trained network does."""

import numpy as np
import pytest

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.weights import find_weights, read_weights
from qa.reader.graph import build_reader_graph
from qa.reader.pair import PairBuilder
from qa.reader.reader import Network
from qa.reader.weights import GRAPH, merged

PASSAGE = "Зубр важить до 900 кг. Живе він у пущі."


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A function that makes the network of the packaged encoder with these heads."""
    base = read_weights(find_weights())

    def make(span: np.ndarray, answers: np.ndarray) -> Network:
        folder = tmp_path_factory.mktemp("graph")
        heads = {"span.w": span.ravel(), "answers.w": answers.ravel()}
        biases = {"span.b": np.array([0.25, 0.5], np.float32), "answers.b": np.array([1.5], np.float32)}
        (folder / GRAPH).write_bytes(build_reader_graph(merged(base, heads | biases)))
        return Network(ensure_model(default_cache()), folder)

    return make


def test_heads_of_nothing_give_their_biases(network):
    made = network(np.zeros((2, 384), np.float32), np.zeros((1, 384), np.float32))
    (reading,) = made.readings([("Скільки важить зубр?", "", "Зубр", PASSAGE)])
    assert reading.answers == 1.5
    assert reading.margin == pytest.approx(0, abs=1e-5)  # every token is as likely as "no span"
    assert reading.sentence == (0, 22)  # it has more of the equal tokens
    assert made.readings([]) == []


def test_the_graph_reads_as_the_network_that_is_trained(network, tokenizer):
    import torch

    from training.network import Reader

    chance = np.random.default_rng(0)
    span, answers = (chance.normal(0, 0.1, (rows, 384)).astype(np.float32) for rows in (2, 1))
    made = network(span, answers)
    reader = Reader()
    with torch.no_grad():
        for head, weight, bias in ((reader.span, span, [0.25, 0.5]), (reader.answers, answers, [1.5])):
            head.weight.copy_(torch.from_numpy(weight))
            head.bias.copy_(torch.tensor(bias))
        (pair,) = PairBuilder(tokenizer).pairs("Скільки важить зубр?", "Хто живе?", "Зубр", PASSAGE)
        ids = torch.tensor([pair.ids])
        start, end, answer = (each.numpy() for each in reader(ids, torch.ones_like(ids, dtype=torch.bool)))
    spans, answers_out = made._session.run(None, {"words": made._tokens.vectors(pair.ids)})
    np.testing.assert_allclose(answers_out[0, 0, 0], answer[0], atol=0.15)
    for shipped, trained in ((spans[0, :, 0], start[0]), (spans[0, :, 1], end[0])):
        np.testing.assert_allclose(shipped, trained, atol=0.3)
        assert np.corrcoef(shipped, trained)[0, 1] > 0.98
    (reading,) = made.readings([("Скільки важить зубр?", "Хто живе?", "Зубр", PASSAGE)])
    assert reading.answers == pytest.approx(float(answers_out[0, 0, 0]))


def test_windows_of_a_long_passage_are_read_and_the_best_is_given(network):
    made = network(np.zeros((2, 384), np.float32), np.random.default_rng(1).normal(0, 0.1, (1, 384)).astype(np.float32))
    long = "Зубр їсть траву й кору. " * 120
    (whole, short) = made.readings([("Що їсть?", "", "", long), ("Що їсть?", "", "", PASSAGE)])
    assert long[slice(*whole.sentence)] == "Зубр їсть траву й кору."
    assert (short,) == tuple(made.readings([("Що їсть?", "", "", PASSAGE)]))
