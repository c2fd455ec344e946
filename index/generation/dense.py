"""Dense search: passage vectors in FAISS, as an exact index while they are few and an inverted file when they are many.

Row i of the index is passage i of its generation. Scores are inner products of unit vectors, so cosines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.generation.write_errors import write_errors

EXACT_UP_TO = 100_000
_PROBES = 32
_TRAINING_ROWS = 100_000


def write_dense(path: Path, blocks: Iterator[NDArray[np.float32]], rows: int, dimensions: int) -> None:
    """Write an index of `rows` unit vectors, given as blocks of (n, dimensions) in the order of passages.

    Vectors are kept in half precision, as in the catalogue, so an exact index loses nothing. Beyond `EXACT_UP_TO` rows
    they are clustered and kept in 8 bits (measurements are in benchmarks/).
    """
    if rows <= EXACT_UP_TO:
        index = faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        for block in blocks:
            index.add(block)
    else:
        vectors = np.concatenate(list(blocks))
        cells = 1 << round(np.log2(2 * np.sqrt(rows)))
        index = faiss.index_factory(dimensions, f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
        chosen = np.random.default_rng(0).permutation(rows)[:_TRAINING_ROWS]
        with all_processors():
            index.train(vectors[np.sort(chosen)])
            index.add(vectors)
        index.make_direct_map()
    with write_errors(path):
        faiss.write_index(index, str(path))


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
    """The vectors of one generation, in memory."""

    def __init__(self, path: Path) -> None:
        # One question is too little work for several threads: with two, the overhead is ten times the search.
        faiss.omp_set_num_threads(1)
        self._index = faiss.read_index(str(path))
        self.exact = not isinstance(self._index, faiss.IndexIVF)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and cosines of the `k` nearest allowed passages, best first, ties by row."""
        if not len(self):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        selector = None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if self.exact:
            parameters = faiss.SearchParameters(sel=selector)
        else:
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=_PROBES)
        scores, rows = self._index.search(vector[None, :], min(k, len(self)), params=parameters)
        found = rows[0] >= 0
        rows, scores = rows[0][found], scores[0][found]
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, d) of these rows: exact if the index is `exact`, else approximate."""
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` (d,) to each of these rows, in their order."""
        return np.asarray(self.vectors(rows) @ vector, dtype=np.float32)
