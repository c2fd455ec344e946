"""Words that the index does not have, and its words that were meant: typing mistakes and apostrophes.

A word of another form than the index has is no mistake, so only what comes before a word's ending is compared.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

_APOSTROPHE = re.compile(r"(?<=[бпвмфркнздтсшцчжхлгґ])[*\"`´”“‘,ʹ^](?=[яюєїи])", re.IGNORECASE)
# In these words an apostrophe is missed: a labial, р or к before a letter that would otherwise soften it.
_MISSED = re.compile(r"[бпвмфркз][яюєї]", re.IGNORECASE)
_ENDING, _STEM = 2, 5
_SHORT, _LONG = 4, 8


def with_apostrophes(text: str) -> str:
    """The text with what people type for an apostrophe between two Cyrillic letters put right: `зв*язок`."""
    return _APOSTROPHE.sub("'", text)


def may_miss_apostrophe(word: str) -> bool:
    """Whether an apostrophe may have been left out in it."""
    return bool(_MISSED.search(word))


def meant_by(typed: str, known: str) -> tuple[str, int] | None:
    """The form of the known word that was meant by the typed one, and how many mistakes that takes.

    The typed word keeps its own ending where only the known word's stem was mistyped. None if the two are different
    words: more than one mistake (a letter missing, added, changed or swapped with its neighbour) in a word of four to
    seven letters, more than two in a longer one, or one in the first letter.
    """
    if len(typed) < _SHORT or not known or typed[0] != known[0]:
        return None
    allowed = 1 if len(typed) < _LONG else 2
    found = [
        (mistakes, _ending_changed(typed, known, kept, cut), known[: len(known) - cut] + typed[len(typed) - kept :])
        for kept, cut in _endings(typed, known)
        if 0
        < (mistakes := OSA.distance(typed[: len(typed) - kept], known[: len(known) - cut], score_cutoff=allowed))
        <= allowed
    ]
    if not found:
        return None
    mistakes, _, form = min(found)
    return form, mistakes


def _endings(typed: str, known: str) -> Iterator[tuple[int, int]]:
    """How many letters of each word are taken for its ending: none, the same ones, or different ones after a stem."""
    yield 0, 0
    for kept in range(_ENDING + 1):
        for cut in range(_ENDING + 1):
            if (
                min(len(typed) - kept, len(known) - cut) >= _STEM
                and typed[len(typed) - kept - 1] == known[len(known) - cut - 1]
            ):
                yield kept, cut


def _ending_changed(typed: str, known: str, kept: int, cut: int) -> int:
    """How many letters differ by form and not by mistake: the fewer, the likelier."""
    return kept + cut if typed[len(typed) - kept :] != known[len(known) - cut :] else 0
