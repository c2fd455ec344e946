"""Repairs apostrophes: substitutes that people type, and missing ones that the articles always have."""

import re

from index.text.fold import fold

from .lexicon import WORD, Lexicon, shared

# Between a consonant and a letter that it keeps from softening.
_STANDS_FOR_ONE = re.compile(r"(?<=[бвгґджзйклмнпрстфхцчшщ])[*\"`´”“‘,ʹ^](?=[яюєї])", re.IGNORECASE)
_SOFTENED = re.compile(r"[бвгґджзйклмнпрстфхцчшщ][яюєї]", re.IGNORECASE)
_APOSTROPHE = re.compile("['’ʼ]")


def with_apostrophes(text: str, lexicon: Lexicon) -> str:
    """The text with an apostrophe wherever one was meant."""
    return WORD.sub(lambda word: _with_apostrophe(word.group(), lexicon), _STANDS_FOR_ONE.sub("'", text))


def _with_apostrophe(word: str, lexicon: Lexicon) -> str:
    if not _SOFTENED.search(word) or word.lower() in map(str.lower, lexicon.vocabulary.spellings(word)):
        return word
    folded = fold(word)
    for known in lexicon.forms_of(folded):
        spellings = map(str.lower, lexicon.vocabulary.spellings(known))
        written = next((spelling for spelling in spellings if _APOSTROPHE.search(spelling)), "")
        place = _APOSTROPHE.search(written)
        if place and place.start() < shared(known, folded):
            return f"{word[: place.start()]}'{word[place.start() :]}"
    return word
