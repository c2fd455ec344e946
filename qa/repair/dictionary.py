"""Whether a word is one of its language, by simplemma's dictionaries: not every word the articles lack is a mistake."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LANGUAGES = {True: ("uk", "ru"), False: ("en", "de", "pl")}


def is_word(word: str, *languages: str) -> bool:
    """Whether a dictionary has it: one of these languages, or one of a language in the word's alphabet.

    Loading one takes up to two seconds, once, and each is loaded only when the ones before it do not have the word.
    """
    forms = {word, word.lower(), word.capitalize()}
    asked = languages or _LANGUAGES[bool(_CYRILLIC.search(word))]
    return any(form in _dictionary(language) for language in asked for form in forms)


@cache
def _dictionary(language: str) -> "Mapping[str, str]":
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    return StreamDictionaryFactory().get_dictionary(language)
