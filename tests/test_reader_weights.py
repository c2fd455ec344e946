"""The reader's weights: differences in blocks of 4 bits added to the encoder's, by hand, and the shipped file."""

import hashlib
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.errors import ModelError
from index.model.weights import Pieces, Shape, Weights, find_weights, read_weights
from qa.reader import weights
from qa.reader.weights import FILE, READER, READER_SHA256, merged, read_reader_weights


@pytest.fixture
def base() -> Weights:
    shape = Shape(2, 1, 1, 2, 4, 4, 1, 1e-12)
    pieces = Pieces(["a"], np.zeros(1, np.float32), 0, 2, 1, 3)
    tensors = {"one.w": np.arange(32, dtype=np.float32), "one.b": np.array([1, 2], np.float32)}
    return Weights(shape, pieces, MappingProxyType(tensors))


def block(scale: float, nibbles: list[int]) -> np.ndarray:
    """A block of 32 weights as it is stored: a half-precision scale, then bytes of a low and a high nibble."""
    pairs = [low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True)]
    return np.frombuffer(np.float16(scale).tobytes() + bytes(pairs), np.uint8)


def test_a_matrix_of_blocks_is_added_to_the_encoders(base):
    # (nibble - 8) * .5: the first weight gets (15 - 8) * .5, the last (0 - 8) * .5, all others nothing.
    differences = block(0.5, [15] + [8] * 30 + [0])
    found = merged(base, {"one.w": differences}).dense("one.w")
    assert found.tolist() == [3.5, *range(1, 31), 27.0]


def test_low_nibbles_are_the_first_sixteen(base):
    differences = block(1.0, [9] * 16 + [7] * 16)
    found = merged(base, {"one.w": differences}).dense("one.w") - np.arange(32)
    assert found.tolist() == [1.0] * 16 + [-1.0] * 16


def test_blocks_may_come_as_rows(base):
    rows = block(0.25, [8] * 31 + [12])[None, :]
    assert merged(base, {"one.w": rows}).dense("one.w")[31] == 32


def test_anything_else_takes_the_place_of_the_encoders(base):
    changed = merged(base, {"one.b": np.array([5, 6], np.float32), "answers.b": np.array([7], np.float32)})
    assert changed.dense("one.b").tolist() == [5, 6]
    assert changed.dense("answers.b").tolist() == [7]
    assert changed.dense("one.w").tolist() == list(range(32))
    assert base.dense("one.b").tolist() == [1, 2]
    assert changed.shape == base.shape


def test_a_damaged_file_is_named_with_both_sums_and_the_fix(tmp_path):
    (path := tmp_path / "reader.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError) as error:
        read_reader_weights(path)
    assert str(path) in error.value.message
    assert hashlib.sha256(b"damaged").hexdigest() in error.value.message
    assert READER_SHA256 in error.value.message
    assert "Install the program again" in error.value.fix


def test_a_missing_file_is_an_error_with_its_fix(tmp_path):
    with pytest.raises(ModelError, match=r"reader\.safetensors.*No such file") as error:
        read_reader_weights(tmp_path / "reader.safetensors")
    assert "Install the program again" in error.value.fix


def test_another_file_makes_another_folder(monkeypatch):
    assert READER.key()["source"] == f"{weights.SHA256}+{READER_SHA256}"
    assert READER.folder(FILE.parent).name == "reader-7"
    assert replace(READER, source="other").key() != READER.key()


def test_the_shipped_file_is_the_one_that_is_named():
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == READER_SHA256


def test_the_shipped_file_changes_every_layer_and_brings_two_heads():
    base, reader = read_weights(find_weights()), read_reader_weights()
    held = load_file(FILE)
    heads = ["span.w", "span.b", "answers.w", "answers.b"]
    assert set(heads) <= set(held)
    assert [len(reader.dense(name)) for name in heads] == [768, 2, 384, 1]
    assert {name.partition(".")[0] for name in set(held) - set(heads)} == {"emb", *(f"l{layer}" for layer in range(12))}
    for name in set(held) - set(heads):
        assert reader.dense(name).shape == base.dense(name).shape
        assert np.isfinite(reader.dense(name)).all()
        assert (reader.dense(name) != base.dense(name)).any()


def test_the_file_is_small():
    assert FILE.stat().st_size < 20_000_000
