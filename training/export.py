"""Writes the weights that the project ships: how a trained reader differs from the packaged encoder, in 4 bits.

    python -m training.export RUN qa/reader/reader.safetensors

Prints the file's sha256, which qa/reader/weights.py names, and how far the written weights are from the trained ones.
"""

import argparse
import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from index.model.weights import BLOCK, BLOCK_DTYPE, Weights, find_weights, read_weights, unpack
from qa.reader.weights import merged

from .network import LAYER_PARTS, LAYERS, NORMS
from .run import AVERAGE

# Scales that are tried for each block, as parts of the one that just holds its largest value.
SCALES = np.linspace(0.7, 1.05, 15, dtype=np.float32)


def quantised(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Uint8 (blocks, 18): the values in blocks of 32, each with the tried scale that keeps the squared error least."""
    blocks = values.reshape(-1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)[:, 0]
    best = np.zeros(len(blocks), BLOCK_DTYPE)
    least = np.full(len(blocks), np.inf, np.float32)
    for part in SCALES:
        tried = _packed(blocks, largest / np.float32(-8) * part)
        error = np.square(unpack(tried) - blocks).sum(1)
        better = error < least
        best[better], least[better] = tried[better], error[better]
    return best.view(np.uint8).reshape(len(blocks), BLOCK_DTYPE.itemsize)


def _packed(blocks: NDArray[np.float32], scales: NDArray[np.float32]) -> NDArray[np.void]:
    packed = np.zeros(len(blocks), BLOCK_DTYPE)
    packed["scale"] = scales
    exact = packed["scale"].astype(np.float32)[:, None]
    steps = np.divide(blocks, exact, out=np.zeros_like(blocks), where=exact != 0)
    nibbles = (np.clip(np.rint(steps), -8, 7) + 8).astype(np.uint8)
    packed["nibbles"] = nibbles[:, : BLOCK // 2] | nibbles[:, BLOCK // 2 :] << 4
    return packed


def trained_tensors(run: Path, base: Weights) -> dict[str, NDArray[np.float32]]:
    """The tensors of a run under the encoder's names, flat."""
    trained = load_file(run / AVERAGE)
    names = {"norm": "emb.ln", "span": "span", "answers": "answers"}
    for layer in range(LAYERS):
        names |= {f"layers.{layer}.{part}": f"l{layer}.{part}" for part in (*LAYER_PARTS, *NORMS)}
    made = {
        f"{ours}.{short}": trained[f"{theirs}.{long}"].ravel()
        for theirs, ours in names.items()
        for long, short in (("weight", "w"), ("bias", "b"))
    }
    positions = trained["positions"]
    made["emb.pos"] = (positions - base.dense("emb.type")[: positions.shape[1]]).ravel()
    return made


def trained_weights(run: Path) -> Weights:
    """The reader's weights as they were trained, nothing rounded."""
    base = read_weights(find_weights())
    return merged(base, trained_tensors(run, base))


def differences(run: Path, base: Weights) -> dict[str, NDArray[np.generic]]:
    """The tensors of the shipped file: matrices as rounded differences, the rest whole, nothing for frozen layers."""
    matrices = {f"l{layer}.{part}.w" for layer in range(LAYERS) for part in LAYER_PARTS} | {"emb.pos"}
    return {
        name: quantised(value - base.dense(name)) if name in matrices else value
        for name, value in trained_tensors(run, base).items()
        if name not in base.tensors or not np.allclose(value, base.dense(name).ravel(), atol=1e-6)
    }


def write(path: Path, tensors: Mapping[str, NDArray[np.generic]]) -> None:
    """Write a file that ships, and print its size and its sha256."""
    data = save({name: np.ascontiguousarray(value) for name, value in tensors.items()})
    path.write_bytes(data)
    print(f"{len(data) / 1e6:.1f} MB, sha256 {hashlib.sha256(data).hexdigest()}")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    base = read_weights(find_weights())
    made = differences(given.run, base)
    write(given.out, made)


if __name__ == "__main__":
    main()
