"""The steps that put a question right, one after another; each leaves alone what it is not sure of."""

import math
import re
from collections.abc import Callable
from itertools import takewhile

from rapidfuzz.distance import OSA

from index.text.fold import fold

from .dictionary import is_word
from .layout import other_layouts
from .spelling import Meant, meant_by
from .transliteration import digits_as_letters, in_cyrillic
from .vocabulary import Vocabulary

Likelihood = Callable[[str], float]
"""The logarithm of a text's probability, as the encoder's tokenizer cuts it."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"[@/\\]|\w\.\w")
_LATIN = re.compile(r"[a-zA-Z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
# What people type for an apostrophe: between a consonant and a letter that it keeps from softening.
_APOSTROPHE = re.compile(r"(?<=[бвгґджзйклмнпрстфхцчшщ])[*\"`´”“‘,ʹ^](?=[яюєї])", re.IGNORECASE)
_APOSTROPHES = re.compile("['’ʼ]")
_SOFTENED = re.compile(r"[бвгґджзйклмнпрстфхцчшщ][яюєї]", re.IGNORECASE)
_CHAT_WORD = re.compile(r"[a-zA-Z0-9]+(?:['’`][a-zA-Z0-9]*)*")
# How much likelier, a letter, other letters must make a question.
_LIKELIER = 0.5
# A question in Latin letters is meant in Cyrillic ones if that gains so much; what known words are worth in that.
_LEAST_GAIN, _KNOWN_WORTH = 0.3, 2.0
# Forms of one word share all but so many letters, and at least so many.
_ENDING, _LEAST_ALIKE = 2, 4
_MISTAKE, _CHANGED, _COUNT, _ENDING_ONLY = 4.0, 1.0, 1.5, 5.0
_MOST_CHANGED = 2
_NAME_STEM = 6
_SHORT = 5
_ACRONYM = 3


class Repairer:
    """Puts questions right with the words of one index."""

    def __init__(self, vocabulary: Vocabulary, likelihood: Likelihood) -> None:
        self._vocabulary = vocabulary
        self._likelihood = likelihood

    def repaired(self, text: str) -> str:
        """The question as it was meant; as it was typed where nothing is plainly wrong."""
        steps = (self._layout, self._layout_of_parts, self._capitals, self._alphabet, self._names, self._apostrophes)
        for step in (*steps, self._spelling):
            text = step(text)
        return text

    def _layout(self, text: str) -> str:
        """The whole question in the layout that makes it far likelier and some of its words known."""
        best = max(other_layouts(text), key=self._likelihood, default=text)
        return best if self._likelier(best, text) and self._known_share(best) > self._known_share(text) else text

    def _layout_of_parts(self, text: str) -> str:
        """Parts in another alphabet than the rest, typed with the wrong layout on."""
        if not (_LATIN.search(text) and _CYRILLIC.search(text)):
            return text
        return _CHUNK.sub(lambda chunk: self._chunk(chunk.group()), text)

    def _chunk(self, chunk: str) -> str:
        if _CYRILLIC.search(chunk) or not _LATIN.search(chunk) or _ADDRESS.search(chunk) or self._known_share(chunk):
            return chunk
        for marks in ("?!.,;:", "?!"):  # some of which are letters in another layout
            part = chunk.rstrip(marks)
            known = [meant for meant in other_layouts(part) if self._known_share(meant) == 1 or is_word(meant)]
            if known:
                return max(known, key=self._likelihood) + chunk[len(part) :]
        return chunk

    def _apostrophes(self, text: str) -> str:
        """Other signs for the apostrophe, and missing ones where the articles always write one."""
        return _WORD.sub(lambda word: self._with_apostrophe(word.group()), _APOSTROPHE.sub("'", text))

    def _with_apostrophe(self, word: str) -> str:
        lower = word.lower()
        if not _SOFTENED.search(word) or lower in {spelling.lower() for spelling in self._vocabulary.spellings(word)}:
            return word
        folded = fold(word)
        for known, spellings in self._vocabulary.beginning_with(folded[0]).items():
            if _shared(known, folded) >= min(len(folded), max(_LEAST_ALIKE, len(folded) - _ENDING)):
                written = next((each.lower() for each in spellings if _APOSTROPHES.search(each)), "")
                place = _APOSTROPHES.search(written)
                if place and place.start() < _shared(known, folded):
                    return f"{word[: place.start()]}'{word[place.start() :]}"
        return word

    def _capitals(self, text: str) -> str:
        """A question all in capitals as a sentence, its names as the articles write them."""
        words = _WORD.findall(text)
        if (
            text != text.upper()
            or len(words) < 2
            or not any(len(word) > 3 and self._vocabulary.count(word) for word in words)
        ):
            return text
        lower = _WORD.sub(lambda word: self._as_written(word.group().lower()), text)
        return lower[:1].upper() + lower[1:]

    def _as_written(self, word: str) -> str:
        """The word as the articles write it most often."""
        spellings = {
            spelling: count for spelling, count in self._vocabulary.spellings(word).items() if spelling.lower() == word
        }
        return max(spellings, key=lambda spelling: (spellings[spelling], spelling), default=word)

    def _alphabet(self, text: str) -> str:
        """A question in Latin letters that was meant in Cyrillic ones: likelier so, and with words of the articles."""
        if not text.isascii() or not _LATIN.search(text):
            return text
        meant = _CHAT_WORD.sub(lambda word: self._cyrillic(word.group()), text)
        gain = (self._likelihood(meant) - self._likelihood(text.lower())) / max(1, sum(map(str.isalpha, text)))
        gain += _KNOWN_WORTH * (self._known_share(meant) - self._known_share(text))
        return meant if gain >= _LEAST_GAIN else text

    def _cyrillic(self, word: str) -> str:
        if word.isdigit():
            return word
        spelt_out = digits_as_letters(word)
        default = in_cyrillic(spelt_out) or word
        sounding = self._vocabulary.sounding_like(spelt_out)
        if not sounding or self._vocabulary.count(default) or (len(default) < _SHORT and is_word(default)):
            return default
        return min(sounding, key=lambda known: (OSA.distance(known, default), -sounding[known]))

    def _names(self, text: str) -> str:
        """Names in Latin letters within a Cyrillic question, as the articles write them."""
        if not _CYRILLIC.search(text):
            return text
        return _CHUNK.sub(lambda chunk: self._name(chunk.group()), text)

    def _name(self, chunk: str) -> str:
        found = _WORD.search(chunk)
        if not found or _ADDRESS.search(chunk) or not found.group().isalpha() or _CYRILLIC.search(chunk):
            return chunk
        name = found.group()
        if self._vocabulary.count(name) or not self._vocabulary.sounding_like(name):
            return chunk
        return chunk.replace(name, _in_case_of(name, self._cyrillic(name)))

    def _spelling(self, text: str) -> str:
        """Words that neither the articles nor a dictionary knows, one typing mistake from one of the articles."""
        return _WORD.sub(lambda word: self._spelt(word.group(), word.start() > 0), text)

    def _spelt(self, word: str, inside: bool) -> str:
        folded = fold(word)
        if len(folded) < _SHORT or not word.isalpha() or self._vocabulary.count(word):
            return word
        name = inside and word[0].isupper()
        found = [
            (self._worth(meant, known), meant.form)
            for known in self._vocabulary.beginning_with(folded[0])
            if (meant := meant_by(folded, known)) and self._likely(folded, meant, known, name)
        ]
        if not found or is_word(word):
            return word
        return _in_case_of(word, self._as_written(max(found)[1]) if name else max(found)[1])

    def _likely(self, typed: str, meant: Meant, known: str, name: bool) -> bool:
        """Whether the form may have been meant: a form of a name's or a dictionary's word, or the known word itself."""
        if meant.changed > _MOST_CHANGED or (name and not self._is_name(known)):
            return False
        if meant.ending_only:
            return not name and self._likelihood(meant.form) - self._likelihood(typed) >= _ENDING_ONLY
        if self._vocabulary.count(meant.form):
            return True
        return meant.mistakes == 1 and meant.stem >= _NAME_STEM if name else is_word(meant.form)

    def _is_name(self, known: str) -> bool:
        return all(spelling[0].isupper() for spelling in self._vocabulary.spellings(known))

    def _worth(self, meant: Meant, known: str) -> float:
        commonness = _COUNT * math.log(self._vocabulary.count(known))
        return self._likelihood(meant.form) - _MISTAKE * meant.mistakes - _CHANGED * meant.changed + commonness

    def _likelier(self, text: str, other: str) -> bool:
        letters = max(1, sum(map(str.isalpha, text)))
        return text != other and (self._likelihood(text) - self._likelihood(other)) / letters >= _LIKELIER

    def _known_share(self, text: str) -> float:
        """The share of the text's letters in words that the articles have; 0 without any."""
        words = [word for word in _WORD.findall(text) if not word.isdigit()]
        return sum(len(word) for word in words if self._vocabulary.count(word)) / max(1, sum(map(len, words)))


def _in_case_of(typed: str, meant: str) -> str:
    """The meant word with the capitals of the typed one."""
    if typed.isupper() and len(typed) > 1:
        return meant.upper()
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
