"""Dense search: passage vectors in FAISS, in half precision as in the catalogue, so that nothing is lost.

Each block of a generation has a file of vectors and a file of sketches. Scores are inner products of unit vectors, so
cosines. While rows are few, a question is compared with all of them. If they are many, a question is compared with all
sketches, which have one bit a dimension, and then with the vectors of the best ones. Nothing is learned from the
vectors but the mean of each block, so that questions unlike all passages are served as well (benchmarks/QUALITY.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.generation.blocks import block_file
from index.generation.order import best_first
from index.generation.write_errors import write_errors

EXACT_UP_TO = 100_000
"""So many rows, or so many that a filter allows, are all compared by their vectors."""
_COMPARED = 2_000
_VECTORS, _SKETCHES = "vectors.faiss", "sketches.faiss"


def write_dense(stem: Path, vectors: NDArray[np.float32]) -> None:
    """Write the unit vectors (n, d) of a block, and their sketches, into two files whose names begin with `stem`.

    The same vectors give the same files.
    """
    index = _empty(vectors.shape[1])
    index.add(vectors)
    sketches = faiss.IndexRaBitQ(index.d, faiss.METRIC_L2)
    with all_processors():
        sketches.train(vectors)
        sketches.add(vectors)
    for name, written in ((_VECTORS, index), (_SKETCHES, sketches)):
        path = block_file(stem, name)
        with write_errors(path):
            faiss.write_index(written, str(path))


def _empty(dimensions: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


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
    """The vectors of these blocks: in memory while they are few; else they are mapped, and sketches are in memory.

    Rows count through all blocks, in their order.
    """

    def __init__(self, stems: Sequence[Path]) -> None:
        # One question is too little work for several threads: with two, the overhead is ten times the search.
        faiss.omp_set_num_threads(1)
        mapped = [_mapped(block_file(stem, _VECTORS)) for stem in stems]
        self._begins = np.array(list(accumulate((part.ntotal for part in mapped), initial=0)), np.int64)
        if len(self) > EXACT_UP_TO:
            sketches = [_mapped(block_file(stem, _SKETCHES)) for stem in stems]
            self._parts, self._sketches = mapped, _joined_sketches(sketches)
        else:
            self._parts, self._sketches = [_joined(mapped)], None
            self._begins = self._begins[[0, -1]]
        self._halves = [_codes(part).view(np.float16) for part in self._parts]

    def __len__(self) -> int:
        return int(self._begins[-1])

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
            rows, scores = self._nearest(vector, k, allowed)
        else:
            rows = np.sort(_nearest(self._sketches, vector, min(max(k, _COMPARED), count), allowed)[0])
            scores = self.scores(vector, rows)
        rows, scores = best_first(rows, scores)
        return rows[:k], scores[:k]

    def _nearest(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest allowed rows of each part, and their cosines."""
        found = []
        for part, begin in zip(self._parts, self._begins, strict=False):
            own = None if allowed is None else allowed[begin : begin + part.ntotal]
            rows, scores = _nearest(part, vector, min(k, part.ntotal), own)
            found.append((rows + begin, scores))
        return np.concatenate([rows for rows, _ in found]), np.concatenate([scores for _, scores in found])

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, d) of these rows, as they are in the catalogue."""
        found = np.empty((len(rows), self._parts[0].d), np.float32)
        numbers = np.searchsorted(self._begins, rows, side="right") - 1
        for number in np.unique(numbers):
            own = numbers == number
            found[own] = self._halves[number][np.asarray(rows)[own] - self._begins[number]]
        return found

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` (d,) to each of these rows, in their order."""
        products = np.einsum("nd,d->n", self.vectors(rows), vector)  # in one thread, while @ would start several
        return np.asarray(products, dtype=np.float32)


def _mapped(path: Path) -> faiss.Index:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _codes(index: faiss.Index) -> NDArray[np.uint8]:
    """The stored values of an index, (n, bytes of a row), without copying them."""
    codes: NDArray[np.uint8] = faiss.rev_swig_ptr(index.codes.data(), index.ntotal * index.code_size)
    return codes.reshape(index.ntotal, index.code_size)


def _joined(parts: Sequence[faiss.Index]) -> faiss.IndexScalarQuantizer:
    """One index in memory with the rows of all these."""
    joined = _empty(parts[0].d)
    for part in parts:
        joined.add_sa_codes(_codes(part))
    return joined


def _joined_sketches(parts: Sequence[faiss.IndexRaBitQ]) -> faiss.IndexIVFRaBitQ:
    """One index in memory with the sketches of all these; each keeps its own mean, and all are always searched."""
    means = faiss.IndexFlatL2(parts[0].d)
    means.add(np.stack([faiss.vector_to_array(part.center) for part in parts]))
    joined = faiss.IndexIVFRaBitQ(means, means.d, len(parts), faiss.METRIC_L2)
    means.this.disown()
    joined.own_fields = True
    for number, part in enumerate(parts):
        rows = np.arange(joined.ntotal, joined.ntotal + part.ntotal)
        codes = np.ascontiguousarray(_codes(part))
        joined.invlists.add_entries(number, part.ntotal, faiss.swig_ptr(rows), faiss.swig_ptr(codes))
        joined.ntotal += part.ntotal
    joined.is_trained, joined.nprobe = True, len(parts)
    return joined


def _nearest(
    index: faiss.Index, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The `k` allowed rows that are best by this index, and its scores; rows that are not allowed are not compared."""
    selector = None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
    if isinstance(index, faiss.IndexIVF):
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=index.nprobe)
    else:
        parameters = faiss.SearchParameters(sel=selector)
    scores, rows = index.search(vector[None, :], k, params=parameters)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]
