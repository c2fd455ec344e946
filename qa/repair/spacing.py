"""Repairs spaces: two words typed as one, and one word typed as two."""

import re

from .dictionary import is_word
from .lexicon import Lexicon

_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_WORDS = re.compile(r"(?<![\w'’])([^\W\d_]+) ([^\W\d_]+)(?![\w'’])")
# Shorter words occur within too many others.
_LEAST_PART, _LEAST_JOINED = 3, 5


def with_spaces(text: str, lexicon: Lexicon) -> str:
    """The text with its words joined and separated as the articles have them."""
    at = 0
    while pair := _TWO_WORDS.search(text, at):
        joined = pair[1] + pair[2]
        if _was_split(pair[1], pair[2], lexicon):
            text = text[: pair.start()] + joined + text[pair.end() :]
        else:
            at = pair.start(2)
    return _LETTERS.sub(lambda word: _separated(word.group(), lexicon), text)


def _was_split(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether these are halves of a word: the articles have the whole word, and not both halves are words."""
    if len(one + other) < _LEAST_JOINED or not other.islower() or not lexicon.knows(one + other):
        return False
    if lexicon.knows(one) and lexicon.knows(other):
        return False
    return not all(lexicon.knows(half) or is_word(half) for half in (one, other))


def _separated(word: str, lexicon: Lexicon) -> str:
    """The word with a space if it is unknown and the articles have both parts, spelt in this way."""
    if len(word) < 2 * _LEAST_PART or lexicon.knows(word):
        return word
    places = [place for place in range(_LEAST_PART, len(word) - _LEAST_PART + 1) if _parts(word, place, lexicon)]
    if not places or is_word(word):
        return word
    best = max(places, key=lambda place: lexicon.likelihood(f"{word[:place]} {word[place:]}"))
    return f"{word[:best]} {word[best:]}"


def _parts(word: str, place: int, lexicon: Lexicon) -> bool:
    one, other = word[:place], word[place:]
    firsts = {one, one[:1].lower() + one[1:]}
    return bool(firsts & lexicon.vocabulary.spellings(one).keys()) and other in lexicon.vocabulary.spellings(other)
