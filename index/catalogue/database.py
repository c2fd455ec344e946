"""The catalogue: the single source of truth of an index; every generation is derived from it.

One SQLite file holds the articles with their passages, the vectors, and the articles of each file. It knows nothing of
file formats, of searching, or of how vectors are made.

What a build stores before it publishes is only *staged*. `publish` replaces the file rows and names the new generation
in one transaction, and then deletes rows that nothing refers to. Staged files, articles and vectors of a stopped build
stay for the next build.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.catalogue.entries import (
    CataloguedArticle,
    CataloguedFile,
    DamagedRowError,
    Published,
    article_of,
    article_row,
    file_of,
    file_row,
    files_checksum,
    published_of,
    published_row,
    vector_hashes,
)
from index.errors import BusyError, DamageError, DiskError, MismatchError

SCHEMA_VERSION = 4
# Articles of schema 3 have no fields; a build reads them again, and until then they can be read as they are.
_READ_AS_WELL = 3
_FILE = """(name TEXT PRIMARY KEY, hash BLOB, settings TEXT, articles TEXT, skipped TEXT, warnings TEXT, records TEXT)
    WITHOUT ROWID"""
_SCHEMA = f"""
CREATE TABLE article (hash BLOB PRIMARY KEY, record TEXT, text TEXT, passages TEXT, vectors BLOB, checksum BLOB)
    WITHOUT ROWID;
CREATE TABLE vector (hash BLOB PRIMARY KEY, value BLOB, checksum INTEGER) WITHOUT ROWID;
CREATE TABLE file {_FILE};
CREATE TABLE staged_file {_FILE};
CREATE TABLE generation (number INTEGER PRIMARY KEY AUTOINCREMENT, manifest BLOB, model TEXT, settings TEXT,
    published_at TEXT, files BLOB, checksum BLOB);
