"""The order of passages, and the confidence in each: a calibrated probability that it answers.

The order is a weighted sum of what was read and of the rank in the search. The confidence is a logistic regression over
the same figures or, without a reader, over retrieval's. The coefficients are in confidence.json, with their origin;
benchmarks/fit_confidence.py fits them. Each passage is judged alone: another passage that answers as well is no reason
to doubt it.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.passages.split import heading

from .reader import Reading
from .records import Hit
from .retrieval import Search

_COEFFICIENTS = Path(__file__).with_name("confidence.json")
# Larger values are cut to these limits: they say no more.
_MOST_LOGIT = 6.0
_MOST_MARGIN = 12.0
_MOST_ABOVE = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the confidence in a passage comes from.

    `answers` and `margin` are the reader's figures, 0 without a reader. `log_rank` is the logarithm of the passage's
    rank in the search, from 1. `cosine` is that of passage and question, `above` its lead over the mean of the 50
    nearest; `log_coverage` the logarithm of .05 plus the share of the question's weight that the passage holds.
    `other_alphabet` is 1 if question and passage are in different ones, and so can hardly have words in common;
    `log_coverage_across` is `log_coverage` there and 0 within an alphabet.
    """

    answers: float
    margin: float
    log_rank: float
    cosine: float
    above: float
    log_coverage: float
    other_alphabet: float
    log_coverage_across: float


def evidence_of(search: Search, place: int, hit: Hit, reading: Reading | None) -> Evidence:
    """The evidence for the candidate at a place of the search, from 0; `hit` is that candidate."""
    log_coverage = math.log(0.05 + search.words.match(heading(hit.title, hit.page_name), hit.text).coverage)
    across = float(_is_cyrillic(search.question.text) != _is_cyrillic(hit.text))
    return Evidence(
        answers=_cut(reading.answers, _MOST_LOGIT) if reading else 0.0,
        margin=_cut(reading.margin, _MOST_MARGIN) if reading else 0.0,
        log_rank=math.log(place + 1),
        cosine=hit.dense_score,
        above=min(_MOST_ABOVE, hit.dense_score - search.nearest),
        log_coverage=log_coverage,
        other_alphabet=across,
        log_coverage_across=across * log_coverage,
    )


def worth_of(evidence: Evidence, read: bool) -> float:
    """The value that passages are ordered by, the highest first."""
    return _weighted(evidence, _fitted()["read" if read else "unread"]["order"])


def confidence_of(evidence: Evidence, read: bool) -> float:
    """The probability that the passage answers the question; `read` says whether a reader read it."""
    fitted = _fitted()["read" if read else "unread"]
    return 1 / (1 + math.exp(-fitted["intercept"] - _weighted(evidence, fitted["confidence"])))


def threshold(read: bool) -> float:
    """The lowest confidence at which a question is answered; its costs and gains are in benchmarks/QUALITY.md."""
    return float(_fitted()["read" if read else "unread"]["threshold"])


def _weighted(evidence: Evidence, weights: dict[str, float]) -> float:
    return sum(weight * float(getattr(evidence, name)) for name, weight in weights.items())


@cache
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(_COEFFICIENTS.read_text(encoding="utf-8"))
    return fitted


def _cut(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _is_cyrillic(text: str) -> bool:
    """Whether most letters are Cyrillic."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0400" <= letter <= "\u052f" for letter in letters) * 2 > len(letters)
