"""Reranks the best candidates by closer evidence: neighbouring words, numbers, length.

A linear sum on the scale of a cosine. The weights are a listwise regression (benchmarks/fit_retrieval.py).
"""

import math
from dataclasses import replace

import numpy as np

from index.generation import Generation
from index.passages.split import PASSAGE_CHARS, heading

from ..times import TimeRange
from .candidates import Candidates
from .words import Match, QuestionWords

RERANKED = 24
# Of neighbouring words, numbers, and the logarithm of the length.
WEIGHTS = 0.052, 0.063, 0.018
# The bonus for publication at the question's time: a third of the weight of all words of the question.
IN_TIME = 0.04


def rerank(
    generation: Generation, found: Candidates, words: QuestionWords, time: TimeRange | None = None
) -> Candidates:
    """The candidates, best first, with the evidence of the best `RERANKED` added to their scores; the others follow.

    A passage that was published at the `time` that the question names gets a bonus.
    """
    best = min(RERANKED, len(found))
    score = found.score.copy()
    for place, passage in enumerate(generation.passages_at(found.rows[:best])):
        score[place] += worth(
            words.match(heading(passage.article.title, passage.page_name), passage.text), len(passage.text)
        )
        score[place] += IN_TIME if time and time.holds(passage.article.published) else 0.0
    if best < len(found):
        least = score[:best].min()
        rest = score[best:] + min(0.0, float(least - score[best]))
        score[best:] = np.minimum(rest, least)  # none of the others overtakes them, not even by rounding
    return replace(found, score=score).best_first()


def worth(match: Match, chars: int) -> float:
    """What the evidence adds to a passage of so many characters, in units of cosine."""
    evidence = match.pairs, match.numbers, math.log(chars / PASSAGE_CHARS)
    return sum(weight * value for weight, value in zip(WEIGHTS, evidence, strict=True))
