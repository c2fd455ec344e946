"""What an index holds."""

from pathlib import Path

from index.generation.blocks import BLOCKS, read_blocks
from index.generation.reader import LocalGeneration
from index.local_store import LocalStore


def generation_of(index: Path) -> LocalGeneration:
    """The published generation, which can be read although nothing follows the index any more."""
    with LocalStore(index) as store:
        return store.generation()


def parts_of(folder: Path, name: str) -> list[bytes]:
    """What the files with this name hold in a generation, in the order of its blocks."""
    return [(folder / BLOCKS / f"{block.key}.{name}").read_bytes() for block in read_blocks(folder)]


def part_of(generation: Path, name: str) -> Path:
    """The file with this name of the first block of a generation in this folder, or below it."""
    return min(generation.rglob(f"{BLOCKS}/*.{name}"))
