"""Repairs questions: wrong keyboard layout, Latin letters, capitals, apostrophes and typing mistakes.

A question is changed only on the evidence of the index's own words; the caller shows what was searched instead.
"""

from .repairs import Repairs

__all__ = ["Repairs"]
