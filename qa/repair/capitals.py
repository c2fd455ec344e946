"""Repairs questions all in capitals with the spellings of the articles."""

import re

from .lexicon import WORD, Lexicon

_LEAST_WORDS, _LONG = 2, 3
_QUOTED = re.compile(r"(?<=[«“„])\w")


def without_capitals(text: str, lexicon: Lexicon) -> str:
    """A question all in capitals as a sentence, its names and abbreviations as the articles write them."""
    words = WORD.findall(text)
    if not (text == text.upper() or _is_with_caps_lock(words)) or len(words) < _LEAST_WORDS:
        return text
    if not any(len(word) > _LONG and lexicon.knows(word) for word in words):
        return text
    small = WORD.sub(lambda word: lexicon.as_written(word.group().lower()), text)
    named = _QUOTED.sub(lambda first: first.group().upper(), small)
    return named[:1].upper() + named[1:]


def _is_with_caps_lock(words: list[str]) -> bool:
    """Whether small letters only begin words, as with Caps Lock and Shift: «яКА ГОРА»."""
    long = [word for word in words if len(word) > 1]
    return all(word[1:] == word[1:].upper() for word in long) and any(
        word[0].islower() and word[1:].isalpha() for word in long
    )
