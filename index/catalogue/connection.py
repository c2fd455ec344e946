"""A connection to the file of a catalogue: its schema, transactions, and errors that say what to do.

What the tables hold is in `database.py`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from index.catalogue.entries import DamagedRowError
from index.disk import is_odd
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
# This index finds vectors that nothing refers to without reading texts; catalogues of earlier versions lack it.
_INDEX = "CREATE INDEX IF NOT EXISTS article_vectors ON article (vectors)"
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


class Connection:
    """One connection to the file; use it in one thread at a time."""

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
        for part in (self.path, *map(self._beside, ("-wal", "-shm", "-journal"))):
            if is_odd(part):
                raise self._damaged(f"{part.name} is no ordinary file")
        with self._reported():
            address = f"{self.path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(create)
        except BaseException:
            self.close()
            raise

    def _beside(self, end: str) -> Path:
        return self.path.with_name(f"{self.path.name}{end}")

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
        if create:
            self._execute(_INDEX)

    def close(self) -> None:
        """Close the file; the last connection to close merges the write-ahead log into it."""
        self._connection.close()

    def __enter__(self) -> Self:
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
        except sqlite3.ProgrammingError:  # a wrong call, not a fault of the file
            raise
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


def _log_bytes(path: Path) -> int:
    """The size of the write-ahead log beside the catalogue, in bytes."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0
