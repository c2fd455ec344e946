"""Groups near duplicates: citations whose sentences use nearly the same words become one story."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from index.text.fold import sounds

from .disagreements import contradict
from .judging import Judged

# Two sentences are near duplicates if they share this fraction of their distinct words, and have enough of them.
_SHARED = 0.8
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Story:
    """A passage that answers, and passages of other articles whose answering sentence has nearly the same words."""

    first: Judged
    also: list[Judged] = field(default_factory=list)


def gather_stories(judged: Iterable[Judged], most: int) -> list[Story]:
    """The first `most` stories of these passages, in their order."""
    found: list[Story] = []
    for each in judged:
        same = next((story for story in found if same_statement(story.first.sentence_text, each.sentence_text)), None)
        if same is None:
            found.append(Story(each))
        elif each.hit.article_id not in {same.first.hit.article_id, *(other.hit.article_id for other in same.also)}:
            same.also.append(each)
        if len(found) > most:
            return found[:most]
    return found


def same_statement(one: str, other: str) -> bool:
    """Whether two sentences have nearly the same words and the same numbers, and neither negates the other."""
    return same_words(one, other) and not contradict(one, other)


def same_words(one: str, other: str) -> bool:
    """Whether two sentences share nearly all of their words, or all but numbers, and have enough of them."""
    words, others = _words(one), _words(other)
    enough = min(len(words), len(others)) >= _FEWEST_WORDS
    alike = enough and len(words & others) >= _SHARED * len(words | others)
    return alike or same_but_for_numbers(one, other)


def same_but_for_numbers(one: str, other: str) -> bool:
    """Whether two sentences have the same words apart from their numbers, and enough of them."""
    words, others = _words(one), _words(other)
    return min(len(words), len(others)) >= _FEWEST_WORDS and _without_numbers(words) == _without_numbers(others)


@lru_cache(maxsize=1 << 10)
def _words(sentence: str) -> frozenset[str]:
    """The distinct words of a sentence, as they sound; one sentence is compared with many."""
    return frozenset(sounds(sentence))


def _without_numbers(words: frozenset[str]) -> set[str]:
    return {word for word in words if not any(map(str.isdigit, word))}
