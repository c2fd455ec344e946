"""What a generation knows about its articles and passages, and which articles a search may find.

It does not depend on where they are stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.generation.lexical import Where
from index.passages.split import encoded_text
from index.records import Article, Fields, author_of, fields_from_json, is_recognised, name_of_page
from index.text.fold import comparable

Rows = NDArray[np.int64]
"""Numbers of passages: from 0, in the order of article ids and of places in the text."""
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """The fields of an article except its text, and the `rows` of its passages."""

    id: str
    title: str
    published: date | None
    language: str
    source: str
    page_starts: tuple[int, ...]
    rows: range
    fields: Fields = field(default_factory=dict, hash=False)
    recognised: tuple[int, ...] = ()
    unit: str = "page"
    page_names: tuple[str, ...] = ()

    @property
    def author(self) -> str:
        """The author; empty if unknown."""
        return author_of(self.fields)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of the field with that name, folded as filters compare them; none where it has no such field."""
        value = self.fields.get(name, ())
        return tuple(map(comparable, (value,) if isinstance(value, str) else value))

    def article(self, text: str) -> Article:
        """The article with that text."""
        stated = (self.id, self.title, self.published, self.language, self.source)
        pages = (self.page_starts, self.fields, self.recognised, self.unit, self.page_names)
        return Article(*stated, text, *pages)

    @classmethod
    def from_json(cls, values: Mapping[str, Any], rows: range) -> "ArticleEntry":
        """The entry whose fields `article_fields` gave, after they were JSON."""
        stated: dict[str, Any] = {name: value for name, value in values.items() if name in cls.__slots__}
        stated |= {name: tuple(values.get(name, ())) for name in ("page_starts", "recognised", "page_names")}
        stated["published"] = None if values["published"] is None else date.fromisoformat(values["published"])
        stated["fields"] = fields_from_json(values.get("fields", {}))
        return cls(rows=rows, **stated)


def article_fields(article: Article) -> dict[str, Any]:
    """The fields of an article except its text, as JSON can hold them."""
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "language": article.language,
        "source": article.source,
        "page_starts": article.page_starts,
        "fields": article.fields,
        "recognised": article.recognised,
        "unit": article.unit,
        "page_names": article.page_names,
    }


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as it is indexed: its row, the entry of its article, and its slice `text` of the article's text.

    `page` counts from 1 and is None where the article has no pages.
    """

    row: int
    article: ArticleEntry
    start: int
    end: int
    page: int | None
    text: str

    @property
    def recognised(self) -> bool:
        """Whether it stands on a page whose text was recognised in a picture."""
        return is_recognised(self.article.page_starts, self.article.recognised, self.start, self.end)

    @property
    def indexed_text(self) -> str:
        """The text that both searches index for it."""
        return encoded_text(self.article.title, self.text, self.page_name)

    @property
    def page_name(self) -> str:
        """The name that people know its page by; empty if the page has only a number."""
        return name_of_page(self.article.page_names, self.page)


@dataclass(frozen=True, slots=True)
class Filter:
    """The articles that may answer: published from `since` to `until`, both included, in `language`; None allows all.

    An article without a date is outside every range. Articles with `excluded` ids never answer. For each field in
    `where`, an article must have one of the values; names and values are folded (`comparable`).
    """

    since: date | None = None
    until: date | None = None
    language: str | None = None
    excluded: frozenset[str] = frozenset()
    where: Where = ()

    def allows(self, entry: ArticleEntry) -> bool:
        """Whether this article may answer."""
        if entry.id in self.excluded or self.language not in (None, entry.language):
            return False
        if any(not set(values).intersection(entry.values(name)) for name, values in self.where):
            return False
        if self.days is None:
            return True
        first, last = self.days
        return entry.published is not None and first <= entry.published.toordinal() <= last

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day as ordinals, or None if every day is allowed."""
        if self.since is None and self.until is None:
            return None
        return (self.since or date.min).toordinal(), (self.until or date.max).toordinal()
