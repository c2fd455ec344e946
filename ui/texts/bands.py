"""The confidence of an answer or citation in three bands instead of percentages."""

from typing import Literal

Band = Literal["strong", "likely", "weak"]
STRONG = 0.8
LIKELY = 0.55


def is_sure(confidence: float) -> bool:
    """Whether this is at least a likely answer; others are shown only after "more"."""
    return confidence >= LIKELY


def band_of(confidence: float) -> Band:
    """The band of a confidence; at least 8 in 10 strong answers are right."""
    if confidence >= STRONG:
        return "strong"
    return "likely" if confidence >= LIKELY else "weak"
