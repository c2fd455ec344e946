"""The question encoder's weights: thin matrices multiplied by hand, the shipped file, and the graph beside torch."""

import hashlib
from types import MappingProxyType

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from index.errors import ModelError
from index.model import NamedEncoder, PackagedEncoder, open_encoder
from index.model.cached_folder import default_cache
from index.model.convert import MODEL, ensure_model
from index.model.question_weights import FILE, QUESTION_SHA256, changed, read_question_weights
from index.model.weights import Pieces, Shape, Weights

QUESTIONS = [
    "Де знайшли новий вид метелика?",
    "When will the report on drinking water be published?",
    "о котрій вийшов човен",
    "Кто опоздал на сорок минут и почему пассажиры не успели на автобус до областного центра?",
]
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}


@pytest.fixture
def base() -> Weights:
    shape = Shape(2, 1, 1, 2, 4, 4, 1, 1e-12)
    pieces = Pieces(["a"], np.zeros(1, np.float32), 0, 2, 1, 3)
    tensors = {"one.w": np.arange(6, dtype=np.float32), "two.w": np.ones(4, np.float32)}
    return Weights(shape, pieces, MappingProxyType(tensors))


def test_the_product_of_two_thin_matrices_is_added(base: Weights):
    # Three outputs of two inputs: the column (1, 0, -2) times the row (10, 20).
    changes = {
        "one.w.up": np.array([[1], [0], [-2]], np.float16),
        "one.w.down": np.array([[10, 20]], np.float16),
        "turn.w": np.array([[1, 2], [3, 4]], np.float16),
        "turn.b": np.array([5, 6], np.float16),
    }
    found = changed(base, changes)
    assert found.dense("one.w").tolist() == [10, 21, 2, 3, 4 - 20, 5 - 40]
    assert found.dense("two.w").tolist() == [1, 1, 1, 1]
    assert found.dense("turn.w").tolist() == [1, 2, 3, 4]
    assert found.dense("turn.b").tolist() == [5, 6]
    assert base.dense("one.w").tolist() == [0, 1, 2, 3, 4, 5]


def test_a_damaged_file_is_named_with_both_sums_and_the_fix(base: Weights, tmp_path):
    (path := tmp_path / "question.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError) as error:
        read_question_weights(base, path)
    assert str(path) in error.value.message
    assert hashlib.sha256(b"damaged").hexdigest() in error.value.message
    assert QUESTION_SHA256 in error.value.message
    assert "Install the program again" in error.value.fix


def test_a_missing_file_is_an_error_with_its_fix(base: Weights, tmp_path):
    with pytest.raises(ModelError, match=r"question\.safetensors.*No such file") as error:
        read_question_weights(base, tmp_path / "question.safetensors")
    assert "Install the program again" in error.value.fix


def test_the_shipped_file_is_the_one_that_is_named():
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == QUESTION_SHA256
    assert MODEL.key()["source"].endswith(QUESTION_SHA256)
    assert FILE.stat().st_size < 4_000_000


@pytest.fixture(scope="module")
def in_torch() -> np.ndarray:
    """The questions' vectors by plain sentence-transformers in full precision, its weights changed as the file says."""
    plain = open_encoder(str(ensure_model(default_cache())))
    assert isinstance(plain, NamedEncoder)
    changes = {name: torch.tensor(value.astype(np.float32)) for name, value in load_file(FILE).items()}
    layers = plain._model[0].auto_model.encoder.layer
    with torch.no_grad():
        for number, layer in enumerate(layers):
            for part, path in LAYER.items():
                name = f"l{number}.{part}.w"
                layer.get_submodule(path).weight += changes[f"{name}.up"] @ changes[f"{name}.down"]
    vectors = np.stack([plain.encode_question(question) for question in QUESTIONS])
    moved = vectors + vectors @ changes["turn.w"].numpy().T + changes["turn.b"].numpy()
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


def test_the_int8_graph_is_close_to_the_same_weights_in_full_precision(encoder: PackagedEncoder, in_torch: np.ndarray):
    vectors = np.stack([encoder.encode_question(question) for question in QUESTIONS])
    assert np.sum(vectors * in_torch, axis=1).min() > 0.995


def test_a_question_is_not_encoded_as_a_passage_is(encoder: PackagedEncoder):
    assert encoder.encode_question("Хто?") @ encoder.encode_sentences(["Хто?"])[0] < 0.95
