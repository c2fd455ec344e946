"""Repairs apostrophes: substitutes that people type, and missing ones that the articles always have."""

import re

from index.text.fold import fold

from .dictionary import is_word
from .lexicon import WORD, Lexicon, shared

# An apostrophe stands between a consonant and a letter that would soften it. Marks of the first group mean nothing else
# there.
_SURE = '*"`´”“‘ʹ^'
_STANDS_FOR_ONE = re.compile(
    rf"(?P<before>[^\W\d_]*[бвгґджзйклмнпрстфхцчшщ])(?:(?P<sure>[{_SURE}]{{1,2}})|[],;:.~#@&|/\\+=_ -])"
    r"(?P<after>[яюєї][^\W\d_]*)",
    re.IGNORECASE,
)
_SOFTENED = re.compile(r"[бвгґджзйклмнпрстфхцчшщ][яюєї]", re.IGNORECASE)
_APOSTROPHE = re.compile("['’ʼ]")


def with_apostrophes(text: str, lexicon: Lexicon) -> str:
    """The text with an apostrophe wherever one was meant."""
    typed = _STANDS_FOR_ONE.sub(lambda word: _without_substitute(word, lexicon), text)
    return WORD.sub(lambda word: _with_apostrophe(word.group(), lexicon), typed)


def _without_substitute(word: re.Match[str], lexicon: Lexicon) -> str:
    """The word with its apostrophe; unchanged if the mark may part two words."""
    before, after = word["before"], word["after"]
    if before[-1].islower() and after[0].isupper():
        return word.group()
    meant = f"{before}'{after}"
    return meant if word["sure"] or _is_one_word(before, after, lexicon) else word.group()


def _is_one_word(before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether these are halves of a word, and the second is none itself."""
    if lexicon.knows(after):
        return False
    return lexicon.knows(before + after) or (is_word(f"{before}'{after}") and not is_word(after))


def _with_apostrophe(word: str, lexicon: Lexicon) -> str:
    if (
        _APOSTROPHE.search(word)
        or not _SOFTENED.search(word)
        or word.lower() in map(str.lower, lexicon.vocabulary.spellings(word))
    ):
        return word
    folded = fold(word)
    for known in lexicon.forms_of(folded):
        spellings = map(str.lower, lexicon.vocabulary.spellings(known))
        written = next((spelling for spelling in spellings if _APOSTROPHE.search(spelling)), "")
        place = _APOSTROPHE.search(written)
        if place and place.start() < shared(known, folded):
            return f"{word[: place.start()]}'{word[place.start() :]}"
    return word
