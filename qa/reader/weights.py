"""The reader's weights: what the project ships is only how they differ from the packaged encoder's.

The file `reader.safetensors` holds, under the encoder's names, matrices as differences in blocks of 4 bits (the
packaged file's own form), and vectors and heads as they are. `training/export.py` writes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.cached_folder import Recipe
from index.model.shipped_file import read_shipped
from index.model.weights import BLOCK_DTYPE, SHA256, Weights, find_weights, read_weights, unpack

from .graph import build_reader_graph

FILE = Path(__file__).with_name("reader.safetensors")
READER_SHA256 = "7dd51c50a10417ccee19da1c27047957cc4c38c3d6407da3a0e56dcdf4c8bfad"
GRAPH = "graph.onnx"


def read_reader_weights(path: Path = FILE) -> Weights:
    """The packaged encoder's weights with the reader's differences added; ModelError if they are missing or damaged."""
    return merged(read_weights(find_weights()), read_shipped(path, READER_SHA256, "The reader's weights"))


def merged(base: Weights, differences: Mapping[str, NDArray[Any]]) -> Weights:
    """The base with each of these: a matrix of blocks (uint8) is added, anything else replaces the base's."""
    tensors = dict(base.tensors)
    for name, value in differences.items():
        if value.dtype == np.uint8:
            added = unpack(np.ascontiguousarray(value).reshape(-1).view(BLOCK_DTYPE)).reshape(-1)
            tensors[name] = base.dense(name) + added
        else:
            tensors[name] = value
    return replace(base, tensors=tensors)


def _contents() -> Mapping[str, Callable[[], bytes]]:
    return {GRAPH: partial(build_reader_graph, read_reader_weights())}


READER = Recipe("reader", version=7, source=f"{SHA256}+{READER_SHA256}", contents=_contents, needs="30 MB")
