"""Finds the intended form of a mistyped word among the words of the index.

Another form of a known word is not a mistake, so endings and stems are compared separately.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

# In words shorter than `_SURE` letters only a swap counts as a mistake, because many short words differ by one letter.
SHORTEST, _SURE, _LONG = 4, 5, 10
_ENDING, _STEM = 2, 5
# Words that differ only in their last letters are forms of one word.
_ENDS_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """A form that may have been meant.

    `mistakes` counts the corrected letters, `stem` the letters before its ending, `changed` how many letters of the two
    endings differ from the known word. `ending_only` says that only the last letters differ from what was typed, as
    they do between two forms of one word.
    """

    form: str
    mistakes: int
    stem: int
    changed: int
    ending_only: bool


def meanings(typed: str, words: Iterable[str]) -> list[tuple[Meant, str]]:
    """The possible intended forms of the typed word among these words, each with the known word."""
    near = process.extract(typed, list(words), scorer=OSA.distance, score_cutoff=_allowed(typed) + _ENDING, limit=None)
    return [(meant, known) for known, *_ in near if (meant := meant_by(typed, known))]


def meant_by(typed: str, known: str) -> Meant | None:
    """The form of the known word that the typed one may stand for; None if the two are different words.

    A word of five to nine letters may have one mistake (a letter missing, added, changed or swapped with its
    neighbour), a longer one two, the first letter none. Where only the stem was mistyped, the typed ending stays.
    """
    if len(typed) < SHORTEST or not known or typed[0] != known[0] or typed == known:
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
    """Whether only their last letters differ, as in word forms, and not by a letter lost or doubled before the last."""
    if abs(len(typed) - len(known)) == 1 and typed[-1] == known[-1]:
        return False
    shared = max(len(typed), len(known)) - _ENDS_ALIKE
    swapped = len(typed) == len(known) and sorted(typed[-_ENDS_ALIKE:]) == sorted(known[-_ENDS_ALIKE:])
    return len(typed) >= _SURE and typed[:shared] == known[:shared] and not swapped


def _endings(typed: str, known: str) -> Iterator[tuple[int, int]]:
    """Possible lengths of the two endings: none, or a few letters after stems that end alike."""
    yield 0, 0
    for kept in range(_ENDING + 1):
        for cut in range(_ENDING + 1):
            stem, its = typed[: len(typed) - kept], known[: len(known) - cut]
            alike = sorted(stem[-_ENDS_ALIKE:]) == sorted(its[-_ENDS_ALIKE:]) or stem[-1:] == its[-1:]
            if (kept or cut) and min(len(stem), len(its)) >= _STEM and alike:
                yield kept, cut
