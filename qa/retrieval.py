"""Retrieval: candidates from both searches of a generation, their scores fused into one order.

It knows nothing of answers: whether a passage answers is for `confidence` to say.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.generation import Filter, Generation, Rows, Scores
from index.model import Encoder

from .question import Question

CANDIDATES = 100
LEXICAL_WEIGHT = 0.064


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that either search found for one text, as parallel arrays, best first.

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
        """The same candidates by falling score, ties by row."""
        order = np.lexsort((self.rows, -self.score))
        return Candidates(*(getattr(self, name)[order] for name in self.__slots__))


def find_candidates(generation: Generation, encoder: Encoder, question: Question) -> Candidates:
    """The candidates for a question, best first; for a follow-up the scores of it alone and of all questions together.

    Adding the two lets either carry the search: the last question may name its own subject, or only point back.
    """
    found = [_candidates(generation, encoder, text, question.wanted) for text in question.texts]
    return (found[0] if len(found) == 1 else _added(found[0], found[1])).best_first()


def fuse(dense: Scores, lexical: Scores) -> Scores:
    """The cosine, and a little for the words in common: both on scales of their own, whatever else was found.

    Scores that are stretched between the best and the worst candidate, or turned to ranks, lose how good the best is:
    a question in another language has a best lexical hit, too, and it is worth nothing (benchmarks/QUALITY.md).
    """
    return np.asarray(dense + LEXICAL_WEIGHT * lexical, np.float32)


def _candidates(generation: Generation, encoder: Encoder, text: str, wanted: Filter) -> Candidates:
    vector = encoder.encode_question(text)
    dense_rows, dense_scores = generation.dense(vector, CANDIDATES, wanted)
    lexical_rows, lexical_scores = generation.lexical(text, CANDIDATES, wanted)
    rows = np.union1d(dense_rows, lexical_rows)
    if not len(rows):
        nothing = np.empty(0, np.float32)
        return Candidates(rows, nothing, nothing, nothing, rows, rows)
    dense = _scattered(rows, dense_rows, dense_scores)
    unseen = np.setdiff1d(lexical_rows, dense_rows)
    dense += _scattered(rows, unseen, generation.dense_scores(vector, unseen))
    lexical = _scattered(rows, lexical_rows, lexical_scores / max(generation.full_lexical_score(text), 1e-6))
    dense_rank = _scattered(rows, dense_rows, np.arange(1, len(dense_rows) + 1))
    lexical_rank = _scattered(rows, lexical_rows, np.arange(1, len(lexical_rows) + 1))
    return Candidates(rows, fuse(dense, lexical), dense, lexical, dense_rank, lexical_rank)


def _added(alone: Candidates, together: Candidates) -> Candidates:
    """The union of two searches: scores added, the better evidence and the better rank of either."""
    rows = np.union1d(alone.rows, together.rows)

    def both(name: str) -> tuple[Any, Any]:
        left, right = (_scattered(rows, found.rows, getattr(found, name)) for found in (alone, together))
        return left, right

    return Candidates(
        rows,
        score=np.add(*both("score")) / np.float32(2),
        dense=np.maximum(*both("dense")),
        lexical=np.maximum(*both("lexical")),
        dense_rank=_better(*both("dense_rank")),
        lexical_rank=_better(*both("lexical_rank")),
    )


def _better(left: Rows, right: Rows) -> Rows:
    """The lower of two ranks, where 0 is no rank."""
    return np.where((left == 0) | ((right > 0) & (right < left)), right, left)


def _scattered(rows: Rows, some: Rows, values: NDArray[Any]) -> NDArray[Any]:
    """`values` of `some` rows placed among all `rows` (sorted), 0 elsewhere."""
    placed = np.zeros(len(rows), values.dtype)
    placed[np.searchsorted(rows, some)] = values
    return placed
