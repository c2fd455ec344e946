"""Writes a generation's folder from the catalogue, without encoding anything.

The same articles always give the same rows, in the order of article ids, so an incremental and a full build end in the
same index. Unchanged blocks are copied from an earlier generation.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle
from index.generation.blocks import Block, BlockContent, ReusableBlocks, block_key, partition, write_blocks
from index.generation.dense import write_dense
from index.generation.lexical import NO_DATE, field_terms, join_segments, segments_of, write_lexical
from index.generation.manifest import MANIFEST, Manifest, describe_files
from index.generation.reader import PASSAGE
from index.generation.records import article_fields
from index.index_folder import sync
from index.passages.split import encoded_passage
from index.records import Model


def write_generation(
    folder: Path,
    number: int,
    catalogue: Catalogue,
    live: Mapping[str, bytes],
    model: Model,
    settings: str,
    earlier: Path | None = None,
) -> bytes:
    """Write the articles with these hashes, in this order, as generation `number`; returns the manifest's sha256.

    The folder gets its name only when all files are safely on disk. `earlier` is a generation that is known to be
    intact.
    """
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / "lexical").mkdir(parents=True)
        reusable = ReusableBlocks(earlier) if earlier else None
        passages = _write_files(draft, catalogue, live, model.dimensions, reusable)
        manifest = Manifest(number, model, settings, len(live), passages, describe_files(draft)).to_bytes()
        (draft / MANIFEST).write_bytes(manifest)
        for path in (draft / MANIFEST, draft / "lexical", draft):
            sync(path)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync(folder.parent)
    return sha256(manifest).digest()


def _write_files(
    draft: Path, catalogue: Catalogue, live: Mapping[str, bytes], dimensions: int, reusable: ReusableBlocks | None
) -> int:
    """Write every file but the manifest; returns the number of passages."""
    blocks: list[Block] = []
    tables, vectors, segments = [np.empty(0, PASSAGE)], [], []
    with (draft / "articles.jsonl").open("wb") as lines, (draft / "texts.utf8").open("wb") as texts:
        for hashes in partition(live):
            key = block_key(hashes)
            if reusable is not None and key in reusable:
                content = reusable.content(key)
            else:
                content = _fresh_content(draft / "blocks" / key, catalogue, hashes, key)
            content.passages["article"] += sum(block.articles for block in blocks)
            sizes = (content.articles, len(content.passages), lines.write(content.lines), texts.write(content.texts))
            blocks.append(Block(key, *sizes, content.segments))
            tables.append(content.passages)
            vectors.append(content.vectors)
            segments.append((content.lexical, content.segments))
    np.save(draft / "passages.npy", np.concatenate(tables), allow_pickle=False)
    passages = sum(block.passages for block in blocks)
    write_dense(draft / "dense.faiss", (block_vectors() for block_vectors in vectors), passages, dimensions)
    join_segments(draft / "lexical", segments)
    shutil.rmtree(draft / "blocks", ignore_errors=True)
    write_blocks(draft, blocks)
    return passages


def _fresh_content(folder: Path, catalogue: Catalogue, hashes: Sequence[bytes], key: str) -> BlockContent:
    """The block of these articles, read from the catalogue; its lexical index is written into `folder`."""
    entries = [catalogue.article(hash) for hash in hashes]
    folder.mkdir(parents=True)
    write_lexical(folder, _documents(entries), Block(key, 0, 0, 0, 0, ()).number)
    return BlockContent(
        len(entries),
        "".join(map(_line, entries)).encode(),
        b"".join(entry.article.text.encode() for entry in entries),
        np.concatenate([_table(number, entry) for number, entry in enumerate(entries)]),
        partial(_vectors, catalogue, hashes),
        folder,
        segments_of(folder),
    )


def _vectors(catalogue: Catalogue, hashes: Sequence[bytes]) -> NDArray[np.float32]:
    """The vectors (n, d) of the passages of these articles, in their order."""
    return catalogue.vectors([vector for hash in hashes for vector in catalogue.article(hash).vectors])


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
