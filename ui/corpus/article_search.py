"""Selects articles for a list: by a filter, and by words of titles, sources and ids."""

from collections.abc import Callable
from datetime import date

from index.generation import ArticleEntry, Filter
from index.text.fold import folded_words


def wanted_by(wanted: Filter, search: str) -> Callable[[ArticleEntry], bool]:
    """A test whether the filter allows an article and each word of `search` begins a word of title, source or id."""
    asked = folded_words(search)
    return lambda entry: wanted.allows(entry) and _is_named(entry, asked)


def newest_first(entry: ArticleEntry) -> tuple[date, str]:
    """The sort key, to be used in reverse order; articles without a date come last."""
    return entry.published or date.min, entry.id


def _is_named(entry: ArticleEntry, asked: list[str]) -> bool:
    """Whether each of these words is a prefix of a word in the article's title, source or id."""
    if not asked:
        return True
    words = folded_words(f"{entry.title} {entry.source} {entry.id}")
    return all(any(word.startswith(part) for word in words) for part in asked)
