"""Chooses the store of an index."""

from pathlib import Path

from index.local_store import LocalStore
from index.store import Store


def open_store(index_dir: Path) -> Store:
    """The store of an index, opened; NoIndexError if there is none."""
    return LocalStore(index_dir)
