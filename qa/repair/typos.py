"""Repairs words that are unknown to the articles and dictionaries but close to a word of the articles."""

import math

from index.text.fold import fold, romanised

from .dictionary import is_word
from .lexicon import CYRILLIC, WORD, Lexicon, in_case_of
from .spelling import SHORTEST, Meant, meanings

# The score of a candidate: its likelihood, minus mistakes and changed letters of its ending, plus its frequency.
_MISTAKE, _CHANGED, _COUNT = 4.0, 1.0, 1.5
# The extra gain that a form needs if it differs only in its last letters.
_ENDING_ONLY = 5.0
# The number of letters that may differ in the two endings, unless the stem is long.
_MOST_CHANGED, _LONG_STEM = 2, 8
_NAME_STEM = 6


def without_typos(text: str, lexicon: Lexicon) -> str:
    """The text with mistyped words repaired."""
    return WORD.sub(lambda word: _spelt(word.group(), word.start() > 0, lexicon), text)


def _spelt(word: str, inside: bool, lexicon: Lexicon) -> str:
    folded = fold(word)
    if len(folded) < SHORTEST or not word.isalpha() or lexicon.knows(word):
        return word
    name = inside and word[0].isupper()
    found = [
        (_worth(meant, known, lexicon), meant.form)
        for meant, known in meanings(folded, lexicon.vocabulary.beginning_with(folded[0]).keys())
        if _likely(folded, meant, known, name, lexicon)
    ]
    if not found or is_word(word):
        return word
    best = max(found)[1]
    return in_case_of(word, lexicon.as_written(best) if name else best)


def _likely(typed: str, meant: Meant, known: str, name: bool, lexicon: Lexicon) -> bool:
    """Whether the form is plausible: a form of a name or a dictionary word, or the known word itself."""
    if meant.stem < _LONG_STEM and meant.changed > _MOST_CHANGED:
        return False
    if name and not lexicon.is_name(known):
        return False
    if not CYRILLIC.search(typed) and romanised(typed) == romanised(meant.form):
        return False  # a name in the spelling of another language
    if meant.ending_only:
        return not name and lexicon.likelihood(meant.form) - lexicon.likelihood(typed) >= _ENDING_ONLY
    if lexicon.knows(meant.form):
        return True
    return meant.mistakes == 1 and meant.stem >= _NAME_STEM if name else is_word(meant.form)


def _worth(meant: Meant, known: str, lexicon: Lexicon) -> float:
    commonness = _COUNT * math.log(lexicon.vocabulary.count(known))
    return lexicon.likelihood(meant.form) - _MISTAKE * meant.mistakes - _CHANGED * meant.changed + commonness
