"""Writes a generation's folder from the catalogue, without encoding anything.

The same articles always give the same rows, in the order of article ids, so an incremental and a full build end in the
same index. The files of unchanged blocks are shared with an earlier generation.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle
from index.disk import sync
from index.generation.blocks import (
    BLOCKS,
    Block,
    EarlierBlocks,
    block_file,
    block_key,
    block_number,
    partition,
    write_blocks,
)
from index.generation.dense import write_dense
from index.generation.lexical import NO_DATE, add_segments, field_terms, join_segments
from index.generation.manifest import MANIFEST, Manifest, describe_files
from index.generation.reader import ARTICLES, LEXICAL, PASSAGE, PASSAGES, TEXTS
from index.generation.records import article_fields
from index.passages.split import encoded_passage
from index.records import Model


def write_generation(
    folder: Path,
    number: int,
    catalogue: Catalogue,
    live: Mapping[str, bytes],
    model: Model,
    settings: str,
    earlier: EarlierBlocks | None = None,
) -> bytes:
    """Write the articles with these hashes, in this order, as generation `number`; returns the manifest's sha256.

    The folder gets its name only when all files are safely on disk. What `earlier` has is not written again.
    """
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for part in (BLOCKS, LEXICAL):
            (draft / part).mkdir(parents=True)
        blocks, linked = _write_blocks(draft, catalogue, live, earlier)
        join_segments(draft / LEXICAL, [segment for block in blocks for segment in block.segments])
        write_blocks(draft, blocks)
        passages = sum(block.passages for block in blocks)
        manifest = Manifest(number, model, settings, len(live), passages, describe_files(draft, linked)).to_bytes()
        (draft / MANIFEST).write_bytes(manifest)
        for path in (draft / MANIFEST, draft / BLOCKS, draft / LEXICAL, draft):
            sync(path)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync(folder.parent)
    return sha256(manifest).digest()


def _write_blocks(
    draft: Path, catalogue: Catalogue, live: Mapping[str, bytes], earlier: EarlierBlocks | None
) -> tuple[list[Block], dict[str, tuple[int, str]]]:
    """Write or link the files of every block; returns the blocks, and size and sha256 of all linked files."""
    blocks: list[Block] = []
    linked: dict[str, tuple[int, str]] = {}
    for hashes in partition(live):
        key = block_key(hashes)
        if earlier and (block := earlier.get(key)):
            linked |= earlier.link(block, draft)
        else:
            block = _write_block(draft, catalogue, hashes, key)
        blocks.append(block)
    return blocks, linked


def _write_block(draft: Path, catalogue: Catalogue, hashes: Sequence[bytes], key: str) -> Block:
    """Write the block of these articles, read from the catalogue."""
    stem = draft / BLOCKS / key
    entries = [catalogue.article(hash) for hash in hashes]
    block_file(stem, ARTICLES).write_bytes("".join(map(_line, entries)).encode())
    block_file(stem, TEXTS).write_bytes("".join(entry.article.text for entry in entries).encode())
    passages = np.concatenate([_table(number, entry) for number, entry in enumerate(entries)])
    np.save(block_file(stem, PASSAGES), passages, allow_pickle=False)
    write_dense(stem, catalogue.vectors([vector for entry in entries for vector in entry.vectors]))
    segments = add_segments(draft / LEXICAL, _documents(entries), block_number(key))
    return Block(key, len(entries), len(passages), segments)


def _line(entry: CataloguedArticle) -> str:
    values = {**article_fields(entry.article), "bytes": len(entry.article.text.encode())}
    return json.dumps(values, ensure_ascii=False) + "\n"


def _table(number: int, entry: CataloguedArticle) -> NDArray[np.void]:
    """The `PASSAGE` rows of one article."""
    text = entry.article.text
    borders = [border for passage in entry.passages for border in (passage.start, passage.end)]
    pieces = (len(text[begin:end].encode()) for begin, end in zip([0, *borders], borders, strict=False))
    at = list(accumulate(pieces))
    table = np.empty(len(entry.passages), PASSAGE)
    for row, passage in enumerate(entry.passages):
        table[row] = (number, passage.start, passage.end, passage.page or 0, at[2 * row], at[2 * row + 1])
    return table


def _documents(entries: Sequence[CataloguedArticle]) -> Iterator[tuple[str, int, str, *tuple[str, ...]]]:
    for entry in entries:
        published = entry.article.published
        day = NO_DATE if published is None else published.toordinal()
        terms = list(field_terms(entry.article.fields))
        for passage in entry.passages:
            yield encoded_passage(entry.article, passage), day, entry.article.language, *terms
