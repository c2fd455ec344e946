"""Splits items into batches, for interfaces that accept a limited number at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items, `size` at a time, in their order; the last portion may be smaller."""
    return (items[begin : begin + size] for begin in range(0, len(items), size))
