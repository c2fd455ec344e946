"""Retrieval: finds the passages that may answer a question, best first, with both searches of a generation.

It does not answer: the reader decides whether a passage answers.
"""

from .search import Search, passage_hit, search

__all__ = ["Search", "passage_hit", "search"]
