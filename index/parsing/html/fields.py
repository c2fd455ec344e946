"""Who wrote a page, who published it, and its tags: as its head and its JSON-LD state them.

On the page itself only words that are marked as the author's name count: a wrong author is worse than none.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.authors import authors_in
from index.parsing.facts.free_fields import fields_of
from index.parsing.html.dates import is_elsewhere
from index.parsing.html.linked_data import is_of_article, linked_data
from index.records import Fields

_NAMES = {
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "citation_author": "author",
    "parsely-author": "author",
    "og:site_name": "outlet",
    "dc.publisher": "outlet",
    "article:tag": "tags",
    "keywords": "tags",
    "news_keywords": "tags",
}
_DEEPEST, _MOST_NODES, _LONGEST_NAME = 4, 50, 80


def stated_fields(tree: Any) -> Fields:  # noqa: ANN401 - lxml elements
    """The fields that the page states; the first statement of each name counts, and JSON-LD comes first."""
    found: dict[str, Any] = {}
    for name, value in (*_in_data(tree), *_in_head(tree), *_beside(tree)):
        found.setdefault(name, value)
    return fields_of(found)


def _in_head(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    listed: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        stated = (node.get("property") or node.get("name") or "").strip().lower()
        content = (node.get("content") or "").strip()
        if content and stated in _NAMES and not content.startswith(("http://", "https://")):
            listed.setdefault(stated, []).append(content)
    for stated, name in _NAMES.items():
        if values := listed.get(stated):
            yield name, values if len(values) > 1 else values[0]


def _beside(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The author whom the page marks as such beside its article, if it marks one alone."""
    names: set[str] = set()
    for node in tree.iter("a", "span", "div", "p", "address"):
        if "author" in (node.get("rel") or "").split() or node.get("itemprop") == "author" or _is_card(node):
            words = one_line(canonical("".join(node.itertext())))
            if 0 < len(words) <= _LONGEST_NAME and not is_elsewhere(node):
                names |= set(authors_in(words))
    if len(names) == 1:
        yield "author", names.pop()


def _is_card(node: Any) -> bool:  # noqa: ANN401
    return {"author", "vcard"} <= set((node.get("class") or "").split())


def _in_data(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for value in linked_data(tree):
        yield from _of_articles(value, 0)


def _of_articles(value: object, deep: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and deep < _DEEPEST:
        for each in value[:_MOST_NODES]:
            yield from _of_articles(each, deep + 1)
    elif isinstance(value, Mapping):
        if is_of_article(value):
            for stated, name in (("author", "author"), ("publisher", "outlet"), ("keywords", "tags")):
                if fields_of({name: value.get(stated)}):
                    yield name, value[stated]
        yield from _of_articles(value.get("@graph"), deep + 1)
