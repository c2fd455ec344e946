"""The times of the entries of a live report, which stand beside their text and would be lost. Knows lxml's elements."""

import re
from typing import Any

from index.parsing.html.dates import is_elsewhere

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d")
_BOXES = ("div", "article", "section", "main", "body", "td", "li")
_LEAST_ENTRIES, _MOST_ENTRIES = 3, 2_000


def join_times(tree: Any) -> None:  # noqa: ANN401
    """Put each time of day that stands alone before at least three paragraphs at the beginning of its paragraph."""
    found: dict[Any, Any] = {}
    for node in list(tree.iter("time", "span", "div", "b", "strong"))[: 5 * _MOST_ENTRIES]:
        if len(node) or not _CLOCK.fullmatch((node.text or "").strip()) or is_elsewhere(node):
            continue
        entry = node.xpath("following::p[1]")
        if entry and _is_beside(node, entry[0]):
            found.setdefault(entry[0], node)
    if len(found) < _LEAST_ENTRIES:
        return
    for entry, node in found.items():
        entry.text = f"{node.text.strip()} {(entry.text or '').lstrip()}"
        node.text = None  # its attribute may state the day


def _is_beside(node: Any, entry: Any) -> bool:  # noqa: ANN401
    """Whether nothing else stands with the time, and the paragraph is in the same part of the page."""
    own = node.getparent()
    if own is None or (own.tag not in _BOXES and "".join(own.itertext()).strip() != node.text.strip()):
        return False
    above = {own, own.getparent()}
    return not above.isdisjoint(entry.iterancestors()) and next(entry.iter("a"), None) is None
