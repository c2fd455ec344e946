"""The words of an index for repairing questions, looked up by spelling, first letter or sound."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from index.text.fold import fold, romanised

# Words sound alike if all but this many letters at the end do, and at least this many.
_ENDING, _LEAST_SOUND = 2, 5


class HasWords(Protocol):
    """An object that lists the words of an index."""

    def words_beginning_with(self, letters: str) -> Iterable[tuple[str, int]]:
        """(word as spelt, number of passages), most frequent first; the case of `letters` matters."""
        ...


class Vocabulary:
    """Looks up the words of one generation. Words are compared folded; `spellings` are those of the articles."""

    def __init__(self, words: HasWords) -> None:
        self._words = words
        self._kept: dict[str, Mapping[str, Mapping[str, int]]] = {}

    def spellings(self, word: str) -> Mapping[str, int]:
        """The spellings of this word in the articles with the number of passages; empty for an unknown word."""
        folded = fold(word)
        return self.beginning_with(folded[0]).get(folded, {}) if folded else {}

    def count(self, word: str) -> int:
        """The number of passages with the word, in any spelling."""
        return sum(self.spellings(word).values())

    def sounding_like(self, word: str, spelt: str) -> dict[str, int]:
        """Cyrillic words that sound like this Latin word or its Cyrillic spelling, with the number of passages.

        If the articles have none, words with the same beginning get its ending: `hetmanu` becomes `гетьману` if they
        have `гетьмана`.
        """
        sounds = {sound for sound in (romanised(fold(word)), romanised(spelt)) if sound}
        least = tuple(sound[: max(_LEAST_SOUND, len(sound) - _ENDING)] for sound in sounds)
        near: dict[str, int] = {}
        for letter in _CYRILLIC:
            if any(romanised(letter)[:1] in ("", sound[0]) for sound in sounds):
                for known, spellings in self.beginning_with(letter).items():
                    if romanised(known).startswith(least):
                        near[known] = sum(spellings.values())
        exact = {known: count for known, count in near.items() if romanised(known) in sounds}
        return exact or {_with_ending(known, spelt): count for known, count in near.items()}

    def beginning_with(self, letter: str) -> Mapping[str, Mapping[str, int]]:
        """The spellings of each folded word with that first letter, looked up once."""
        if letter not in self._kept:
            self._kept[letter] = self._found(letter)
        return self._kept[letter]

    def _found(self, letter: str) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for first in dict.fromkeys((letter, letter.upper(), *_SPELT_AS.get(letter, ()))):
            for word, passages in self._words.words_beginning_with(first):
                found[fold(word)][word] = passages
        return found


_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыэюяієї"
# Folding merges these letters.
_SPELT_AS = {"г": "ґҐ", "е": "ёЁ"}


def _with_ending(known: str, spelt: str) -> str:
    """The known word up to where both sound alike, then the rest of the other word."""
    sound = romanised(spelt)
    for kept in range(len(known), 0, -1):
        if sound.startswith(begin := romanised(known[:kept])):
            for at in range(len(spelt), -1, -1):
                if begin + romanised(spelt[at:]) == sound:
                    return known[:kept] + spelt[at:]
    return spelt
