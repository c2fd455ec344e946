"""How sure it is that the first citation answers: a calibrated probability from the evidence of the search.

A logistic regression over a few figures that mean the same in every index, large or small. Its coefficients stand in
confidence.json, with where they come from; benchmarks/fit_confidence.py fits them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .quoting import Quote
from .records import Hit
from .searching import Search

_COEFFICIENTS = Path(__file__).with_name("confidence.json")
# Beyond these a larger lead says no more: several articles may well answer, and so stand close together.
_MOST_AHEAD = 0.03
_MOST_ABOVE = 0.2
_MOST_WITHIN = 0.05
_SURROUNDING = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """What confidence is judged by.

    `sentence` is the answering sentence's cosine; `log_coverage` the logarithm of .05 plus the share of the question's
    weight that the passage holds; `ahead` its score's lead over the best of another story, `ahead_within` over the next
    of its own article, `above` its cosine's over the mean of the 50 nearest; `alone` is 1 if no other article was
    found, `other_alphabet` if question and passage are in different ones, and so can hardly have words in common: there
    `log_coverage_across` and `above_across` repeat those figures, which are 0 within an alphabet, so that they can
    weigh otherwise.
    """

    sentence: float
    log_coverage: float
    ahead: float
    ahead_within: float
    above: float
    alone: float
    other_alphabet: float
    log_coverage_across: float
    above_across: float


def evidence_of(search: Search, first: Quote, also: Sequence[Hit] = ()) -> Evidence:
    """The evidence for the first quote of a search; `also` are hits of other articles that tell the same story."""
    found = search.found
    articles = search.generation.passages["article"][found.rows]
    same = {first.hit.article_id, *(hit.article_id for hit in also)}
    others = found.score[[search.generation.articles[number].id not in same for number in articles]]
    own = found.score[articles == articles[0]]
    nearest = np.sort(found.dense)[::-1][:_SURROUNDING]
    log_coverage = math.log(0.05 + search.words.match(first.hit.title, first.hit.text).coverage)
    above = min(_MOST_ABOVE, float(found.dense[0] - nearest.mean()))
    across = float(_is_cyrillic(search.question.text) != _is_cyrillic(first.hit.text))
    return Evidence(
        sentence=first.dense,
        log_coverage=log_coverage,
        ahead=min(_MOST_AHEAD, float(found.score[0] - others[0])) if len(others) else 0.0,
        ahead_within=min(_MOST_WITHIN, float(own[0] - own[1])) if len(own) > 1 else _MOST_WITHIN,
        above=above,
        alone=float(not len(others)),
        other_alphabet=across,
        log_coverage_across=across * log_coverage,
        above_across=across * above,
    )


def confidence_of(evidence: Evidence) -> float:
    """The probability (0..1) that the first hit answers the question."""
    fitted = _fitted()
    logit = fitted["intercept"] + sum(fitted["weights"][name] * value for name, value in asdict(evidence).items())
    return 1 / (1 + math.exp(-logit))


def threshold() -> float:
    """The confidence from which on a question is answered; what it costs and gains is in benchmarks/QUALITY.md."""
    return float(_fitted()["threshold"])


@cache
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(_COEFFICIENTS.read_text(encoding="utf-8"))
    return fitted


def _is_cyrillic(text: str) -> bool:
    """Whether most letters are Cyrillic."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0400" <= letter <= "\u052f" for letter in letters) * 2 > len(letters)
