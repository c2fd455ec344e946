"""Folds words for search: ignores case, apostrophes, stress marks, invisible characters and look-alike letters.

Folding works on a copy that is never shown; `words` keeps the position of every word in the original text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from .amounts import amounts_in_full

APOSTROPHES = "'’ʼ‘‛`´′＇ʹ"
# Stress marks (acute, grave), soft hyphen, zero-width and bidirectional controls: inside a word, but not part of it.
INVISIBLE = (
    "\u0300\u0301\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_MARKS = "\u0302-\u036f\u0483-\u0487"
# Thousands are parted by spaces, points or commas: 12 450 000 is one number.
_PARTED = " \u00a0\u2009\u202f.,"
PARTED_NUMBER = rf"(?<![\w.,])[1-9]\d{{0,2}}(?:[{_PARTED}]\d{{3}})+(?!\d|[.,]\d)"
_WORD = re.compile(rf"{PARTED_NUMBER}|\w(?:[\w{_MARKS}{INVISIBLE}]|[{APOSTROPHES}](?=[{INVISIBLE}]*\w))*")
_DROPPED = re.compile(rf"[{APOSTROPHES}{INVISIBLE}]|(?<=\d)[{_PARTED}](?=\d)")
_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]")
_WITHIN_WORD = re.compile(rf"(?<=[\u0400-\u052f])[{APOSTROPHES}](?=[\u0400-\u052f])")
_INVISIBLE = re.compile(rf"[{INVISIBLE}]")
_LATIN = re.compile(r"[a-zA-Z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
# Letters of the two alphabets that look the same before lower-casing: K and К. The letters k and к differ a little,
# but scanners confuse them, too.
_LATIN_LETTERS = "aceiopxyABCEHIKMOPTXYkmtï"
_CYRILLIC_LETTERS = "асеіорхуАВСЕНІКМОРТХУкмтї"
_TO_CYRILLIC = str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS)
_TO_LATIN = str.maketrans(_CYRILLIC_LETTERS, _LATIN_LETTERS)
_SPELLINGS = str.maketrans("ёґ", "ег")
_ROMAN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхъыэіїєё", [*"abvgdeziiklmnoprstufh", "", *"ieiiee"], strict=True))
    | {"ж": "zh", "ц": "z", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "ь": "", "ł": "l"}
)
# Applied in this order, to words romanised from Cyrillic and to Latin ones alike.
_SOUNDS = (
    *(
        ("ph", "f"),
        ("tsch", "ch"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("cz", "ch"),
        ("sz", "sh"),
        ("kh", "h"),
        ("th", "t"),
        ("ck", "k"),
    ),
    *(("x", "ks"), ("qu", "kv"), ("q", "k"), ("w", "v"), ("j", "i"), ("y", "i"), ("ts", "z"), ("tz", "z")),
    *(("ch", "h"), ("ce", "ze"), ("ci", "zi"), ("c", "k")),
)
_DOUBLED = re.compile(r"([^\d])\1+")


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word as (start, end, folded), in order; words that fold to nothing are left out."""
    for match in _WORD.finditer(text):
        if folded := fold(match.group()):
            yield match.start(), match.end(), folded


def folded_words(text: str) -> list[str]:
    """The folded words alone, in order."""
    return [folded for word in _WORD.findall(text) if (folded := fold(word))]


def comparable(text: str) -> str:
    """The form in which names and values of fields are compared: lower case, one apostrophe, single spaces."""
    plain = _APOSTROPHE.sub("'", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(plain.casefold().split())


def with_one_apostrophe(text: str) -> str:
    """The text with one form of apostrophe within Cyrillic words, for models that take each form for another word."""
    return _WITHIN_WORD.sub("’", text)


def spelt_words(text: str) -> list[str]:
    """The distinct words as spelt, in order: case kept, one form of apostrophe, no stress marks, no bare numbers."""
    plain = _APOSTROPHE.sub("'", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return [word for word in dict.fromkeys(_WORD.findall(plain)) if not fold(word).isdigit()]


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """The search form of one word: `М’ЯЧ`, `мʼяч` and `мяч` are one, `поpушень` with a Latin p is `порушень`."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFC", word))
    plain = _one_alphabet(_DROPPED.sub("", unicodedata.normalize("NFKC", plain)))
    return plain.casefold().translate(_SPELLINGS)


def _one_alphabet(word: str) -> str:
    """The word in one alphabet if it mixes Cyrillic and Latin: the alphabet of its unambiguous letters."""
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    if not _LATIN.search(cyrillic := word.translate(_TO_CYRILLIC)):
        return cyrillic
    if not _CYRILLIC.search(latin := word.translate(_TO_LATIN)):
        return latin
    return word


def sounds(text: str) -> list[str]:
    """The `romanised` words of a text, in order; words are compared in this form."""
    return [sound for word in _WORD.findall(text) if (sound := _sound(word))]


@lru_cache(maxsize=1 << 18)
def _sound(word: str) -> str:
    return romanised(fold(word))


def grams(folded: str) -> tuple[str, ...]:
    """Character 4-grams of `_word_` in Latin letters, in order, with repetitions; a short word is one gram."""
    framed = f"_{romanised(folded)}_"
    return tuple(framed[i : i + 4] for i in range(max(1, len(framed) - 3)))


def all_grams(text: str) -> Iterator[str]:
    """The 4-grams of all words of a text, in order, with repetitions; after them those of its amounts in full."""
    return chain.from_iterable(joined.split() for joined in map(_joined, _searched_words(text)))


def joined_grams(text: str) -> str:
    """`all_grams` with a space after each but the last, made from words at once."""
    return " ".join(filter(None, map(_joined, _searched_words(text))))


def _searched_words(text: str) -> list[str]:
    return _WORD.findall(text) + amounts_in_full(text)


@lru_cache(maxsize=1 << 18)
def _joined(word: str) -> str:
    folded = fold(word)
    return " ".join(grams(folded)) if folded else ""


def distinct_grams(text: str) -> set[str]:
    """The 4-grams of all words of a text, each once."""
    return set(all_grams(text))


@lru_cache(maxsize=1 << 18)
def romanised(folded: str) -> str:
    """The rough sound of a word in Latin letters: a name is equal in Ukrainian, Russian, English, Polish or German.

    `качкуркін`, `kachkurkin` and `kaczkurkin` are all `kahkurkin`. The coarse rules cost nothing within a language
    and make words comparable across alphabets (figures in benchmarks/QUALITY.md).
    """
    latin = folded.translate(_ROMAN)
    if not latin.isascii():
        latin = "".join(letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter))
    for spelling, sound in _SOUNDS:
        latin = latin.replace(spelling, sound)
    return _DOUBLED.sub(r"\1", latin)
