"""The JSON-LD of a page: what its scripts state about it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ARTICLES = ("article", "blogposting", "report", "webpage")


def is_of_article(value: Mapping[str, Any]) -> bool:
    """Whether the object describes an article or its page: not a review, a video or the site."""
    kinds = value.get("@type")
    return any(str(kind).lower().endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def linked_data(tree: Any) -> Iterator[object]:  # noqa: ANN401 - lxml elements
    """The value of each script of JSON-LD; line feeds within its strings, which JSON forbids, are common there."""
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or "").lower() and node.text:
            try:
                yield json.loads(node.text.strip(), strict=False)
            except (ValueError, RecursionError):
                continue
