"""The steps that put a question right, one after another; each leaves alone what it is not sure of."""

from .alphabet import cyrillic_names, right_alphabet
from .apostrophes import with_apostrophes
from .capitals import without_capitals
from .layout import right_layout, right_layout_of_parts
from .lexicon import Lexicon
from .spacing import with_spaces
from .typos import without_typos

# A later step relies on what the earlier ones put right: typing mistakes are looked for in the right letters.
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
    """The question as it was meant; as it was typed where nothing is plainly wrong."""
    for step in _STEPS:
        text = step(text, lexicon)
    return text
