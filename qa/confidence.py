"""How sure it is that the first citation answers: a calibrated probability from the evidence of both searches."""

import math
from dataclasses import dataclass

import numpy as np

from .quoting import Sentence
from .records import Hit
from .searching import Search

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What confidence is judged by, all on scales of their own that mean the same in every index."""

    dense: float
    lexical: float
    coverage: float
    found: float
    pairs: float
    numbers: float
    gap: float
    distance: float
    sentence_dense: float
    sentence_coverage: float
    words: float
    agree: float
    above: float
    single: float


def evidence_of(search: Search, first: Hit, sentence: Sentence) -> Evidence:
    found = search.found
    match = search.words.match(first.title, first.text)
    articles = search.generation.passages["article"][found.rows]
    others = found.score[articles != articles[0]]
    distance = float(found.dense[0] - search.generation._dense.scores(search.vector, found.rows[:1])[0])
    return Evidence(
        dense=float(found.dense[0]),
        lexical=float(found.lexical[0]),
        coverage=match.coverage,
        found=match.found,
        pairs=match.pairs,
        numbers=match.numbers if search.words._numbers else 1.0,
        gap=float(found.score[0] - others[0]) if len(others) else 0.0,
        distance=distance,
        sentence_dense=sentence.dense,
        sentence_coverage=sentence.coverage,
        words=math.log(1 + len(search.words._words)),
        agree=float(found.dense_rank[0] == 1 == found.lexical_rank[0]),
        above=float(found.dense[0] - np.sort(found.dense)[::-1][:50].mean()),
        single=float(len(others) == 0),
    )


def confidence_of(evidence: Evidence) -> float:
    return 1 / (1 + math.exp(-(-30 + 31 * evidence.dense + 7 * evidence.coverage)))
