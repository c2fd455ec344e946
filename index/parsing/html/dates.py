"""The publication date that a page states for its article: in its head, in JSON-LD, or next to the article.

The date of generation, of a teaser beside the article, or of the day the page was seen would be worse than none.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, takewhile
from typing import Any

from index.parsing.facts.dates import find_date, has_weekday, is_dateline, names_day_seen, stated_date
from index.parsing.html.linked_data import is_of_article, linked_data
from index.text.fold import comparable

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
_OF_PUBLICATION = re.compile(
    r"publi|pubdate|posted|(?:post|entry|article|news)[-_]?(?:date|time|head|meta)|created|date-header"
)
_OF_SEEING = re.compile(r"today|current|clock|weather|calendar|print|\bnow\b")
_OF_CHANGE = re.compile(r"updat|modif")
_NEVER = 3
_BETWEEN = re.compile(r"\s*[|•·]\s*|\s/\s")
_HEADINGS = ("h1", "h2", "h3")
_MOST_NODES, _MOST_BELOW, _MOST_ABOVE = 3_000, 12, 2
_LONGEST, _LONG_TEXT, _MAIN_SHARE = 120, 80, 0.5


def published_in(tree: Any, address: str) -> date | None:  # noqa: ANN401 - lxml elements
    """The day that the page states for its article in its head, its data or its address; None if there is none."""
    return _first_day(chain(_in_head(tree), _in_data(tree), _in_address(tree, address)))


def published_beside(tree: Any, saved: date | None) -> date | None:  # noqa: ANN401
    """The day that stands next to the article of a cleaned page; None if there is none.

    The day on which a page was seen stands above the article and apart from it, or is the day on which it was `saved`:
    it is removed from the page.
    """
    heading = _heading_of(tree)
    above = _above(tree, heading)
    box = _box_of(tree, heading)
    apart = {node for node in above if box is not node and box not in node.iterancestors()}
    others = [node for node in above if _rank(node) and (node in apart or _is_day_seen(node, saved))]
    others += [node for node in tree.iter("div", "p", "span", "td") if _rank(node) == _NEVER]
    others = [node for node in dict.fromkeys(others) if is_dateline(_words(node))]
    for node in others:
        node.drop_tree()
    above = [node for node in above if node not in others]
    return _first_day(chain(_of_times(tree, apart), _marked(tree, apart, above), _near(heading, above, apart)))


def _is_day_seen(node: Any, saved: date | None) -> bool:  # noqa: ANN401
    words = _words(node)
    return has_weekday(words) or bool(saved and find_date(words) == saved)


def _first_day(values: Iterable[object]) -> date | None:
    found = (stated_date(str(value).strip()) for value in values)
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


def _in_address(tree: Any, address: str) -> Iterator[str]:  # noqa: ANN401
    """The day in the page's own address, where blogs and newspapers put it: /2024/04/16/."""
    addresses = [node.get("href") for node in tree.iter("link") if node.get("rel") == "canonical"]
    addresses += [node.get("content") for node in tree.iter("meta") if node.get("property") == "og:url"]
    for each in (*addresses, address):
        if found := _DAY_IN_ADDRESS.search(each or ""):
            yield "-".join(found.groups())


def _of_times(tree: Any, apart: Container[Any]) -> Iterator[str]:  # noqa: ANN401
    """The days of <time> elements."""
    times = [node for node in tree.iter("time") if not is_elsewhere(node) and _rank(node) < _NEVER][:_MOST_NODES]
    for node in sorted(times, key=_rank):
        is_stated = node.get("pubdate") is not None or node.get("itemprop") == "datePublished"
        if is_stated or ((len(times) == 1 or _in_article(node)) and node not in apart):
            yield node.get("datetime") or _words(node)


