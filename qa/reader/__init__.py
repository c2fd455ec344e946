"""The reader: takes a question and a passage together, and tells whether the passage answers and where.

It knows nothing of retrieval or of answers.
"""

from .reader import Reader, Reads
from .reading import Reading

__all__ = ["Reader", "Reading", "Reads"]
