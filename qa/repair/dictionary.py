"""Looks up words in simplemma's dictionaries, because not every word missing from the articles is a mistake."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LANGUAGES = {True: ("uk", "ru"), False: ("en", "de", "pl")}


def is_word(word: str, *languages: str) -> bool:
    """Whether a dictionary of these languages, or of a language with the word's alphabet, has the word.

    Loading a dictionary takes up to two seconds, once; each is loaded only if the ones before it lack the word.
    """
    forms = {word, word.lower(), word.capitalize()}
    asked = languages or _LANGUAGES[bool(_CYRILLIC.search(word))]
    return any(form in _dictionary(language) for language in asked for form in forms)


@cache
def _dictionary(language: str) -> "Mapping[str, str]":
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    return StreamDictionaryFactory().get_dictionary(language)
