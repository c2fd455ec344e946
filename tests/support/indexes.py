"""What an index holds."""

from pathlib import Path

from index.generation.reader import LocalGeneration
from index.local_store import LocalStore


def generation_of(index: Path) -> LocalGeneration:
    """The published generation, which can be read although nothing follows the index any more."""
    with LocalStore(index) as store:
        return store.generation()
