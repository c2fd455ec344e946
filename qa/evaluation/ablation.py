"""What each step of retrieval is worth: the same candidates in the order that each step alone would leave them in."""

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
    """For each of `STEPS` the places of `found`'s candidates that it finds, best first."""
    candidates = found.found
    fused = fuse(candidates.dense, candidates.lexical)
    return {
        "dense": _by_rank(candidates.dense_rank),
        "lexical": _by_rank(candidates.lexical_rank),
        "fused": np.lexsort((candidates.rows, -fused)).tolist(),
        "reranked": list(range(len(candidates))),
    }


def _by_rank(ranks: np.ndarray) -> list[int]:
    """The places that have a rank, by it; of a follow-up's two searches each passage has its better rank."""
    order = np.argsort(ranks, kind="stable")
    return [int(place) for place in order if ranks[place]]
