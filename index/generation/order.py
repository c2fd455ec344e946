"""The order in which every search gives its passages."""

import numpy as np
from numpy.typing import NDArray


def best_first(rows: NDArray[np.int64], scores: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The rows with their scores, the highest score first; of equal ones the lowest row."""
    order = np.lexsort((rows, -scores))
    return rows[order], scores[order]
