"""Lexical evidence: how much of a question's words a text holds, how near to each other, and with which numbers.

Words are compared by the 4-grams of their sound, so case forms and spellings in other alphabets count as far as they
agree. Weights are BM25's: rare 4-grams count more.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from index.generation import Generation
from index.text.amounts import amounts_in_full
from index.text.fold import folded_words, grams, romanised, sounds

_PREFIX_CHARS = 5
# The neighbours of shorter words carry no information.
_LEAST_LETTERS = 3
# Two words of the question are near each other in a text if at most one word stands between them.
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Match:
    """How much of a question a text contains, as shares (0..1).

    `coverage`: of the weight of its 4-grams; `pairs`: of its neighbouring words that are near each other in the text,
    too; `numbers`: of its numbers. A question without pairs or numbers has 0.
    """

    coverage: float
    pairs: float
    numbers: float


class QuestionWords:
    """A question's words with their weights in one generation."""

    def __init__(self, generation: Generation, text: str) -> None:
        words = folded_words(text)
        distinct = list(dict.fromkeys([*words, *amounts_in_full(text)]))
        self._weights = generation.idfs(list(dict.fromkeys(gram for word in distinct for gram in grams(word))))
        self._total = math.fsum(self._weights.values())
        self._pairs = set(pairwise(romanised(word)[:_PREFIX_CHARS] for word in words if len(word) >= _LEAST_LETTERS))
        self._paired = {prefix for pair in self._pairs for prefix in pair}
        self._numbers = {word for word in distinct if word.isdigit()}

    def coverage(self, text: str) -> float:
        """Share of the question's weight (0..1) that the words of `text` hold."""
        return self._share(self._held(sounds(text)))

    def match(self, title: str, text: str) -> Match:
        """How much of the question a passage and its title contain."""
        body = sounds(text)
        numbers = {*body, *amounts_in_full(text)} if self._numbers else set()
        held = self._held([*sounds(title), *body, *(numbers.difference(body))])
        return Match(
            coverage=self._share(held),
            pairs=len(self._pairs & self._near_pairs(body)) / len(self._pairs) if self._pairs else 0.0,
            numbers=len(self._numbers & numbers) / len(self._numbers) if self._numbers else 0.0,
        )

    def _held(self, words: list[str]) -> set[str]:
        """The question's 4-grams that these words hold."""
        framed = f"_{'_'.join(words)}_"  # a 4-gram of `_word_` is found where a word has it, and nowhere else
        return {gram for gram in self._weights if gram in framed}

    def _share(self, held: set[str]) -> float:
        """The share of all weight that is held; 0 for a question without words."""
        return math.fsum(self._weights[gram] for gram in held) / self._total if self._total else 0.0

    def _near_pairs(self, words: list[str]) -> set[tuple[str, str]]:
        """The question's prefixes that follow each other closely in these words."""
        places = [
            (place, prefix) for place, word in enumerate(words) if (prefix := word[:_PREFIX_CHARS]) in self._paired
        ]
        return {
            (prefix, next_prefix)
            for number, (place, prefix) in enumerate(places)
            for next_place, next_prefix in places[number + 1 : number + 1 + _NEAR]
            if next_place - place <= _NEAR
        }
