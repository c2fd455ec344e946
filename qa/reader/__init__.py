"""The reader: takes a question and a passage together, and tells whether the passage answers and where.

It does not depend on retrieval or on answers.
"""

from .reader import Reader, Reads
from .reading import Reading

__all__ = ["Reader", "Reading", "Reads"]
