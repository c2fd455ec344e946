"""An item of an RSS feed or an entry of an Atom feed, as the fields of a record."""

import re
from collections.abc import Mapping
from typing import Any

from index.parsing.exports.xml_parts import parts_of, tag_of

# RSS names an author by address: "ada@example.org (Ada)".
_ADDRESS = re.compile(r"\S+@\S+\s*\((.+)\)")


def rss_post(item: Any, _site: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - lxml elements
    """The fields of an item; its full text if there is one, else its description."""
    parts: dict[str, str] = {}
    tags: list[str] = []
    for name, node in parts_of(item):
        text = (node.text or "").strip()
        if name in ("category", "subject"):
            tags.append(text)
        elif name == "guid" and node.get("isPermaLink", "true") != "false":
            parts.setdefault("permalink", text)
        elif text:
            parts.setdefault(name, text)
    author = parts.get("creator") or parts.get("author", "")
    named = _ADDRESS.fullmatch(author)
    link = parts.get("link") or parts.get("permalink", "")
    return {
        "id": link or parts.get("guid", ""),
        "title": parts.get("title", ""),
        "text": parts.get("encoded") or parts.get("description", ""),
        "published": parts.get("pubDate") or parts.get("date", ""),
        "source": link,
        "author": named[1] if named else author,
        "tags": tags,
    }


def atom_post(entry: Any, _site: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """The fields of an entry."""
    parts: dict[str, str] = {}
    tags: list[str] = []
    authors: list[str] = []
    link = ""
    for name, node in parts_of(entry):
        if name == "author":
            authors += [(inner.text or "").strip() for part, inner in parts_of(node) if part == "name"]
        elif name == "category":
            tags.append(node.get("label") or node.get("term") or "")
        elif name == "link" and node.get("rel", "alternate") == "alternate":
            link = link or (node.get("href") or "")
        else:
            parts.setdefault(name, _content(node))
    return {
        "id": link or parts.get("id", ""),
        "title": parts.get("title", ""),
        "text": parts.get("content") or parts.get("summary", ""),
        "published": parts.get("published") or parts.get("updated", ""),
        "source": link,
        "author": authors,
        "tags": tags,
    }


def _content(node: Any) -> str:  # noqa: ANN401
    """The text of an element, or the markup within it."""
    if node.get("type") != "xhtml":
        return (node.text or "").strip()
    from lxml import etree

    for inner in node.iter():
        if isinstance(inner.tag, str):
            inner.tag = tag_of(inner)
    return "".join(etree.tostring(inner, encoding="unicode", method="html", with_tail=True) for inner in node)
