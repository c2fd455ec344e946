"""How sure an answer or a citation is, in three words instead of percentages."""

from typing import Literal

Band = Literal["strong", "likely", "weak"]
STRONG = 0.8
LIKELY = 0.55


def is_sure(confidence: float) -> bool:
    """Whether this is at least a likely answer; what is not stands behind "more"."""
    return confidence >= LIKELY


def band_of(confidence: float) -> Band:
    """The band of a confidence: of strong answers at least 8 in 10 are right."""
    if confidence >= STRONG:
        return "strong"
    return "likely" if confidence >= LIKELY else "weak"
