"""The catalogue: the one truth of an index, from which every generation is derived.

It keeps articles with their passages, the vectors, and which file gave which article, in one SQLite file. It knows
nothing of file formats, of searching, or of how vectors are made.

What a build stores before it publishes is only *staged*: no file row refers to it yet. `publish` replaces the file rows
and names the new generation in one transaction; whatever nothing refers to any more then goes.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .errors import DamageError, MismatchError
from .records import Article, Model, Passage, Skipped

SCHEMA_VERSION = 1
_SCHEMA = f"""
CREATE TABLE article (hash BLOB PRIMARY KEY, record TEXT NOT NULL, text TEXT NOT NULL, passages TEXT NOT NULL,
    vectors BLOB NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE vector (hash BLOB PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE file (name TEXT PRIMARY KEY, hash BLOB NOT NULL, settings TEXT NOT NULL, articles TEXT NOT NULL,
    skipped TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE generation (number INTEGER PRIMARY KEY AUTOINCREMENT, manifest BLOB NOT NULL, model TEXT NOT NULL,
    settings TEXT NOT NULL, published_at TEXT NOT NULL);
PRAGMA user_version = {SCHEMA_VERSION};
"""
_ROWS_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Published:
    """A published generation: its number, the sha256 of its manifest, what it was built with, and when (UTC, ISO)."""

    number: int
    manifest: bytes
    model: Model
    settings: str
    published_at: str


@dataclass(frozen=True, slots=True)
class CataloguedFile:
    """One file as it was last read: the sha256 of its bytes, the settings it was read with, and what it gave.

    `articles` holds (id, hash of the article) pairs in the file's order, two with one id if the file says so.
    """

    name: str
    hash: bytes
    settings: str
    articles: tuple[tuple[str, bytes], ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class CataloguedArticle:
    """An article with its passages and, for each, the hash under which its vector is kept."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: tuple[bytes, ...]


class Catalogue:
    """One connection to `catalogue.sqlite3`; use it in one thread."""

    def __init__(self, path: Path, create: bool = False) -> None:
        self.path = path
        mode = "rwc" if create else "rw"
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        with self._damage_reported():
            self._prepare(create)

    def _prepare(self, create: bool) -> None:
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA busy_timeout = 10000")
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if create and version == 0:
            self._connection.execute("PRAGMA journal_mode = WAL")
            with self.transaction():
                for statement in _SCHEMA.split(";"):
                    self._connection.execute(statement)
        elif version != SCHEMA_VERSION:
            raise MismatchError(
                f"the catalogue {self.path} has schema version {version}, this program needs {SCHEMA_VERSION}",
                f"Build anew into another folder: dzherelo build --index {self.path.parent}-new",
            )

    def close(self) -> None:
        """Let go of the file; the last one to do so folds the write-ahead log into it."""
        self._connection.close()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's writes, or none of them."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            raise  # a full disk or a lock is no damage
        except (sqlite3.DatabaseError, ValueError, UnicodeDecodeError) as error:
            self.close()
            raise self._damaged(str(error)) from error

    def _damaged(self, what: str) -> DamageError:
        return DamageError(f"the catalogue {self.path} is damaged: {what}", "Mend it: dzherelo doctor --repair")

    # What is published

    def published(self) -> Published | None:
        """The published generation; None before the first publication."""
        with self._damage_reported():
            query = "SELECT number, manifest, model, settings, published_at FROM generation ORDER BY number DESC"
            row = self._connection.execute(query).fetchone()
            return None if row is None else Published(row[0], row[1], Model(**json.loads(row[2])), row[3], row[4])

    def next_generation(self) -> int:
        """The number that the next publication will have; numbers are never given twice."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'generation'").fetchone()
        return 1 if row is None else int(row[0]) + 1

    def files(self) -> dict[str, CataloguedFile]:
        """Every published file by its name, in the order of names."""
        with self._damage_reported():
            rows = self._connection.execute("SELECT name, hash, settings, articles, skipped FROM file ORDER BY name")
            return {row[0]: _file(*row) for row in rows}

    def publish(
        self, number: int, manifest: bytes, model: Model, settings: str, files: Iterable[CataloguedFile]
    ) -> None:
        """Make generation `number` the published one and `files` what it holds; then drop what is left over."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.transaction():
            self._connection.execute("DELETE FROM file")
            self._connection.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?)", map(_file_row, files))
            self._connection.execute("DELETE FROM generation")
            row = (number, manifest, json.dumps(asdict(model)), settings, now)
            self._connection.execute("INSERT INTO generation VALUES (?, ?, ?, ?, ?)", row)
            self._drop_unreferenced()

    def _drop_unreferenced(self) -> None:
        articles = {hash for file in self.files().values() for _, hash in file.articles}
        stored = {row[0] for row in self._connection.execute("SELECT hash FROM article")}
        gone = [(hash,) for hash in stored - articles]
        self._connection.executemany("DELETE FROM article WHERE hash = ?", gone)
        rows = self._connection.execute("SELECT vectors FROM article")
        vectors = {hash for row in rows for hash in _hashes(row[0], 16)}
        gone = [(hash,) for hash in self.vector_hashes() - vectors]
        self._connection.executemany("DELETE FROM vector WHERE hash = ?", gone)

    # Articles

    def holds_article(self, hash: bytes) -> bool:
        """Whether an article with this hash is stored, staged ones included."""
        return self._connection.execute("SELECT 1 FROM article WHERE hash = ?", (hash,)).fetchone() is not None

    def stage(self, hash: bytes, entry: CataloguedArticle) -> None:
        """Store an article that the next publication may refer to."""
        *record, _text, page_starts = astuple(entry.article)
        record[2] = record[2] and record[2].isoformat()
        columns = (
            json.dumps([*record, page_starts], ensure_ascii=False),
            entry.article.text,
            json.dumps([(passage.start, passage.end, passage.page) for passage in entry.passages]),
            b"".join(entry.vectors),
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", (hash, *columns, _checksum(hash, *columns))
        )

    def article(self, hash: bytes) -> CataloguedArticle:
        """The stored article with this hash, proven whole by its checksum; DamageError if it is not, or is missing."""
        with self._damage_reported():
            query = "SELECT hash, record, text, passages, vectors, checksum FROM article WHERE hash = ?"
            row = self._connection.execute(query, (hash,)).fetchone()
            if row is None or row[-1] != _checksum(*row[:-1]):
                raise ValueError(f"article {hash.hex()[:12]} is {'missing' if row is None else 'not what was stored'}")
            return _article(*row[1:5])

    # Vectors

    def vector_hashes(self) -> set[bytes]:
        """The hashes of all stored vectors."""
        return {row[0] for row in self._connection.execute("SELECT hash FROM vector")}

    def store_vectors(self, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, d), each under its hash, in half precision."""
        values = [row.tobytes() for row in vectors.astype("<f2")]
        rows = [(hash, value, zlib.crc32(value, zlib.crc32(hash))) for hash, value in zip(hashes, values, strict=True)]
        with self.transaction():
            self._connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def vectors(self, hashes: Sequence[bytes]) -> NDArray[np.float32]:
        """The vectors (n, d) with these hashes, in their order; DamageError if one is missing or damaged."""
        found: dict[bytes, bytes] = {}
        with self._damage_reported():
            for begin in range(0, len(hashes), _ROWS_A_QUERY):
                some = hashes[begin : begin + _ROWS_A_QUERY]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(f"SELECT * FROM vector WHERE hash IN ({marks})", some)
                found.update((hash, value) for hash, value, crc in rows if crc == zlib.crc32(value, zlib.crc32(hash)))
            if missing := len(set(hashes) - found.keys()):
                raise ValueError(f"{missing} of {len(hashes)} vectors are missing or not what was stored")
        return np.stack([np.frombuffer(found[hash], "<f2") for hash in hashes]).astype(np.float32)


def _checksum(hash: bytes, record: str, text: str, passages: str, vectors: bytes) -> bytes:
    parts = (hash, record.encode(), text.encode(), passages.encode(), vectors)
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "little") + part for part in parts)).digest()


def _article(record: str, text: str, passages: str, vectors: bytes) -> CataloguedArticle:
    id, title, published, language, source, page_starts = json.loads(record)
    day = None if published is None else date.fromisoformat(published)
    article = Article(id, title, day, language, source, text, tuple(page_starts))
    slices = tuple(Passage(start, end, text[start:end], page) for start, end, page in json.loads(passages))
    return CataloguedArticle(article, slices, _hashes(vectors, 16))


def _file_row(file: CataloguedFile) -> tuple[str, bytes, str, str, str]:
    articles = json.dumps([(id, hash.hex()) for id, hash in file.articles], ensure_ascii=False)
    return file.name, file.hash, file.settings, articles, json.dumps(file.skipped, ensure_ascii=False)


def _file(name: str, hash: bytes, settings: str, articles: str, skipped: str) -> CataloguedFile:
    pairs = tuple((id, bytes.fromhex(digest)) for id, digest in json.loads(articles))
    return CataloguedFile(name, hash, settings, pairs, tuple(Skipped(*pair) for pair in json.loads(skipped)))


def _hashes(joined: bytes, length: int) -> tuple[bytes, ...]:
    return tuple(joined[begin : begin + length] for begin in range(0, len(joined), length))
