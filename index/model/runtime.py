"""The fast path: encodes texts with the int8 graph, without torch.

Each text is encoded alone and in one thread, so that its vector does not depend on other texts.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

# ONNX Runtime for Linux sends telemetry unless this is set before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from index.model.graph import INPUT, OUTPUT
from index.model.model_files import GRAPH
from index.model.tokens import open_tokens

Given = TypeVar("Given")
Made = TypeVar("Made")


class Runtime:
    """One graph of the packaged model, loaded from its converted folder; safe to share between threads."""

    dimensions = 384
    max_tokens = 512

    def __init__(self, folder: Path, threads: int | None = None, graph: str = GRAPH) -> None:
        self._threads = threads or processors()
        # Both are large and load without the GIL, so loading them in parallel takes as long as the slower one.
        with ThreadPoolExecutor(1) as pool:
            tokens = pool.submit(open_tokens, folder)
            self._session = open_session(folder / graph)
            self._tokens = tokens.result()

    def token_count(self, text: str) -> int:
        """The number of tokens in the text, `<s>` and `</s>` included, even beyond the limit of `encode`."""
        return len(self._tokens.tokenizer.ids(text))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, 384), rows of unit length in the order of `texts`; tokens past the 512th are ignored."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, vector in enumerate(in_threads(self._encode_one, texts, self._threads)):
            vectors[row] = vector
        return vectors

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = self._tokens.tokenizer.ids(text)
        if len(ids) > self.max_tokens:
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
        vector: NDArray[np.float32] = self._session.run([OUTPUT], {INPUT: self._tokens.vectors(ids)})[0][0]
        return vector


def in_threads(make: Callable[[Given], Made], given: Sequence[Given], threads: int) -> list[Made]:
    """The results of `make` for each item, in order, computed by that many threads."""
    if len(given) < 2:
        return [make(each) for each in given]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(make, given))


def processors() -> int:
    """The number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """An inference session for a graph; each run uses one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False  # every text has its own length
    # The graph is optimised already, and one of the optimisations would fuse nodes that run faster apart.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
