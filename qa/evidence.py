"""Lexical evidence: how much of a question's words, weighted by rarity, a text holds.

Words are compared by their 4-grams, so case forms count as far as they share letters.
"""

import math
from dataclasses import dataclass

from index.fold import folded_words, grams
from index.generation import Generation


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The 4-grams of a question's words with their weights: BM25's inverse document frequency in a generation."""

    weights: dict[str, float]

    @classmethod
    def of(cls, generation: Generation, text: str) -> "QuestionWords":
        """The 4-grams of `text`, weighed by the passages of `generation`."""
        passages = generation.manifest.passages
        distinct = {gram for word in folded_words(text) for gram in grams(word)}
        return cls({gram: _rarity(passages, generation.frequency(gram)) for gram in sorted(distinct)})

    def coverage(self, text: str) -> float:
        """Share of the question's weight (0..1) that the words of `text` hold."""
        total = sum(self.weights.values())
        held = {gram for word in folded_words(text) for gram in grams(word)} & self.weights.keys()
        return sum(self.weights[gram] for gram in held) / total if total else 0.0


def _rarity(passages: int, frequency: int) -> float:
    """BM25's inverse document frequency (Robertson and Spärck Jones, smoothed as in Lucene and tantivy)."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
