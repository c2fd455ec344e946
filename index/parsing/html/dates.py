"""The publication date that a page states for its article: in its head, in JSON-LD, or next to the article.

The date of generation, or of a teaser beside the article, would be worse than none.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from index.parsing.facts.dates import find_date, stated_date
from index.parsing.html.linked_data import is_of_article, linked_data

_PUBLISHED = frozenset(
    (
        *("article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish_date"),
        *("publish-date", "publication_date", "publication-date", "dc.date", "dc.date.issued", "dc.date.created"),
        *("dcterms.created", "dcterms.date", "dcterms.issued", "sailthru.date", "parsely-pub-date", "date", "created"),
        *("article.published", "article:published", "citation_publication_date", "citation_date"),
    )
)
_ELSEWHERE = frozenset(["aside", "nav", "footer", "form", "figure", "blockquote"])
_SIDE = ("sidebar", "side-", "related", "teaser", "recent", "popular", "comment", "widget", "footer", "last-")
_DATED = ("date", "published", "time", "posted", "meta")
_SITE_HEAD = re.compile(r"(?:^|\s)(?:(?:site|page|main|top)[-_]?)?(?:header|head|top|topbar|topline|masthead)(?:\s|$)")
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
_MOST_NODES = 3_000
_LONGEST = 120


def published_in(tree: Any) -> date | None:  # noqa: ANN401 - lxml elements
    """The day the page states for its article; None if there is none."""
    places = (_in_head, _in_data, _in_address, _beside)
    found = (stated_date(str(value).strip()) for values in places for value in values(tree))
    return next((day for day in found if day), None)


def _in_head(tree: Any) -> Iterator[str]:  # noqa: ANN401
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if name.strip().lower() in _PUBLISHED and not is_elsewhere(node):
            yield node.get("content") or ""


def _in_data(tree: Any) -> Iterator[str]:  # noqa: ANN401
    for value in linked_data(tree):
        yield from _stated_days(value, 0)


def _stated_days(value: object, deep: int) -> Iterator[str]:
    if deep > 4:
        return
    if isinstance(value, list):
        for each in value[:50]:
            yield from _stated_days(each, deep + 1)
    elif isinstance(value, dict):
        stated = value.get("datePublished") or value.get("dateCreated")
        if isinstance(stated, str) and ("@type" not in value or is_of_article(value)):
            yield stated
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _stated_days(value.get(name), deep + 1)


def _in_address(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """The day in the page's own address, where blogs and newspapers put it: /2024/04/16/."""
    addresses = [node.get("href") for node in tree.iter("link") if node.get("rel") == "canonical"]
    addresses += [node.get("content") for node in tree.iter("meta") if node.get("property") == "og:url"]
    for address in addresses:
        if found := _DAY_IN_ADDRESS.search(address or ""):
            yield "-".join(found.groups())


def _beside(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """The days of <time> elements and of short dated lines next to the article."""
    times = [node for node in tree.iter("time") if not is_elsewhere(node)][:_MOST_NODES]
    for node in times:
        if (
            node.get("pubdate") is not None
            or node.get("itemprop") == "datePublished"
            or len(times) == 1
            or _in_article(node)
        ):
            yield node.get("datetime") or _words(node)
    for number, node in enumerate(tree.iter("span", "div", "p", "small", "b", "em", "td", "font")):
        if number > _MOST_NODES:
            return
        named = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}".lower()
        words = _words(node)
        if any(part in named for part in _DATED) and len(words) <= _LONGEST and not is_elsewhere(node):
            day = stated_date(words) or find_date(words)
            if day:
                yield day.isoformat()


def _words(node: Any) -> str:  # noqa: ANN401
    return " ".join("".join(node.itertext()).split())[: 2 * _LONGEST]


def _in_article(node: Any) -> bool:  # noqa: ANN401
    return any(above.tag in ("article", "main") for above in node.iterancestors())


def is_elsewhere(node: Any) -> bool:  # noqa: ANN401
    """Whether the node belongs to something beside the article."""
    for above in (node, *node.iterancestors()):
        named = f"{above.get('class') or ''} {above.get('id') or ''}".lower()
        if above.tag in _ELSEWHERE or any(part in named for part in _SIDE):
            return True
        # The head of a site shows today's date; the head of an article contains its title.
        if (above.tag == "header" or _SITE_HEAD.search(named)) and next(above.iter("h1", "article"), None) is None:
            return not _in_article(above)
    return False
