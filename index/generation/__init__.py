"""Generations: the searchable form of the catalogue, written once and never changed.

Questions are answered from a generation alone. It does not depend on the corpus.
"""

from .generation import Generation
from .records import ArticleEntry, Filter, IndexedPassage, Rows, Scores

__all__ = ["ArticleEntry", "Filter", "Generation", "IndexedPassage", "Rows", "Scores"]
