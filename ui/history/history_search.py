"""Which conversations hold the words of a search: in their questions, or in what was quoted to them."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from index.text.fold import folded_words


def holding(search: str, said: Iterable[tuple[str, str, str]]) -> set[str]:
    """The conversations where each word of `search` begins a word; `said` has conversation, question and answer."""
    asked, words = folded_words(search), dict[str, set[str]]()
    for conversation, question, answer in said:
        words.setdefault(conversation, set()).update(folded_words(question), *map(folded_words, _quoted(answer)))
    return {
        conversation
        for conversation, own in words.items()
        if all(any(word.startswith(each) for word in own) for each in asked)
    }


def _quoted(answer: str) -> Iterator[str]:
    """The titles and passages of a stored answer; none if it cannot be read."""
    with suppress(ValueError, TypeError, KeyError):
        for citation in json.loads(answer)["citations"]:
            yield citation["title"]
            yield citation["text"]
