"""The steps that repair a question, in order; each changes only what it is sure of."""

from ..courtesies import without_courtesies
from ..search_terms import looks_like_search
from ..times import with_days_in_digits
from .alphabet import cyrillic_names, right_alphabet
from .apostrophes import with_apostrophes
from .capitals import without_capitals
from .layout import right_layout, right_layout_of_parts
from .lexicon import Lexicon
from .other_languages import is_of_other_language
from .spacing import with_spaces
from .typos import without_typos

# Later steps rely on earlier ones: typing mistakes are searched for in the right alphabet.
_STEPS = (
    right_layout,
    right_layout_of_parts,
    without_capitals,
    right_alphabet,
    cyrillic_names,
    with_apostrophes,
    with_spaces,
    without_typos,
)


def repaired(text: str, lexicon: Lexicon) -> str:
    """The repaired question; unchanged if nothing is clearly wrong."""
    for step in () if is_of_other_language(text) else _STEPS:
        text = step(text, lexicon)
    text = without_courtesies(text)
    # A name keeps its words: «вулиця Першого Травня».
    return text if looks_like_search(text) else with_days_in_digits(text)
