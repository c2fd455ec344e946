"""Blocks: runs of articles, in the order of ids. A new generation shares the files of the unchanged ones with the last.

The end of a block depends on the ids alone. So a changed article rewrites only its own block, and an incremental build
ends in the same blocks as a full one. What a block's files hold does not depend on any other block.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.catalogue.entries import checksum
from index.disk import sync
from index.generation.lexical import Segment, segment_stem
from index.generation.manifest import Manifest

BLOCKS = "blocks"
"""The folder of their files in a generation."""
LIST = "blocks.json"
# More and smaller blocks make a rebuild faster and a search slower: 58,000 passages are searched in 1 ms as one block,
# in 3 ms as 30, in 5 ms as 60.
_FEWEST_ARTICLES = 256
_MOST_BLOCKS = 32


@dataclass(frozen=True, slots=True)
class Block:
    """One run of articles in a generation: its key, the numbers of its articles and passages, its lexical segments."""

    key: str
    articles: int
    passages: int
    segments: tuple[Segment, ...]

    @property
    def number(self) -> int:
        """The number that identifies the block in the lexical index, in 62 bits."""
        return block_number(self.key)


def partition(live: Mapping[str, bytes]) -> Iterator[list[bytes]]:
    """The article hashes of each block; `live` maps all ids, in order, to article hashes."""
    usual = _FEWEST_ARTICLES
    while len(live) > usual * _MOST_BLOCKS:
        usual *= 2
    block: list[bytes] = []
    for id, hash in live.items():
        block.append(hash)
        last = int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest()) % usual == 0
        if last or len(block) == 2 * usual:
            yield block
            block = []
    if block:
        yield block


def block_key(hashes: Sequence[bytes]) -> str:
    """The key of the block of these articles."""
    return checksum(*hashes).hex()


def block_number(key: str) -> int:
    """The number of the block with this key in the lexical index, in 62 bits."""
    return int(key[:16], 16) >> 2


def block_file(stem: Path, name: str) -> Path:
    """The file of a block that has this name after its stem, which is `folder / BLOCKS / key`."""
    return stem.with_name(f"{stem.name}.{name}")


class EarlierBlocks:
    """The blocks of an earlier generation, whose files the next one shares as long as the blocks are unchanged.

    Only the sizes of its files and the list of its blocks need to be intact: whatever is linked keeps the sha256 that
    it was written with, so that damage is noticed when the next generation is opened.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._files: dict[str, dict[str, tuple[int, str]]] = {}
        for name, described in manifest.files.items():
            self._files.setdefault(Path(name).name.partition(".")[0], {})[name] = described
        self._blocks = {block.key: block for block in read_blocks(folder)}

    def get(self, key: str) -> Block | None:
        """The block with this key; None if there is none."""
        return self._blocks.get(key)

    def link(self, block: Block, draft: Path) -> dict[str, tuple[int, str]]:
        """Give the folder `draft` the files of the block, safely on disk; returns their sizes and sha256 by name.

        They are hard links, or copies where the file system has no links.
        """
        linked: dict[str, tuple[int, str]] = {}
        for stem in (block.key, *map(segment_stem, block.segments)):
            linked |= self._files[stem]
        for name in linked:
            try:
                os.link(self._folder / name, draft / name)
            except OSError:
                shutil.copyfile(self._folder / name, draft / name)
                sync(draft / name)
        return linked


def read_blocks(folder: Path) -> list[Block]:
    """The blocks of a generation, in their order."""
    values = json.loads((folder / LIST).read_bytes())
    return [Block(**{**value, "segments": tuple(value["segments"])}) for value in values]


def write_blocks(folder: Path, blocks: Sequence[Block]) -> None:
    """Write the blocks for `read_blocks`."""
    (folder / LIST).write_text(json.dumps([asdict(block) for block in blocks], indent=1), encoding="ascii")
