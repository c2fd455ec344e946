"""Questions as they were meant: wrong layout, Latin letters, capitals, apostrophes and typing mistakes put right.

A question is changed only where the index's own words say so; the caller shows what was searched instead.
"""

from .repairs import Repairs

__all__ = ["Repairs"]
