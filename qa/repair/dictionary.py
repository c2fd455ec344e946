"""Looks up words in simplemma's dictionaries, because not every word missing from the articles is a mistake.

Decoding the dictionaries takes seconds, so their words are kept in the cache as sorted 32-bit checksums. At most one
in a thousand strings that are not words is taken for a word.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.model.cached_folder import Recipe, default_cache, ensure_folder
from index.progress import Progress

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LANGUAGES = {True: ("uk", "ru"), False: ("en", "de", "pl")}
_CHECKSUM = np.dtype("<u4")
_WORDS = "words.crc32"


def is_word(word: str, *languages: str) -> bool:
    """Whether a dictionary of these languages, or of a language with the word's alphabet, has the word."""
    forms = {word, word.lower(), word.capitalize()}
    asked = languages or _LANGUAGES[bool(_CYRILLIC.search(word))]
    return any(_has(_dictionary(language), form) for language in asked for form in forms)


def is_no_name(word: str) -> bool:
    """Whether the dictionaries have the word in lower case only: «міністр», and not «коваль», which is a name, too."""
    small, capital = word.lower(), word.capitalize()
    dictionaries = [_dictionary(language) for language in _LANGUAGES[bool(_CYRILLIC.search(word))]]
    return any(_has(each, small) for each in dictionaries) and not any(_has(each, capital) for each in dictionaries)


def _has(checksums: NDArray[np.uint32], word: str) -> bool:
    checksum = _CHECKSUM.type(_checksum(word))
    place = int(np.searchsorted(checksums, checksum))
    return place < len(checksums) and bool(checksums[place] == checksum)


def _checksum(word: str) -> int:
    return zlib.crc32(word.encode())


def ensure_dictionaries(cache_folder: Path | None = None, progress: Progress | None = None) -> None:
    """Make the checksums of all dictionaries now, if they are missing from the cache; takes about ten seconds."""
    for recipe in DICTIONARIES.values():
        ensure_folder(cache_folder or default_cache(), recipe, progress)


@cache
def _dictionary(language: str) -> NDArray[np.uint32]:
    """The checksums of a language's words, ascending, mapped into memory; made if they are missing."""
    return np.memmap(ensure_folder(default_cache(), DICTIONARIES[language]) / _WORDS, _CHECKSUM, "r")


def _contents(language: str) -> Mapping[str, Callable[[], bytes]]:
    return {_WORDS: partial(_checksums, language)}


def _checksums(language: str) -> bytes:
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    words = StreamDictionaryFactory().get_dictionary(language)
    return np.unique(np.fromiter(map(_checksum, words), _CHECKSUM, len(words))).tobytes()


def _recipe(language: str) -> Recipe:
    return Recipe(f"words-{language}", 1, f"simplemma {version('simplemma')}", partial(_contents, language), "15 MB")


DICTIONARIES = {language: _recipe(language) for both in _LANGUAGES.values() for language in both}