def _marked(tree: Any, apart: Container[Any], above: Container[Any]) -> Iterator[str]:  # noqa: ANN401
    """The days of short lines that are marked as dates."""
    nodes = islice(tree.iter("span", "div", "p", "small", "b", "em", "td", "font", "h2", "li"), _MOST_NODES)
    dated = [node for node in nodes if _is_dated(node) and len(_words(node)) <= _LONGEST]
    # Several days above the heading are those of other articles.
    teasers = [node for node in dated if node in above and _rank(node) and is_dateline(_words(node))]
    dated = [node for node in dated if node not in teasers or len(set(map(_words, teasers))) == 1]
    for node in sorted(dated, key=_rank):
        if _rank(node) < _NEVER and not is_elsewhere(node) and (node not in apart or not _rank(node)):
            for words in (_words(node), *_BETWEEN.split(_words(node))):
                if day := stated_date(words) or find_date(words):
                    yield day.isoformat()


def _near(heading: Any, above: Sequence[Any], apart: Container[Any]) -> Iterator[str]:  # noqa: ANN401
    """The day on a line of its own below the heading, or right above it."""
    nodes = [] if heading is None else heading.xpath("following::*[not(ancestor-or-self::table)]")[:_MOST_BELOW]
    below = takewhile(lambda node: len(_words(node)) <= _LONGEST, nodes)
    over = [node for node in above[-_MOST_ABOVE:] if node not in apart and not any(map(_is_dated, node.iter()))]
    for node in (*below, *over):
        lines = _BETWEEN.split(_words(node))
        if (
            _rank(node) == _NEVER
            or is_elsewhere(node)
            or any(map(names_day_seen, (*lines, _words_before(node, heading))))
        ):
            continue
        yield from (day.isoformat() for line in lines if is_dateline(line) and (day := find_date(line)))


def _words_before(node: Any, heading: Any) -> str:  # noqa: ANN401
    """The words right before the node, also in another element; empty if they are the heading."""
    found = node.xpath("preceding::text()[normalize-space()][1]")
    is_heading = found and heading in (found[0].getparent(), *found[0].getparent().iterancestors())
    return "" if not found or is_heading else " ".join(found[0].split())


def _is_dated(node: Any) -> bool:  # noqa: ANN401
    return any(part in _named(node) for part in _DATED)


def _rank(node: Any) -> int:  # noqa: ANN401
    """How likely an element has the day of publication, by its name, from 0; the day it is seen on has `_NEVER`."""
    named = f"{_named(node)} {_named(node.getparent())}"
    if _OF_SEEING.search(named) and "publi" not in named:
        return _NEVER
    if _OF_CHANGE.search(named) and "publi" not in named:
        return 2
    return 0 if _OF_PUBLICATION.search(named) else 1


def _named(node: Any) -> str:  # noqa: ANN401
    names = ("class", "id", "itemprop")
    return "" if node is None else " ".join(filter(None, map(node.get, names))).lower()


def _heading_of(tree: Any) -> Any:  # noqa: ANN401
    """The heading of the article: that with which the window's title begins, else the first heading or long text."""
    titles = [node.get("content") for node in tree.iter("meta") if node.get("property") == "og:title"]
    windows = [comparable(" ".join(title.split())) for title in (*titles, tree.findtext(".//title")) if title]
    lines = (node for node in tree.iter(*_HEADINGS, "font", "b", "strong", "p", "td", "div"))
    own = [node for node in lines if (words := comparable(_words(node))) and any(w.startswith(words) for w in windows)]
    texts = (node for node in tree.iter("p", "td", "div") if len(node.text or "") >= _LONG_TEXT)
    return max(own, key=lambda node: len(_words(node)), default=next(chain(tree.iter("h1"), texts), None))


def _above(tree: Any, heading: Any) -> list[Any]:  # noqa: ANN401
    """The elements that end before the heading begins."""
    return [] if heading is None else heading.xpath("preceding::*")[:_MOST_NODES]


def _box_of(tree: Any, heading: Any) -> Any:  # noqa: ANN401
    """The innermost element around the heading that has most of the page's text."""
    least = _MAIN_SHARE * len(tree.text_content())
    boxes = () if heading is None else heading.iterancestors()
    return next((box for box in boxes if len(box.text_content()) >= least), tree)


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
