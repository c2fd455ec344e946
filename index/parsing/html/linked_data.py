"""The JSON-LD of a page: what its scripts state about it."""

import json
from collections.abc import Iterator
from typing import Any


def linked_data(tree: Any) -> Iterator[object]:  # noqa: ANN401 - lxml elements
    """The value of each script of JSON-LD; line feeds within its strings, which JSON forbids, are common there."""
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or "").lower() and node.text:
            try:
                yield json.loads(node.text.strip(), strict=False)
            except (ValueError, RecursionError):
                continue
