"""Generations: the searchable form of the catalogue, written once and never changed.

Questions are answered from a generation alone. It knows nothing of the corpus.
"""

from .reader import ArticleEntry, Filter, Generation, Rows, Scores

__all__ = ["ArticleEntry", "Filter", "Generation", "Rows", "Scores"]
