"""Blocks: runs of articles, in the order of ids, that a new generation copies from the last one if they are unchanged.

The end of a block depends on the ids alone. So a changed article rewrites only its own block, and an incremental build
ends in the same blocks as a full one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalogue.entries import checksum
from index.generation.dense import DenseSearch

BLOCKS = "blocks.json"
# More and smaller blocks make a rebuild faster and a search slower: 58,000 passages are searched in 1 ms as one block,
# in 3 ms as 30, in 5 ms as 60.
_FEWEST_ARTICLES = 256
_MOST_BLOCKS = 32


@dataclass(frozen=True, slots=True)
class Block:
    """One run of articles in a generation: its key, and the size of its part of each file."""

    key: str
    articles: int
    passages: int
    line_bytes: int
    text_bytes: int
    segments: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number that identifies the block in the lexical index, in 62 bits."""
        return int(self.key[:16], 16) >> 2


@dataclass(frozen=True, slots=True)
class BlockContent:
    """The content of a block, new or copied; article numbers in `passages` count from the block's first article."""

    articles: int
    lines: bytes
    texts: bytes
    passages: NDArray[np.void]
    vectors: Callable[[], NDArray[np.float32]]
    lexical: Path
    segments: tuple[str, ...]


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


class ReusableBlocks:
    """The blocks of an earlier, intact generation, to copy from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._begins: dict[str, tuple[int, int, int, int]] = {}
        self._blocks: dict[str, Block] = {}
        at = (0, 0, 0, 0)
        for block in read_blocks(folder):
            self._begins[block.key] = at
            self._blocks[block.key] = block
            more = (block.articles, block.passages, block.line_bytes, block.text_bytes)
            at = (at[0] + more[0], at[1] + more[1], at[2] + more[2], at[3] + more[3])
        self._passages = np.load(folder / "passages.npy", allow_pickle=False)
        self._dense = DenseSearch(folder / "dense.faiss")

    def __contains__(self, key: str) -> bool:
        return key in self._blocks

    def content(self, key: str) -> BlockContent:
        """The content of the block with this key."""
        block = self._blocks[key]
        article, row, line, text = self._begins[key]
        passages = self._passages[row : row + block.passages].copy()
        passages["article"] -= article
        return BlockContent(
            block.articles,
            _slice(self._folder / "articles.jsonl", line, block.line_bytes),
            _slice(self._folder / "texts.utf8", text, block.text_bytes),
            passages,
            partial(self._dense.vectors, np.arange(row, row + block.passages)),
            self._folder / "lexical",
            block.segments,
        )


def read_blocks(folder: Path) -> list[Block]:
    """The blocks of a generation, in their order."""
    values = json.loads((folder / BLOCKS).read_bytes())
    return [Block(**{**value, "segments": tuple(value["segments"])}) for value in values]


def write_blocks(folder: Path, blocks: Sequence[Block]) -> None:
    """Write the blocks for `read_blocks`."""
    (folder / BLOCKS).write_text(json.dumps([asdict(block) for block in blocks], indent=1), encoding="ascii")


def _slice(path: Path, begin: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(length)
