"""Dense search: passage vectors in FAISS, in half precision as in the catalogue, so that nothing is lost.

Row i of the index is passage i of its generation. Scores are inner products of unit vectors, so cosines. While rows are
few, a question is compared with all of them. For many rows there are also sketches, with one bit a dimension: a
question is compared with all sketches, and then with the vectors of the best ones. Nothing is learned from the vectors
but their mean, so that questions unlike all passages are served as well (benchmarks/QUALITY.md).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.generation.order import best_first
from index.generation.write_errors import write_errors

EXACT_UP_TO = 100_000
"""So many rows, or so many that a filter allows, are all compared by their vectors."""
SKETCHES = "sketches.faiss"
_COMPARED = 2_000
_SAMPLE = 10_000
_ROWS_A_STEP = 16_384


def write_dense(path: Path, blocks: Iterable[NDArray[np.float32]], rows: int, dimensions: int) -> None:
    """Write an index of `rows` unit vectors, given as blocks of (n, dimensions) in the order of passages.

    Beyond `EXACT_UP_TO` rows their sketches are written beside it. The same vectors give the same files, however they
    are divided into blocks.
    """
    index = faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for block in blocks:
        index.add(block)
    with write_errors(path):
        faiss.write_index(index, str(path))
    if rows > EXACT_UP_TO:
        sketches = _sketches(index)
        with write_errors(path.with_name(SKETCHES)):
            faiss.write_index(sketches, str(path.with_name(SKETCHES)))


def _sketches(index: faiss.IndexScalarQuantizer) -> faiss.IndexRaBitQ:
    """For each dimension, whether a vector is above the mean; with two numbers for each vector to estimate cosines."""
    sketches = faiss.IndexRaBitQ(index.d, faiss.METRIC_INNER_PRODUCT)
    sketches.train(index.reconstruct_batch(np.arange(0, index.ntotal, 1 + index.ntotal // _SAMPLE)))
    with all_processors():
        for begin in range(0, index.ntotal, _ROWS_A_STEP):
            sketches.add(index.reconstruct_n(begin, min(_ROWS_A_STEP, index.ntotal - begin)))
    return sketches


@contextmanager
def all_processors() -> Iterator[None]:
    """Let FAISS use every processor within the block, and one thread outside it."""
    from index.model.runtime import processors

    faiss.omp_set_num_threads(processors())
    try:
        yield
    finally:
        faiss.omp_set_num_threads(1)


class DenseSearch:
    """The vectors of one generation: in memory while they are few; else they are mapped, and sketches are in memory."""

    def __init__(self, path: Path) -> None:
        # One question is too little work for several threads: with two, the overhead is ten times the search.
        faiss.omp_set_num_threads(1)
        sketches = path.with_name(SKETCHES)
        self._sketches = faiss.read_index(str(sketches)) if sketches.exists() else None
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if self._sketches else 0)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and cosines of the `k` nearest allowed passages, best first, ties by row.

        Cosines are always exact. If more than `EXACT_UP_TO` rows are allowed, a few of the nearest may be missing.
        """
        count = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if not count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if self._sketches is None or count <= EXACT_UP_TO:
            rows, scores = _nearest(self._index, vector, min(k, count), allowed)
        else:
            rows = np.sort(_nearest(self._sketches, vector, min(max(k, _COMPARED), count), allowed)[0])
            scores = self.scores(vector, rows)
        rows, scores = best_first(rows, scores)
        return rows[:k], scores[:k]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, d) of these rows, as they are in the catalogue."""
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` (d,) to each of these rows, in their order."""
        products = np.einsum("nd,d->n", self.vectors(rows), vector)  # in one thread, while @ would start several
        return np.asarray(products, dtype=np.float32)


def _nearest(
    index: faiss.Index, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The `k` allowed rows that are best by this index, and its scores; rows that are not allowed are not compared."""
    selector = None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
    parameters = None if selector is None else faiss.SearchParameters(sel=selector)
    scores, rows = index.search(vector[None, :], k, params=parameters)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]
