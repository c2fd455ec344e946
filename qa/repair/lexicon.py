"""Knowledge about words: the words of the articles, their spellings, and the likelihood of texts."""

import re
from collections.abc import Callable
from itertools import takewhile

from index.text.fold import fold

from .dictionary import is_word
from .vocabulary import Vocabulary

Likelihood = Callable[[str], float]
"""The logarithm of a text's probability, as the encoder's tokenizer cuts it."""

WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
CHUNK = re.compile(r"\S+")
ADDRESS = re.compile(r"[@/\\]|\w\.\w")
LATIN = re.compile(r"[a-zA-Z]")
CYRILLIC = re.compile(r"[\u0400-\u052f]")
# The gain in log-likelihood per letter that another spelling of a question needs.
_LIKELIER = 0.5
# A word is lower-case if this share of its occurrences is; titles and sentence starts capitalise every word.
_SMALL = 0.2
# A word is a name if at least this share of its occurrences is capitalised.
_NAME = 0.5
# Forms of one word share all but this many letters, and at least this many.
_ENDING, _LEAST_ALIKE = 2, 4


class Lexicon:
    """The words of one index, and the likelihood of texts."""

    def __init__(self, vocabulary: Vocabulary, likelihood: Likelihood) -> None:
        self.vocabulary = vocabulary
        self.likelihood = likelihood

    def knows(self, word: str) -> bool:
        """Whether the articles have the word, in any spelling."""
        return self.vocabulary.count(word) > 0

    def likelier(self, text: str, other: str) -> bool:
        """Whether the text is much likelier than the other."""
        return text != other and (self.likelihood(text) - self.likelihood(other)) / max(1, letters(text)) >= _LIKELIER

    def known_share(self, text: str, also: Callable[[str], bool] = lambda word: False) -> float:
        """The share of the text's letters in words that the articles have, or that are `also` known; 0 without any."""
        words = [word for word in WORD.findall(text) if not word.isdigit()]
        return sum(len(word) for word in words if self.knows(word) or also(word)) / max(1, sum(map(len, words)))

    def is_name(self, known: str) -> bool:
        """Whether the articles mostly capitalise this folded word."""
        spellings = self.vocabulary.spellings(known)
        capital = sum(count for spelling, count in spellings.items() if spelling[0].isupper())
        return capital >= _NAME * sum(spellings.values())

    def as_written(self, word: str) -> str:
        """A lower-case word with the capitals of its forms in the articles."""
        spellings = {
            spelling: count for spelling, count in self.vocabulary.spellings(word).items() if spelling.lower() == word
        }
        if spellings.get(word, 0) > _SMALL * sum(spellings.values()):
            return word
        if spellings:
            return max(spellings, key=lambda spelling: (spellings[spelling], spelling))
        if is_word(word):
            return word
        forms = self.forms_of(fold(word))
        return word.capitalize() if forms and all(map(self.is_name, forms)) else word

    def forms_of(self, folded: str) -> list[str]:
        """The folded words of the articles that look like forms of this one."""
        stem = folded[: max(_LEAST_ALIKE, len(folded) - _ENDING)]
        return [known for known in self.vocabulary.beginning_with(folded[:1]) if known.startswith(stem)]


def letters(text: str) -> int:
    """The number of letters in a text."""
    return sum(map(str.isalpha, text))


def shared(one: str, other: str) -> int:
    """The length of the common beginning of two words."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def in_case_of(typed: str, meant: str) -> str:
    """The meant word with the capitals of the typed one."""
    if typed.isupper() and len(typed) > 1:
        return meant.upper()
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant
