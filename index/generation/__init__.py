"""Generations: what is derived from the catalogue to be searched, written once and never changed.

Everything that a question is answered from is read here; the catalogue and the corpus are not known.
"""

from .reader import ArticleEntry, Filter, Generation, Rows, Scores

__all__ = ["ArticleEntry", "Filter", "Generation", "Rows", "Scores"]
