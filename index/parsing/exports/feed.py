"""An item of an RSS feed or an entry of an Atom feed, as the fields of a record."""

import re
from collections.abc import Mapping
from typing import Any

from index.parsing.exports.xml_parts import parts_of, text_in
from index.parsing.facts.drafts import DRAFTS

# Blogger exports everything as entries, and says by a category what each is; later exports have elements for this.
_KINDS = "http://schemas.google.com/g/2005#kind"
_SHOWN = ("post", "page")
_UNSEEN = ("draft", "scheduled", "soft_trashed")
_STATES = ("type", "in-reply-to", "control", "status")
# RSS names an author by address: "ada@example.org (Ada)".
_ADDRESS = re.compile(r"\S+@\S+\s*\((.+)\)")


def rss_post(item: Any, _site: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - lxml elements
    """The fields of an item; its full text if there is one, else its description."""
    parts: dict[str, str] = {}
    tags: list[str] = []
    for name, node in parts_of(item):
        text = text_in(node)
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


def atom_post(entry: Any, _site: Mapping[str, Any]) -> dict[str, Any] | str:  # noqa: ANN401
    """The fields of an entry, or why it is left out."""
    if reason := _left_out(entry):
        return reason
    parts: dict[str, str] = {}
    tags: list[str] = []
    authors: list[str] = []
    link = ""
    for name, node in parts_of(entry):
        if name == "author":
            authors += [(inner.text or "").strip() for part, inner in parts_of(node) if part == "name"]
        elif name == "category" and node.get("scheme") != _KINDS:
            tags.append(node.get("label") or node.get("term") or "")
        elif name == "link" and node.get("rel", "alternate") == "alternate":
            link = link or (node.get("href") or "")
        else:
            parts.setdefault(name, text_in(node))
    return {
        "id": link or parts.get("id", ""),
        "title": parts.get("title", ""),
        "text": parts.get("content") or parts.get("summary", ""),
        "published": parts.get("published") or parts.get("updated", ""),
        "source": link,
        "author": authors,
        "tags": tags,
    }


def _left_out(entry: Any) -> str:  # noqa: ANN401
    """Why the entry is no article: a comment, a draft, or a part of the layout; empty for an article."""
    states = ((name, node) for name, node in parts_of(entry) if name in _STATES)
    stated = {name: "".join(node.itertext()).strip().lower() for name, node in states}
    kinds = [node.get("term", "") for name, node in parts_of(entry) if node.get("scheme") == _KINDS]
    kind = kinds[0].rpartition("#")[2] if kinds else stated.get("type", "post")
    if kind == "comment" or "in-reply-to" in stated:
        return "comments"
    if "yes" in stated.get("control", "") or stated.get("status") in _UNSEEN:
        return DRAFTS
    return "" if kind in _SHOWN else "files and parts of the layout"
