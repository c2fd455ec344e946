"""Converts questions, and names in questions, that were typed in Latin letters but meant in Cyrillic."""

import re
from collections.abc import Callable
from functools import partial

from rapidfuzz.distance import OSA

from .dictionary import is_word
from .lexicon import ADDRESS, CHUNK, CYRILLIC, LATIN, WORD, Lexicon, in_case_of, letters
from .transliteration import RUSSIAN, UKRAINIAN, digits_as_letters, in_cyrillic, softened

_CHAT_WORD = re.compile(r"[a-zA-Z0-9]+(?:['’`][a-zA-Z0-9]*)*")
# The gain per letter from which a question is meant in Cyrillic, and the weight of known words in it.
_LEAST_GAIN, _KNOWN_WORTH = 0.3, 2.0
# The share of English words in an English question, and of Latin-only words in another language.
_ENGLISH, _LATIN_ALONE = 0.6, 0.25
_LEAST_NAME = 4
# The share of the letters of words in lower case that are of another Latin language.
_LATIN_LANGUAGE = 0.75
_POLISH_MARKS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}


def right_alphabet(text: str, lexicon: Lexicon) -> str:
    """The question in Cyrillic if that is likelier and has known words; otherwise unchanged."""
    if not text.isascii() or not LATIN.search(text) or ADDRESS.search(text):
        return text
    if lexicon.known_share(text, partial(_is_word_of, "en")) >= _ENGLISH or _is_polish_or_german(text):
        return text
    if len(WORD.findall(text)) == 1 and not lexicon.vocabulary.sounding_like(text, in_cyrillic(text.strip(" ?!.,"))):
        return text
    shares: dict[str, float] = {}
    languages: dict[str, str] = {}
    for language in (UKRAINIAN, RUSSIAN):
        meant, share = _meant(text, language, lexicon)
        shares[meant] = max(share, shares.get(meant, 0.0))  # both languages may spell it alike
        languages[meant] = language
    best = max(shares, key=lambda meant: (shares[meant], lexicon.likelihood(meant)))
    gain = (lexicon.likelihood(best) - lexicon.likelihood(text.lower())) / max(1, letters(text))
    gain += _KNOWN_WORTH * (shares[best] - lexicon.known_share(text))
    if gain < _LEAST_GAIN or _latin_alone(text, lexicon) >= _LATIN_ALONE:
        return text
    read = partial(_cyrillic, language=languages[best], lexicon=lexicon)
    return _CHAT_WORD.sub(lambda word: in_case_of(word.group(), read(word.group())), text)


def _is_polish_or_german(text: str) -> bool:
    """Whether most words are of one of these languages, even if their marks were left out; names are of none."""
    words = WORD.findall(text)
    words = [word for place, word in enumerate(words) if not place or word.islower()]
    return len(words) > 1 and any(
        sum(len(word) for word in words if is_one(word)) >= _LATIN_LANGUAGE * sum(map(len, words))
        for is_one in (_is_polish, partial(_is_word_of, "de"))
    )


def _is_polish(word: str) -> bool:
    """Whether it is a Polish word, perhaps without its mark: `zubr` is «żubr».

    One mark is tried at a time, because the dictionary takes one string of a thousand for a word.
    """
    small = word.lower()
    marked = (
        f"{small[:place]}{mark}{small[place + 1 :]}"
        for place, letter in enumerate(small)
        for mark in _POLISH_MARKS.get(letter, "")
    )
    return is_word(word, "pl") or any(is_word(spelling, "pl") for spelling in marked)


def cyrillic_names(text: str, lexicon: Lexicon) -> str:
    """Names in Latin letters within a Cyrillic question, as the articles write them."""
    if not CYRILLIC.search(text):
        return text
    return CHUNK.sub(lambda chunk: _name(chunk.group(), lexicon), text)


def _meant(text: str, language: str, lexicon: Lexicon) -> tuple[str, float]:
    """The text in Cyrillic letters, and the share of known words in that language."""
    meant = _CHAT_WORD.sub(lambda word: _cyrillic(word.group(), language, lexicon), text)
    return meant, lexicon.known_share(meant, partial(_is_word_of, language))


def _cyrillic(word: str, language: str, lexicon: Lexicon) -> str:
    """The word in Cyrillic letters: a known word if possible, else by sound."""
    spelt_out = digits_as_letters(word)
    plain = "" if word.isdigit() else in_cyrillic(spelt_out, language)
    if not plain:
        return word
    spellings = [plain, *softened(plain)]
    tests: tuple[Callable[[str], bool], ...] = (lexicon.knows, partial(_is_word_of, language))
    for known in tests:
        if found := next(filter(known, spellings), ""):
            return found
    sounding = lexicon.vocabulary.sounding_like(spelt_out, plain)
    return min(sounding, key=lambda known: (OSA.distance(known, plain), -sounding[known]), default=plain)


def _latin_alone(text: str, lexicon: Lexicon) -> float:
    """The share of letters in words of other languages that are not words in Cyrillic."""
    words = WORD.findall(text)
    alone = [word for word in words if is_word(word) and not _known_in_cyrillic(word, lexicon)]
    return sum(map(len, alone)) / max(1, sum(map(len, words)))


def _known_in_cyrillic(word: str, lexicon: Lexicon) -> bool:
    meant = [_cyrillic(word, language, lexicon) for language in (UKRAINIAN, RUSSIAN)]
    return any(lexicon.knows(each) or is_word(each) for each in meant)


def _is_word_of(language: str, word: str) -> bool:
    return is_word(word, language)


def _name(chunk: str, lexicon: Lexicon) -> str:
    words = WORD.findall(chunk)
    if len(words) != 1 or ADDRESS.search(chunk) or CYRILLIC.search(chunk):
        return chunk
    name = words[0]
    if len(name) < _LEAST_NAME or not name.isalpha() or name.isupper() or lexicon.knows(name):
        return chunk
    sounding = lexicon.vocabulary.sounding_like(name, in_cyrillic(name))
    if not sounding or is_word(name, "en"):
        return chunk
    plain = in_cyrillic(name)
    best = min(sounding, key=lambda known: (OSA.distance(known, plain), -sounding[known]))
    return chunk.replace(name, in_case_of(name, best))
