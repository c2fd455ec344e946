"""One story told by several outlets: quotes of the same words are gathered, so that it is cited once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.fold import sounds

from .quoting import Quote
from .records import Hit

# Two sentences are the same words if they share this part of all distinct words of both, and have enough of them.
_SHARED = 0.8
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Story:
    """A quote, and the hits of other articles whose answering sentence is in the same words, best first."""

    quote: Quote
    elsewhere: list[Hit] = field(default_factory=list)


def stories(quotes: Iterable[Quote], most: int) -> list[Story]:
    """The first `most` stories of these quotes, in their order; no more quotes are taken than that needs."""
    found: list[Story] = []
    for quote in quotes:
        told = next((story for story in found if _same_words(story.quote.text, quote.text)), None)
        if told:
            told.elsewhere.append(quote.hit)
        else:
            found.append(Story(quote))
        if len(found) == most:
            break
    return found


def _same_words(one: str, other: str) -> bool:
    words, others = set(sounds(one)), set(sounds(other))
    enough = min(len(words), len(others)) >= _FEWEST_WORDS
    return enough and len(words & others) >= _SHARED * len(words | others)
