"""The rows of the catalogue and the records they stand for, each row with a checksum over its values."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import date
from typing import Any

from index.records import Article, Model, Passage, Skipped, Warned, fields_from_json

VECTOR_HASH_BYTES = 16


class DamagedRowError(Exception):
    """A row is damaged; the message says how."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published generation: its number, the sha256 of its manifest, what it was built with, and when (UTC, ISO).

    `files` is the sha256 over all its file rows.
    """

    number: int
    manifest: bytes
    model: Model
    settings: str
    published_at: str
    files: bytes


@dataclass(frozen=True, slots=True)
class CataloguedFile:
    """One file as it was last parsed: the sha256 of its bytes, the settings used, and the result.

    `articles` holds (id, hash of the article) pairs in the file's order. `records` holds the hash of each article's
    record in the file; an empty hash means that the record must be parsed each time.
    """

    name: str
    hash: bytes
    settings: str
    articles: tuple[tuple[str, bytes], ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...] = ()
    records: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class CataloguedArticle:
    """An article with its passages and the hash of each passage's vector."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: tuple[bytes, ...]


def checksum(*values: bytes | str | int) -> bytes:
    """The sha256 over the values and their lengths."""
    parts = (value if isinstance(value, bytes) else str(value).encode() for value in values)
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "little") + part for part in parts)).digest()


def files_checksum(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """sha256 over all rows of files, in the order of names; DamagedRowError if the names are not all texts."""
    listed = list(rows)
    if not all(isinstance(name, str) for name, *_ in listed):
        raise DamagedRowError("the name of a file is not text")
    return checksum(*(checksum(*row) for row in sorted(listed)))


def published_row(published: Published) -> tuple[Any, ...]:
    """The row of a published generation, its checksum last."""
    number, manifest, _, *rest = astuple(published)
    row = (number, manifest, json.dumps(asdict(published.model)), *rest)
    return *row, checksum(*row)


def published_of(row: tuple[Any, ...]) -> Published:
    """The published generation of a row; DamagedRowError if the row is damaged."""
    _require(row, "the published generation")
    number, manifest, model, *rest, _ = row
    return Published(number, manifest, Model(**json.loads(model)), *rest)


def file_row(file: CataloguedFile) -> tuple[Any, ...]:
    """The row of a file."""
    articles = [(id, hash.hex()) for id, hash in file.articles]
    warnings = [list(warned.parts().values()) for warned in file.warnings]
    lists = (json.dumps(value, ensure_ascii=False) for value in (articles, file.skipped, warnings))
    return file.name, file.hash, file.settings, *lists, json.dumps([digest.hex() for digest in file.records])


def file_of(row: tuple[Any, ...]) -> CataloguedFile:
    """The file of a row; DamagedRowError if it cannot be read. A staged row has no checksum."""
    name, hash, settings, *lists = row
    try:
        articles, skipped, warnings, records = map(json.loads, lists)
        return CataloguedFile(
            name,
            hash,
            settings,
            tuple((id, bytes.fromhex(digest)) for id, digest in articles),
            tuple(Skipped(*pair) for pair in skipped),
            tuple(Warned(*parts) for parts in warnings if isinstance(parts, list)),  # earlier versions stored strings
            tuple(map(bytes.fromhex, records)),
        )
    except (ValueError, TypeError) as error:
        raise DamagedRowError(f"the row of the file {name!r} cannot be read: {error}") from error


def article_row(hash: bytes, entry: CataloguedArticle) -> tuple[Any, ...]:
    """The row of an article, its checksum last."""
    article = entry.article
    published = article.published and article.published.isoformat()
    stated = (article.id, article.title, published, article.language, article.source)
    pages = (article.page_starts, article.fields, article.recognised, article.unit, article.page_names)
    record = (*stated, *pages)
    row = (
        hash,
        json.dumps(record, ensure_ascii=False),
        article.text,
        json.dumps([(passage.start, passage.end, passage.page) for passage in entry.passages]),
        b"".join(entry.vectors),
    )
    return *row, checksum(*row)


def article_of(row: tuple[Any, ...]) -> CataloguedArticle:
    """The article of a row; DamagedRowError if the row is damaged."""
    _require(row, f"article {row[0].hex()[:12]}")
    _, record, text, passages, vectors, _ = row
    id, title, published, language, source, page_starts, *rest = json.loads(record)
    day = None if published is None else date.fromisoformat(published)
    stated, recognised, unit, page_names = rest or ({}, (), "page", ())  # schema 3 had none of these
    pages = (tuple(page_starts), fields_from_json(stated), tuple(recognised), unit, tuple(page_names))
    article = Article(id, title, day, language, source, text, *pages)
    slices = tuple(Passage(start, end, text[start:end], page) for start, end, page in json.loads(passages))
    return CataloguedArticle(article, slices, vector_hashes(vectors))


def vector_hashes(joined: bytes) -> tuple[bytes, ...]:
    """The hashes of an article's vectors, which its row holds as one value."""
    return tuple(joined[begin : begin + VECTOR_HASH_BYTES] for begin in range(0, len(joined), VECTOR_HASH_BYTES))


def _require(row: tuple[Any, ...], what: str) -> None:
    if row[-1] != checksum(*row[:-1]):
        raise DamagedRowError(f"{what} differs from what was stored")
