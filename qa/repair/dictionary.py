"""Whether a word is one of its language, by simplemma's dictionaries: not every word the articles lack is a mistake."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LANGUAGES = {True: ("uk", "ru"), False: ("en", "de", "pl")}


def is_word(word: str) -> bool:
    """Whether a dictionary of a language in the word's alphabet has it; loading one takes up to a second, once."""
    forms = {word, word.lower(), word.capitalize()}
    languages = _LANGUAGES[bool(_CYRILLIC.search(word))]
    return any(form in _dictionary(language) for language in languages for form in forms)


@cache
def _dictionary(language: str) -> "Mapping[str, str]":
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    return StreamDictionaryFactory().get_dictionary(language)
