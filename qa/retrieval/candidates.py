"""Retrieval: candidates from both searches of a generation, their scores fused into one order.

With equal scores, the passage that comes first in the generation ranks higher.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.generation import Generation, Rows, Scores

from ..question import Question

CANDIDATES = 100
LEXICAL_WEIGHT = 0.12
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that either search found for a question, as parallel arrays, best first.

    `score` is the fused score. `dense` are exact cosines for all. `lexical` are BM25 scores as shares of what a passage
    of average length scores that holds each 4-gram of the text once, 0 where the lexical search did not find it. Ranks
    count from 1; 0 stands for a passage that search did not find.
    """

    rows: Rows
    score: Scores
    dense: Scores
    lexical: Scores
    dense_rank: Rows
    lexical_rank: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def best_first(self) -> "Candidates":
        """The same candidates by falling score, ties in the order in which they are."""
        order = np.argsort(-self.score, kind="stable")
        return self.at(order)

    def at(self, places: Sequence[int] | Rows) -> "Candidates":
        """The candidates at these places alone, in their order."""
        chosen = np.asarray(places, np.intp)
        return Candidates(*(getattr(self, name)[chosen] for name in self.__slots__))


def find_candidates(generation: Generation, question: Question, vectors: Sequence[Vector]) -> Candidates:
    """The candidates for a question, best first; `vectors` are those of its texts, in order.

    For a follow-up, each score is the mean of two: the question alone, and the question with its context. The last
    question may name its own subject or only refer back.
    """
    texts = question.texts
    dense_found = [generation.dense(vector, CANDIDATES, question.wanted) for vector in vectors]
    lexical_found = [generation.lexical(text, CANDIDATES, question.wanted) for text in texts]
    rows = np.unique(np.concatenate([found for found, _ in (*dense_found, *lexical_found)]))
    dense = np.stack([generation.dense_scores(vector, rows) for vector in vectors])
    lexical = np.stack(
        [
            _scattered(rows, found, scores / generation.max_lexical_score(text))
            for text, (found, scores) in zip(texts, lexical_found, strict=True)
        ]
    )
    return Candidates(
        rows=rows,
        score=fuse(dense, lexical).mean(0),
        dense=dense.max(0),
        lexical=lexical.max(0),
        dense_rank=_best_ranks(rows, dense_found),
        lexical_rank=_best_ranks(rows, lexical_found),
    ).best_first()


def fuse(dense: Scores, lexical: Scores) -> Scores:
    """The cosine plus a small weight for shared words, both on absolute scales.

    Min-max scaling and ranks lose the quality of the best hit: a question in another language also has a best lexical
    hit, which is worth nothing (benchmarks/QUALITY.md).
    """
    return np.asarray(dense + LEXICAL_WEIGHT * lexical, np.float32)


def _best_ranks(rows: Rows, found: Sequence[tuple[Rows, Scores]]) -> Rows:
    """For each of `rows`, its best rank (from 1) in the searches; 0 if none found it."""
    ranks = np.full(len(rows), len(rows) + 1)
    for some, _ in found:
        places = np.searchsorted(rows, some)
        ranks[places] = np.minimum(ranks[places], np.arange(1, len(some) + 1))
    return np.where(ranks > len(rows), 0, ranks)


def _scattered(rows: Rows, some: Rows, values: Scores) -> Scores:
    """`values` of `some` rows placed among all `rows` (sorted), 0 elsewhere."""
    placed = np.zeros(len(rows), np.float32)
    placed[np.searchsorted(rows, some)] = values
    return placed
