"""Ablation of retrieval: the same candidates in the order of each step alone."""

import numpy as np

from ..retrieval import Search
from ..retrieval.candidates import fuse

STEPS = {
    "dense": "by meaning alone",
    "lexical": "by words alone",
    "fused": "both scores added",
    "reranked": "the best reranked, as in answers",
}


def orders(found: Search) -> dict[str, list[int]]:
    """For each of `STEPS`, the indices of the candidates that it finds, best first."""
    candidates = found.found
    fused = fuse(candidates.dense, candidates.lexical)
    return {
        "dense": _by_rank(candidates.dense_rank),
        "lexical": _by_rank(candidates.lexical_rank),
        "fused": np.lexsort((candidates.rows, -fused)).tolist(),
        "reranked": list(range(len(candidates))),
    }


def _by_rank(ranks: np.ndarray) -> list[int]:
    """The indices with a rank, by rank; in a follow-up's two searches each passage has its better rank."""
    order = np.argsort(ranks, kind="stable")
    return [int(place) for place in order if ranks[place]]
