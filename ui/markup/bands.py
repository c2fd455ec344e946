"""How sure an answer is, in three words instead of percentages."""

from typing import Literal

Band = Literal["strong", "likely", "weak"]
STRONG = 0.8
LIKELY = 0.55


def band_of(confidence: float) -> Band:
    """The band of a confidence: of strong answers at least 8 in 10 are right."""
    if confidence >= STRONG:
        return "strong"
    return "likely" if confidence >= LIKELY else "weak"


def band_beside(confidence: float, share: float) -> Band:
    """The band of a further citation whose score is this share of the first one's.

    The confidence speaks of the first citation only. Squaring the share keeps what merely came along from looking as
    sure as what answers.
    """
    return band_of(confidence * min(share, 1.0) ** 2)