PRAGMA user_version = {SCHEMA_VERSION};
"""
_ROWS_A_QUERY = 500
_KEPT_LOG_BYTES = 16_000_000
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}


class Catalogue:
    """One connection to `catalogue.sqlite3`; use it in one thread at a time."""

    def __init__(self, path: Path, create: bool = False) -> None:
        self.path = path
        self.is_snapshot = False
        """True on a read-only file system: this is an immutable snapshot, which does not see later changes."""
        try:
            self._open("rwc" if create else "rw", create)
        except DiskError:
            if create or _log_bytes(path):
                raise
            self._open("ro&immutable=1", create=False)
            self.is_snapshot = True

    def _open(self, mode: str, create: bool) -> None:
        with self._reported():
            address = f"{self.path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(create)
        except BaseException:
            self.close()
            raise

    def _prepare(self, create: bool) -> None:
        self._execute("PRAGMA synchronous = FULL")
        self._execute("PRAGMA busy_timeout = 10000")
        self._execute(f"PRAGMA journal_size_limit = {_KEPT_LOG_BYTES}")
        self._execute("BEGIN")  # one snapshot for both: another process may be creating the file
        [(version,)] = self._execute("PRAGMA user_version")
        empty = version == 0 and not self._execute("SELECT * FROM sqlite_master")
        self._execute("COMMIT")
        if empty:
            if not create:
                raise self._damaged("it is empty")
            self._execute("PRAGMA journal_mode = WAL")
            with self.transaction():
                for statement in _SCHEMA.split(";"):
                    self._execute(statement)
        elif version == _READ_AS_WELL:
            if create:
                self._execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif version != SCHEMA_VERSION:
            raise MismatchError(
                f"the catalogue {self.path} has schema version {version}, this program needs {SCHEMA_VERSION}",
                f"Build it again: dzherelo build --full --index {self.path.parent}",
            )

    def close(self) -> None:
        """Close the file; the last connection to close merges the write-ahead log into it."""
        self._connection.close()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all writes of the block, or none of them."""
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of the block see one snapshot, even if another process publishes meanwhile."""
        nested = self._connection.in_transaction
        if nested:
            yield
            return
        self._execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._execute("COMMIT")

    def commit_and_go_on(self) -> None:
        """Within a transaction: commit what was written so far, and begin the next transaction."""
        self._execute("COMMIT")
        self._execute("BEGIN IMMEDIATE")

    def _execute(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._reported():
            return self._connection.execute(query, values).fetchall()

    def _execute_many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._reported():
            self._connection.executemany(query, rows)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn SQLite's errors and damaged rows into errors that say what to do.

        Nothing else is caught: a bug in this program must not be reported as damage.
        """
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if code in _BUSY:
                fix = "Wait until the other build ends, then run dzherelo build again"
                raise BusyError(f"the catalogue {self.path} is in use: {error}", fix) from error
            if code in _DISK:
                fix = "Free space on its disk and check that the folder can be written, then try again"
                raise DiskError(f"the catalogue {self.path} cannot be read or written: {error}", fix) from error
            raise self._damaged(str(error)) from error
        except DamagedRowError as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, what: str) -> DamageError:
        fix = f"Repair it: dzherelo doctor CORPUS --repair --index {self.path.parent}"
        return DamageError(f"the catalogue {self.path} is damaged: {what}", fix)

    def check_pages(self) -> None:
        """Run SQLite's integrity check; DamageError names the first fault."""
        if (found := self._execute("PRAGMA integrity_check(1)")) != [("ok",)]:
            raise self._damaged(found[0][0])

    # What is published

    def published(self) -> Published | None:
        """The published generation; None before the first publication."""
        with self._reported():
            rows = self._execute("SELECT * FROM generation ORDER BY number DESC LIMIT 1")
            return published_of(rows[0]) if rows else None

    def last_number(self) -> int:
        """The highest number ever published; 0 before the first publication."""
        rows = self._execute("SELECT seq FROM sqlite_sequence WHERE name = 'generation'")
        return int(rows[0][0]) if rows else 0

    def files(self) -> dict[str, CataloguedFile]:
        """Every published file by name, in the order of names; DamageError if they differ from what was published."""
        with self.snapshot():
            published = self.published()
            rows = self._execute("SELECT * FROM file ORDER BY name")
        with self._reported():
            if published and files_checksum(rows) != published.files:
                raise DamagedRowError("its files differ from those that were published")
            return {row[0]: file_of(row) for row in rows}

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 of a published file's bytes; None if no such file was published."""
        rows = self._execute("SELECT hash FROM file WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def publish(self, published: Published, files: Iterable[CataloguedFile]) -> None:
        """Publish this generation of `files`; then delete rows that nothing refers to."""
        rows = [file_row(file) for file in files]
        with self.transaction():
            self._execute("DELETE FROM file")
            self._execute("DELETE FROM staged_file")
            self._execute_many("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._name(replace(published, files=files_checksum(rows)))
            self._drop_unreferenced(hash for file in files for _, hash in file.articles)

    def drop_staged(self) -> None:
        """Delete everything that is staged."""
        if self._execute("SELECT 1 FROM staged_file LIMIT 1"):
            files = self.files().values()
            with self.transaction():
                self._execute("DELETE FROM staged_file")
                self._drop_unreferenced(hash for file in files for _, hash in file.articles)

    def republish(self, published: Published) -> None:
        """Publish this generation with the same files as before; staged rows stay."""
        with self.transaction():
            self._name(published)

    def _name(self, published: Published) -> None:
        self._execute("DELETE FROM generation")
        self._execute_many("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?)", [published_row(published)])

    def _drop_unreferenced(self, articles: Iterable[bytes]) -> None:
        stored = {hash for (hash,) in self._execute("SELECT hash FROM article")}
        self._execute_many("DELETE FROM article WHERE hash = ?", [(hash,) for hash in stored.difference(articles)])
        referenced = {
            hash for (joined,) in self._execute("SELECT vectors FROM article") for hash in vector_hashes(joined)
        }
        self._execute_many("DELETE FROM vector WHERE hash = ?", [(hash,) for hash in self.vector_hashes() - referenced])

    # What is staged

    def staged_files(self) -> dict[str, CataloguedFile]:
        """Files that a build has parsed but not published, by name."""
        with self._reported():
            return {row[0]: file_of(row) for row in self._execute("SELECT * FROM staged_file")}

    def stage_file(self, file: CataloguedFile) -> None:
        """Store a parsed file until the next publication."""
        self._execute_many("INSERT OR REPLACE INTO staged_file VALUES (?, ?, ?, ?, ?, ?, ?)", [file_row(file)])

    def stage(self, hash: bytes, entry: CataloguedArticle) -> None:
        """Store an article that the next publication may refer to."""
        self._execute_many("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", [article_row(hash, entry)])

    def holds_article(self, hash: bytes) -> bool:
        """Whether an article with this hash is stored, staged ones included."""
        return bool(self._execute("SELECT 1 FROM article WHERE hash = ?", (hash,)))

    def article(self, hash: bytes) -> CataloguedArticle:
        """The stored article with this hash; DamageError if it is missing or its checksum is wrong."""
        with self._reported():
            rows = self._execute("SELECT * FROM article WHERE hash = ?", (hash,))
            if not rows:
                raise DamagedRowError(f"article {hash.hex()[:12]} is missing")
            return article_of(rows[0])

    # Vectors

    def vector_hashes(self) -> set[bytes]:
        """The hashes of all stored vectors."""
        return {hash for (hash,) in self._execute("SELECT hash FROM vector")}

    def store_vectors(self, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, d), each under its hash, in half precision."""
        values = [row.tobytes() for row in vectors.astype("<f2")]
        rows = [(hash, value, _crc(hash, value)) for hash, value in zip(hashes, values, strict=True)]
        with self.transaction():
            self._execute_many("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def vectors(self, hashes: Sequence[bytes]) -> NDArray[np.float32]:
        """The vectors (n, d) with these hashes, in order, n at least 1; DamageError if one is missing or damaged."""
        found: dict[bytes, bytes] = {}
        for begin in range(0, len(hashes), _ROWS_A_QUERY):
            some = hashes[begin : begin + _ROWS_A_QUERY]
            rows = self._execute(f"SELECT * FROM vector WHERE hash IN ({','.join('?' * len(some))})", some)
            found.update((hash, value) for hash, value, crc in rows if crc == _crc(hash, value))
        if missing := len(set(hashes) - found.keys()):
            raise self._damaged(f"{missing} of {len(hashes)} vectors are missing or damaged")
        return np.stack([np.frombuffer(found[hash], "<f2") for hash in hashes]).astype(np.float32)


def _crc(hash: bytes, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(hash))


def _log_bytes(path: Path) -> int:
    """The size of the write-ahead log beside the catalogue, in bytes."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0
