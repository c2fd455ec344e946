"""Typing mistakes: the form that was meant of a word that the index has.

A word of another form than the index has is no mistake, so endings are compared apart from stems.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

# In words shorter than `_SURE` letters only a swap counts as a mistake: too many short words are one letter apart.
_SHORT, _SURE, _LONG = 4, 5, 10
_ENDING, _STEM = 2, 5
# Words that agree up to their last letters are forms of one word.
_ENDS_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """A form that may have been meant.

    `mistakes` counts the letters put right, `stem` the letters before its ending, `changed` how many letters of the two
    endings differ from the known word. `ending_only` tells that only the last letters differ from what was typed, as
    they do between two forms of one word.
    """

    form: str
    mistakes: int
    stem: int
    changed: int
    ending_only: bool


def meanings(typed: str, words: Iterable[str]) -> list[tuple[Meant, str]]:
    """What the typed word may be meant for among these words, and the word itself."""
    near = process.extract(typed, list(words), scorer=OSA.distance, score_cutoff=_allowed(typed) + _ENDING, limit=None)
    return [(meant, known) for known, *_ in near if (meant := meant_by(typed, known))]


def meant_by(typed: str, known: str) -> Meant | None:
    """The form of the known word that the typed one may be meant for; None if the two are different words.

    A word of five to nine letters may have one mistake (a letter missing, added, changed or swapped with its
    neighbour), a longer one two, the first letter none. Where only the stem was mistyped, the typed ending stays.
    """
    if len(typed) < _SHORT or not known or typed[0] != known[0] or typed == known:
        return None
    if len(typed) < _SURE and sorted(typed) != sorted(known):
        return None
    allowed = _allowed(typed)
    found = []
    for kept, cut in _endings(typed, known):
        stem, its = typed[: len(typed) - kept], known[: len(known) - cut]
        mistakes = OSA.distance(stem, its, score_cutoff=allowed)
        if 0 < mistakes <= allowed:
            form = its + typed[len(typed) - kept :]
            changed = 0 if form == known else kept + cut
            found.append(Meant(form, mistakes, len(its), changed, _forms_of_one(typed, form)))
    return min(found, key=lambda meant: (meant.mistakes, meant.changed), default=None)


def _allowed(typed: str) -> int:
    return 1 if len(typed) < _LONG else 2


def _forms_of_one(typed: str, known: str) -> bool:
    """Whether they differ in their last letters alone as forms do: not by one lost or doubled before the last."""
    if abs(len(typed) - len(known)) == 1 and typed[-1] == known[-1]:
        return False
    shared = max(len(typed), len(known)) - _ENDS_ALIKE
    swapped = len(typed) == len(known) and sorted(typed[-_ENDS_ALIKE:]) == sorted(known[-_ENDS_ALIKE:])
    return len(typed) >= _SURE and typed[:shared] == known[:shared] and not swapped


def _endings(typed: str, known: str) -> Iterator[tuple[int, int]]:
    """How many letters of each word are taken for its ending: none, or a few behind a stem that ends alike."""
    yield 0, 0
    for kept in range(_ENDING + 1):
        for cut in range(_ENDING + 1):
            stem, its = typed[: len(typed) - kept], known[: len(known) - cut]
            alike = sorted(stem[-_ENDS_ALIKE:]) == sorted(its[-_ENDS_ALIKE:]) or stem[-1:] == its[-1:]
            if (kept or cut) and min(len(stem), len(its)) >= _STEM and alike:
                yield kept, cut
