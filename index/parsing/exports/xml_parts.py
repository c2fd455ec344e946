"""The parts of a post in an XML export, by their names without namespaces."""

from collections.abc import Iterator
from typing import Any


def tag_of(node: Any) -> str:  # noqa: ANN401 - lxml elements
    """The name of an element without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def parts_of(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The elements directly within this one, each with its name."""
    return ((name, inner) for inner in node if (name := tag_of(inner)))
