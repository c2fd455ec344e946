"""How sure it is that the first citation answers: a calibrated probability from the evidence of both searches."""

import math
from collections.abc import Sequence

from .evidence import QuestionWords
from .records import Hit
from .retrieval import Candidates

THRESHOLD = 0.5


def confidence_of(found: Candidates, hits: Sequence[Hit], words: QuestionWords) -> float:
    """The probability (0..1) that the first hit answers the question; 0 without hits."""
    if not hits:
        return 0.0
    coverage = words.coverage(f"{hits[0].title}\n{hits[0].text}")
    dense = float(found.dense[0])
    return 1 / (1 + math.exp(-(-30 + 31 * dense + 7 * coverage)))
