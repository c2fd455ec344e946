"""Removes greetings, thanks and other courtesies around a question: to the search they are words like any other."""

import re

from index.text.fold import folded_words, words

from .search_terms import ASKING
from .small_talk import Talk, social_talk

_KINDS: frozenset[Talk] = frozenset({"greeting", "thanks"})
_LISTED = """
будь ласка; прошу; скажи; скажіть; підкажи; підкажіть; перепрошую; вибач; вибачте; пробачте; друже; наперед;
пожалуйста; скажите; подскажи; подскажите; извини; извините; заранее; please; sorry; excuse me; in advance;
proszę; powiedz; przepraszam; z góry; bitte; entschuldigung; im voraus
"""
_COURTESIES = frozenset(tuple(folded_words(phrase)) for phrase in _LISTED.split(";"))
_LONGEST = 4
# A courtesy ends with a mark; without one only words that begin a question may follow it.
_MARK = re.compile(r"\s*[,.!?…:;)\n–—-]")
_QUOTED = "«„“\"'‘"
_FEWEST_WORDS = 2


def without_courtesies(text: str) -> str:
    """The question without the courtesies before and after it; unchanged if little would be left of it."""
    if text[:1] in _QUOTED:
        return text
    found = list(words(text))
    first = _courtesies_before(text, found)
    last = _courtesies_after(text, found, first)
    if last - first < _FEWEST_WORDS or (first, last) == (0, len(found)):
        return text
    end = len(text) if last == len(found) else found[last][0]
    rest = text[found[first][0] : end].rstrip(" ,\n–—-")
    mark = "?" if text.rstrip().endswith("?") and not rest.endswith("?") else ""
    return (rest[:1].upper() if text[:1].isupper() else rest[:1]) + rest[1:] + mark


def _courtesies_before(text: str, found: list[tuple[int, int, str]]) -> int:
    """The number of words before the question."""
    place = done = 0
    while length := _courtesy(found[place:]):
        place += length
        if place < len(found) and (_MARK.match(text, found[place - 1][1]) or found[place][2] in ASKING):
            done = place
    return done


def _courtesies_after(text: str, found: list[tuple[int, int, str]], first: int) -> int:
    """The number of words up to the end of the question; what follows it consists of courtesies."""
    for last in range(first + 1, len(found)):
        if _MARK.match(text, found[last - 1][1]) and _all_courtesies(found[last:]):
            return last
    return len(found)


def _all_courtesies(found: list[tuple[int, int, str]]) -> bool:
    place = 0
    while place < len(found) and (length := _courtesy(found[place:])):
        place += length
    return place == len(found)


def _courtesy(found: list[tuple[int, int, str]]) -> int:
    """The number of words of the longest courtesy that these words begin with."""
    for length in range(min(_LONGEST, len(found)), 0, -1):
        phrase = tuple(word for _, _, word in found[:length])
        if phrase in _COURTESIES or social_talk(phrase) in _KINDS:
            return length
    return 0
