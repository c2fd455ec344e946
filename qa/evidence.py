"""Lexical evidence: how much of a question's words, weighted by rarity, a text holds.

Words are compared by their 4-grams, so case forms count as far as they share letters.
"""

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
        distinct = {gram for word in folded_words(text) for gram in grams(word)}
        return cls({gram: generation.rarity(gram) for gram in sorted(distinct)})

    def coverage(self, text: str) -> float:
        """Share of the question's weight (0..1) that the words of `text` hold."""
        total = sum(self.weights.values())
        held = {gram for word in folded_words(text) for gram in grams(word)} & self.weights.keys()
        return sum(self.weights[gram] for gram in held) / total if total else 0.0
