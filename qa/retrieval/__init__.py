"""Retrieval: the passages that may answer a question, best first, by both searches of a generation.

It knows nothing of answers: whether a passage answers is for the reader to say.
"""

from .search import Search, passage_hit, search

__all__ = ["Search", "passage_hit", "search"]
