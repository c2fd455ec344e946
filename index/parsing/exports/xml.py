"""XML exports, streamed: WordPress (WXR), RSS and Atom. No entity is expanded and nothing outside the file is read.

lxml is a dependency already and streams; feedparser loads the whole file, and defusedxml covers other parsers.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from index.parsing.canonical import one_line
from index.parsing.exports.feed import atom_post, rss_post
from index.parsing.exports.posts import LeftOut, Post
from index.parsing.exports.wordpress import is_wordpress, wordpress_post
from index.parsing.exports.xml_cleaned import Cleaned
from index.parsing.exports.xml_parts import parts_of, tag_of
from index.parsing.parsed_document import Notice, UnreadableError

_ROOTS = ("rss", "RDF", "feed")
_READ = "WordPress exports, RSS and Atom"


def xml_posts(stream: BinaryIO) -> Iterator[Post | LeftOut | Notice]:
    """The posts of an export; from a damaged one, those that can be read, and a notice.

    UnreadableError for XML of another kind, and for a file that declares entities of its own.
    """
    from lxml import etree

    options: dict[str, Any] = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    cleaned = Cleaned(stream)
    options |= {"encoding": "utf-8", "recover": True, "collect_ids": False}
    events = etree.iterparse(cleaned, events=("start", "end"), **options)
    site: dict[str, Any] = {"names": {}, "seen": {}}
    kind = ""
    try:
        for event, node in events:
            name = tag_of(node)
            if not kind:
                kind = _kind(node, name)
            if event == "end" and name in ("item", "entry"):
                yield _post(kind, node, site)
                _forget(node)
            elif event == "end" and _is_of_the_site(node):
                _learn(site, node, name)
    except etree.XMLSyntaxError as error:
        if not kind:
            raise UnreadableError(f"is not XML: {one_line(str(error))[:200]}") from None
    if not kind:
        raise UnreadableError("is not XML that can be read")
    if fatal := [entry for entry in events.error_log if entry.level_name == "FATAL"]:
        problem = f"is damaged ({one_line(fatal[0].message)[:100]}); the readable parts were read"
        yield Notice(f"line {fatal[0].line}", "damaged", problem, "export it again")
    if cleaned.doubtful:
        problem, advice = f"was read as {cleaned.doubtful}", "if its letters are wrong, save it as UTF-8"
        yield Notice("", "uncertain encoding", problem, advice)


def _kind(root: Any, name: str) -> str:  # noqa: ANN401 - lxml elements
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableError("declares XML entities of its own, which exports never do")
    if name not in _ROOTS:
        raise UnreadableError(f"is XML of another kind, <{one_line(name)[:40]}>: {_READ} are read")
    return "wordpress" if is_wordpress(root) else "atom" if name == "feed" else "rss"


def _post(kind: str, node: Any, site: dict[str, Any]) -> Post | LeftOut:  # noqa: ANN401
    post = {"wordpress": wordpress_post, "atom": atom_post, "rss": rss_post}[kind](node, site)
    if isinstance(post, dict):
        guid = post.pop("guid", "")
        if site["seen"].setdefault(post["id"], guid) != guid:  # another post with the same address
            post["id"] = guid or post["id"]
        post["tags"] = list(filter(None, dict.fromkeys(post["tags"])))
        if site.get("title"):
            post["outlet"] = site["title"]
    return post


def _is_of_the_site(node: Any) -> bool:  # noqa: ANN401
    above = node.getparent()
    return above is not None and tag_of(above) in ("channel", "feed")


def _learn(site: dict[str, Any], node: Any, name: str) -> None:  # noqa: ANN401
    """Keep the site's title, its address and its authors' names, from the head of the file."""
    text = (node.text or "").strip()
    if name == "title":
        site.setdefault("title", text)
    elif name == "link" and node.get("rel", "alternate") == "alternate" and (link := text or node.get("href")):
        site.setdefault("link", link)
    elif name == "author":
        parts = {name: (part.text or "").strip() for name, part in parts_of(node)}
        whole = " ".join(filter(None, (parts.get("author_first_name"), parts.get("author_last_name"))))
        if parts.get("author_login") and (shown := parts.get("author_display_name") or whole):
            site["names"][parts["author_login"]] = shown
        elif parts.get("name"):
            site.setdefault("authors", []).append(parts["name"])


def _forget(node: Any) -> None:  # noqa: ANN401
    """Free the memory of a post and of everything before it."""
    node.clear(keep_tail=False)
    while node.getprevious() is not None:
        del node.getparent()[0]
