"""An item of an RSS feed or an entry of an Atom feed, as the fields of a record."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from index.parsing.exports.xml_parts import namespace_of, parts_of, text_in
from index.parsing.facts.drafts import DRAFTS
from index.parsing.facts.fields import Plain
from index.parsing.html.fragment import fragment_text, holds_markup

# Blogger exports everything as entries, and says by a category what each is; later exports have elements for this.
_KINDS = "http://schemas.google.com/g/2005#kind"
_SHOWN = ("post", "page")
_UNSEEN = ("draft", "scheduled", "soft_trashed")
_STATES = ("type", "in-reply-to", "control", "status")
# RSS names an author by address: "ada@example.org (Ada)".
_ADDRESS = re.compile(r"\S+@\S+\s*\((.+)\)")
_WORDS_OF_NEWS = 5


def rss_post(item: Any, site: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - lxml elements
    """The fields of an item; its full text if there is one, else its description."""
    parts: dict[str, str] = {}
    tags: list[str] = []
    authors: list[str] = []
    for name, node in _own_parts(item):
        text = text_in(node)
        if name in ("category", "subject"):
            tags.append(text)
        elif name == "creator" or (name == "author" and not authors):  # an extension may repeat the author
            named = _ADDRESS.fullmatch(text)
            authors.append(named[1] if named else text)
        elif name == "guid" and node.get("isPermaLink", "true") != "false":
            parts.setdefault("permalink", text)
        elif text:
            parts.setdefault(name, text)
    authors = list(dict.fromkeys(filter(None, authors)))
    link = _whole(item, site, parts.get("link") or parts.get("permalink", ""))
    return {
        "id": link or parts.get("guid", ""),
        "guid": parts.get("guid") or parts.get("permalink", ""),
        "title": parts.get("title", ""),
        "text": _text_or_news(parts.get("encoded") or parts.get("description", ""), parts),
        "published": parts.get("pubDate") or parts.get("date", ""),
        "source": link,
        "author": authors if len(authors) > 1 else "".join(authors),
        "tags": tags,
    }


def atom_post(entry: Any, site: Mapping[str, Any]) -> dict[str, Any] | str:  # noqa: ANN401
    """The fields of an entry, or why it is left out."""
    if reason := _left_out(entry):
        return reason
    parts: dict[str, str] = {}
    tags: list[str] = []
    authors: list[str] = []
    link = ""
    for name, node in _own_parts(entry):
        if name == "author":
            authors += [(inner.text or "").strip() for part, inner in parts_of(node) if part == "name"]
        elif name == "category" and node.get("scheme") != _KINDS:
            tags.append(node.get("label") or node.get("term") or "")
        elif name == "link" and node.get("rel", "alternate") == "alternate":
            link = link or (node.get("href") or "")
        elif name == "group":  # YouTube describes its videos there
            parts.update(("described", text_in(inner)) for part, inner in parts_of(node) if part == "description")
        else:
            parts.setdefault(name, _as_stated(node))
    link = _whole(entry, site, link)
    dates = ("published", "issued", "created", "updated", "modified")  # the names of Atom 1.0 and 0.3
    return {
        "id": link or parts.get("id", ""),
        "guid": parts.get("id", ""),
        "title": parts.get("title", ""),
        "text": _text_or_news(parts.get("content") or parts.get("summary") or parts.get("described", ""), parts),
        "published": next(filter(None, map(parts.get, dates)), ""),
        "source": link,
        "author": authors or site.get("authors", []),
        "tags": tags,
    }


def _own_parts(post: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    """The parts of a post: first those of the format itself, then those of its extensions (`media:title`)."""
    own = namespace_of(post)
    return sorted(parts_of(post), key=lambda part: namespace_of(part[1]) != own)


def _whole(post: Any, site: Mapping[str, Any], link: str) -> str:  # noqa: ANN401
    """The address with its site, where it is written without; `xml:base` says which, or the site's own address."""
    return urljoin(urljoin(site.get("link", ""), post.base or ""), link) if link else ""


def _as_stated(node: Any) -> str:  # noqa: ANN401
    """The text of an element of Atom; it is plain if that is stated and the whole is not markup all the same."""
    text = text_in(node)
    is_markup = text.startswith("<") and text.endswith(">")
    return Plain(text) if node.get("type") in ("text", "text/plain") and not is_markup else text


def _text_or_news(text: str, parts: Mapping[str, str]) -> str:
    """The text of a post; of one without, the title if it is long enough to tell the news itself."""
    title = parts.get("title", "")
    is_news = len(title.split()) >= _WORDS_OF_NEWS and not any(map(str.isalnum, fragment_text(text)))
    return title if is_news else _once_escaped(text)


def _once_escaped(text: str) -> str:
    """The text without the second escaping of its markup, which some sites write."""
    if isinstance(text, Plain):
        return text
    shown = html.unescape(text)
    return shown if "<" not in text and "<" in shown and holds_markup(shown) else text


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
