"""Writes a generation's folder from the catalogue, without encoding anything.

The same articles always give the same rows, in the order of article ids, so a build in steps and a build at once end in
the same index.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .catalogue import Catalogue
from .dense import write_dense
from .errors import DiskError
from .folder import sync
from .generation import PASSAGE
from .lexical import NO_DATE, write_lexical
from .manifest import MANIFEST, Manifest, describe_files
from .records import Model
from .rows import CataloguedArticle
from .split import encoded_text

_VECTORS_A_BLOCK = 4096


def write_generation(
    folder: Path, number: int, catalogue: Catalogue, hashes: Sequence[bytes], model: Model, settings: str
) -> bytes:
    """Write the articles with these hashes, in this order, as generation `number`; returns the manifest's sha256.

    The folder appears under its name only when all of it is safely on the disk.
    """
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        manifest = _write_draft(draft, number, catalogue, hashes, model, settings)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync(folder.parent)
    return sha256(manifest).digest()


def _write_draft(
    draft: Path, number: int, catalogue: Catalogue, hashes: Sequence[bytes], model: Model, settings: str
) -> bytes:
    """Write all files of the generation, safely on the disk; returns the manifest."""
    (draft / "lexical").mkdir(parents=True)
    vectors = _write_texts(draft, catalogue, hashes)
    blocks = (
        catalogue.vectors(vectors[begin : begin + _VECTORS_A_BLOCK])
        for begin in range(0, len(vectors), _VECTORS_A_BLOCK)
    )
    with _engine_errors(draft):
        write_dense(draft / "dense.faiss", blocks, len(vectors), model.dimensions)
        write_lexical(draft / "lexical", _documents(catalogue, hashes))
    manifest = Manifest(number, model, settings, len(hashes), len(vectors), describe_files(draft)).to_bytes()
    (draft / MANIFEST).write_bytes(manifest)
    for path in (draft / MANIFEST, draft / "lexical", draft):
        sync(path)
    return manifest


@contextmanager
def _engine_errors(draft: Path) -> Iterator[None]:
    """FAISS and tantivy have errors of their own for a disk that takes no more."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        fix = "Free space on its disk, then run dzherelo build again"
        raise DiskError(f"the searches of {draft} cannot be written: {error}", fix) from error


def _write_texts(draft: Path, catalogue: Catalogue, hashes: Sequence[bytes]) -> list[bytes]:
    """Write articles.jsonl, texts.utf8 and passages.npy; returns the vector hash of every passage, in order."""
    vectors: list[bytes] = []
    tables = []
    begin = 0
    with (draft / "articles.jsonl").open("w", encoding="utf-8") as lines, (draft / "texts.utf8").open("wb") as texts:
        for number, hash in enumerate(hashes):
            entry = catalogue.article(hash)
            stop = begin + texts.write(entry.article.text.encode())
            lines.write(_line(entry, begin, stop))
            tables.append(_table(number, entry, begin))
            vectors.extend(entry.vectors)
            begin = stop
    np.save(draft / "passages.npy", np.concatenate([np.empty(0, PASSAGE), *tables]), allow_pickle=False)
    return vectors


def _line(entry: CataloguedArticle, begin: int, stop: int) -> str:
    article = entry.article
    values = {
        "id": article.id,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "language": article.language,
        "source": article.source,
        "page_starts": article.page_starts,
        "begin": begin,
        "stop": stop,
    }
    return json.dumps(values, ensure_ascii=False) + "\n"


def _table(number: int, entry: CataloguedArticle, begin: int) -> NDArray[np.void]:
    """The `PASSAGE` rows of one article whose text begins at this byte."""
    text = entry.article.text
    table = np.empty(len(entry.passages), PASSAGE)
    at_char, at_byte = 0, begin
    for row, passage in enumerate(entry.passages):
        at_byte += len(text[at_char : passage.start].encode())
        stop = at_byte + len(passage.text.encode())
        table[row] = (number, passage.start, passage.end, passage.page or 0, at_byte, stop)
        at_char, at_byte = passage.end, stop
    return table


def _documents(catalogue: Catalogue, hashes: Sequence[bytes]) -> Iterator[tuple[str, int, str]]:
    for hash in hashes:
        entry = catalogue.article(hash)
        published = entry.article.published
        day = NO_DATE if published is None else published.toordinal()
        for passage in entry.passages:
            yield encoded_text(entry.article.title, passage.text), day, entry.article.language
