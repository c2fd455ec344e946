"""The fields of the articles with their values, as choices for a filter."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from index.generation import ArticleEntry
from index.text.fold import comparable

_MOST_CHOICES = 2_000
"""The values of all fields that are offered at most."""
_MOST_VALUES = 200
_FIRST = ("author", "outlet", "tags")


@dataclass(frozen=True, slots=True)
class FieldChoices:
    """A field with its most frequent values, each with its number of articles; it has `total` distinct values."""

    name: str
    values: tuple[tuple[str, int], ...]
    total: int


def field_choices(entries: Iterable[ArticleEntry]) -> list[FieldChoices]:
    """Every field: author, outlet and tags, then the others by name; values as the first article spells them."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    spelt: dict[tuple[str, str], str] = {}
    for entry in entries:
        for name, given in entry.fields.items():
            values = {comparable(each): each for each in ((given,) if isinstance(given, str) else given)}
            counts[name].update(values.keys())
            for folded, value in values.items():
                spelt.setdefault((name, folded), value)
    names = sorted((name for name in counts if "=" not in name), key=lambda name: (_place(name), name))
    most = min(_MOST_VALUES, _MOST_CHOICES // max(1, len(names)))
    return [_choices(name, counts[name], spelt, most) for name in names]


def _choices(name: str, counts: Counter[str], spelt: dict[tuple[str, str], str], most: int) -> FieldChoices:
    values = tuple((spelt[name, folded], number) for folded, number in counts.most_common(most))
    return FieldChoices(name, values, len(counts))


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)
