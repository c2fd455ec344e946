"""The parts of a post in an XML export, by their names without namespaces."""

from collections.abc import Iterator
from typing import Any


def tag_of(node: Any) -> str:  # noqa: ANN401 - lxml elements
    """The name of an element without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def namespace_of(node: Any) -> str:  # noqa: ANN401
    """The namespace of an element; empty if it has none."""
    return node.tag.rpartition("}")[0].lstrip("{") if isinstance(node.tag, str) else ""


def text_in(node: Any) -> str:  # noqa: ANN401
    """The text of an element with the markup within it; entities that the file does not declare stay as written."""
    from lxml import etree

    for inner in node.iterdescendants(etree.Element):
        inner.tag = tag_of(inner).rpartition(":")[2] or "span"  # a prefix that nothing declares
    inside = (etree.tostring(inner, encoding="unicode", method="html", with_tail=True) for inner in node)
    return ((node.text or "") + "".join(inside)).strip()


def parts_of(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The elements directly within this one, each with its name."""
    return ((name, inner) for inner in node if (name := tag_of(inner)))
