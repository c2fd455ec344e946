"""The question encoder's weights: the packaged encoder's, with what training changed so that questions find passages.

Passages are encoded by the packaged encoder as it is, so an index does not depend on these weights. The file
`question.safetensors` holds, under the encoder's names, for each matrix two low-rank factors whose product is added to
it (`.down` and `.up`), and a matrix and a bias that transform the final vector (`turn.w`, `turn.b`).
`training/train_questions.py` writes it.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.shipped_file import read_shipped
from index.model.weights import Weights

FILE = Path(__file__).with_name("question.safetensors")
QUESTION_SHA256 = "2c1dd7fbd9fba6b7f90f090bfcb5b9542a06c6919834de29e465a9226323716b"


def read_question_weights(base: Weights, path: Path = FILE) -> Weights:
    """The packaged encoder's weights `base` with the changes of the file; ModelError if it is missing or damaged."""
    return changed(base, read_shipped(path, QUESTION_SHA256, "The question encoder's weights"))


def changed(base: Weights, changes: Mapping[str, NDArray[Any]]) -> Weights:
    """The base with the product of each pair of factors added to its matrix, and with the final transformation."""
    tensors = dict(base.tensors)
    for name, up in changes.items():
        if name.endswith(".up"):
            matrix = name.removesuffix(".up")
            down = changes[f"{matrix}.down"].astype(np.float32)
            tensors[matrix] = base.dense(matrix) + (up.astype(np.float32) @ down).ravel()
    for part in ("turn.w", "turn.b"):
        tensors[part] = changes[part].astype(np.float32)
    return replace(base, tensors=tensors)
