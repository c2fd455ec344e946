"""Stores conversations and feedback in one SQLite file in the index folder; they can be deleted singly or together.

The file holds questions and shown answers. This module does not know how they look.
"""

import logging
import re
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import DiskError
from index.text.fold import folded_words
from qa import Answer

from .deleted import Deleted
from .history_search import holding
from .payload import read_answer, write_answer
from .records import Asked, Conversation, Turn

FILE = "history.sqlite3"
_log = logging.getLogger("dzherelo")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL,
    question TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, language TEXT NOT NULL, answer TEXT NOT NULL,
    asked_at TEXT NOT NULL, thumb INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '', field TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS turn_conversation ON turn (conversation);
"""
# Deleted rows are overwritten. A power failure may lose the last seconds, a crash of the program loses nothing. Syncing
# each question to disk would delay every visitor.
_SETTINGS = """
PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
"""
_COLUMNS = "id, conversation, question, since, until, language, field, answer, asked_at, thumb, reason"
_INSERT = """
INSERT INTO turn (conversation, question, since, until, language, field, answer, asked_at, owner)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ALL_COLUMNS = f"{_COLUMNS}, owner"
_RESTORE = f"INSERT OR IGNORE INTO turn ({_ALL_COLUMNS}) VALUES ({', '.join('?' * 12)})"
_LIST = """
SELECT turn.conversation, question, asked_at, turns FROM turn JOIN
    (SELECT min(id) AS first, max(id) AS last, count(*) AS turns FROM turn WHERE owner = ? GROUP BY conversation)
    ON id = first ORDER BY last DESC LIMIT ?
"""
_SAID = "SELECT conversation, question, answer FROM turn WHERE owner = ?"
_COPY = """
INSERT INTO turn (conversation, question, since, until, language, field, answer, asked_at, thumb, reason, owner)
SELECT ?, question, since, until, language, field, answer, asked_at, thumb, reason, owner FROM turn
    WHERE conversation = ? AND owner = ? AND id < ? ORDER BY id
"""
_CONVERSATION = re.compile(r"[\w-]{1,64}", re.ASCII)
_MOST_LISTED = 500
_MOST_IN_MEMORY = 5000


def new_conversation() -> str:
    """A conversation id that nobody can guess."""
    return secrets.token_urlsafe(16)


def is_conversation(text: str) -> bool:
    """Whether the text has the form of a conversation id."""
    return bool(_CONVERSATION.fullmatch(text))


class History:
    """The stored conversations, safe to use from several threads; without a file they are kept only in memory.

    Every turn has an owner, and every method takes one, so that nobody can reach another owner's turns. Each method
    waits for the disk. A damaged file is moved aside; DiskError if the disk cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._in_memory = path is None
        self._connection = _open(path)
        self._deleted = Deleted()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _disk_errors():
            self._connection.execute("BEGIN")
            with self._connection:
                yield self._connection

    def add(
        self, conversation: str, asked: Asked, answer: Answer, owner: str = "", instead_of: int | None = None
    ) -> Turn:
        """Store a turn at the end of a conversation, or in place of one, and return it.

        Where others follow that one, nothing is replaced: the turn goes into a new conversation, behind copies of
        those before it.
        """
        now = datetime.now(UTC).replace(microsecond=0)
        filters = (asked.since, asked.until, asked.language, asked.where)
        with self._transaction() as connection:
            if instead_of is not None:
                conversation = _with_room(connection, conversation, owner, instead_of)
            row = (conversation, asked.question, *filters, write_answer(answer), now.isoformat(), owner)
            id = int(connection.execute(_INSERT, row).lastrowid or 0)
            if self._in_memory:
                connection.execute("DELETE FROM turn WHERE id <= ?", (id - _MOST_IN_MEMORY,))
        return Turn(id, conversation, asked, answer, now, 0, "")

    def turns(self, conversation: str, owner: str = "") -> list[Turn]:
        """The turns of a conversation, the earliest first; empty if the owner has no such conversation."""
        query = f"SELECT {_COLUMNS} FROM turn WHERE conversation = ? AND owner = ? ORDER BY id"
        with self._transaction() as connection:
            rows = connection.execute(query, (conversation, owner)).fetchall()
        return list(_turns(rows))

    def questions(self, conversation: str, owner: str = "", before: int | None = None) -> list[str]:
        """The questions of a conversation, the earliest first; with `before` only those before that turn."""
        query = "SELECT question FROM turn WHERE conversation = ? AND owner = ? AND id < ? ORDER BY id"
        last = 1 << 62 if before is None else before
        with self._transaction() as connection:
            return [row[0] for row in connection.execute(query, (conversation, owner, last))]

    def conversations(self, owner: str = "", search: str = "") -> list[Conversation]:
        """The owner's conversations, the latest first; of very many the earliest are left out.

        Only those where each word of `search` begins a word of a question, or of what was quoted.
        """
        with self._transaction() as connection:
            rows = connection.execute(_LIST, (owner, -1 if folded_words(search) else _MOST_LISTED)).fetchall()
            said = connection.execute(_SAID, (owner,)).fetchall() if folded_words(search) else []
        if folded_words(search):
            found = holding(search, said)
            rows = [row for row in rows if row[0] in found][:_MOST_LISTED]
        return [Conversation(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in rows]

    def delete(self, conversation: str, owner: str = "") -> None:
        """Delete one conversation with its feedback; `undo` restores it within ten seconds."""
        self._delete("conversation = ? AND owner = ?", (conversation, owner), owner)
        self._clean("PRAGMA wal_checkpoint(TRUNCATE)")

    def delete_all(self, owner: str = "") -> None:
        """Delete the owner's conversations and erase them from the file; `undo` restores them within ten seconds."""
        self._delete("owner = ?", (owner,), owner)
        self._clean("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def undo(self, owner: str = "") -> bool:
        """Restore what the owner deleted in the last ten seconds; False if there is nothing."""
        with self._transaction() as connection:
            rows = self._deleted.take(owner)
            connection.executemany(_RESTORE, rows)
        return bool(rows)

    def _delete(self, which: str, values: tuple[str, ...], owner: str) -> None:
        with self._transaction() as connection:
            rows = connection.execute(f"SELECT {_ALL_COLUMNS} FROM turn WHERE {which}", values).fetchall()
            connection.execute(f"DELETE FROM turn WHERE {which}", values)
            self._deleted.keep(owner, rows)

    def _clean(self, *statements: str) -> None:
        """Run statements that SQLite allows only outside a transaction."""
        with self._lock, _disk_errors():
            for statement in statements:
                self._connection.execute(statement)

    def rate(self, turn: int, conversation: str, thumb: int, reason: str, owner: str = "") -> bool:
        """Store a thumb (1, -1, or 0 to remove it) and a reason with a turn; False if there is no such turn."""
        update = "UPDATE turn SET thumb = ?, reason = ? WHERE id = ? AND conversation = ? AND owner = ?"
        with self._transaction() as connection:
            return connection.execute(update, (thumb, reason, turn, conversation, owner)).rowcount == 1

    def rated(self, owner: str = "") -> list[tuple[Turn, tuple[str, ...]]]:
        """The owner's rated turns, each with the earlier questions of its conversation."""
        with self._transaction() as connection:
            query = f"SELECT {_COLUMNS} FROM turn WHERE owner = ? ORDER BY id"
            rows = connection.execute(query, (owner,)).fetchall()
        earlier: dict[str, list[str]] = {}
        found = []
        for turn in _turns(rows):
            before = earlier.setdefault(turn.conversation, [])
            if turn.thumb:
                found.append((turn, tuple(before)))
            before.append(turn.asked.question)
        return found


def _with_room(connection: sqlite3.Connection, conversation: str, owner: str, place: int) -> str:
    """The conversation for replacing that turn: the same one, or a branch if other turns follow it."""
    following = "SELECT count(*) FROM turn WHERE conversation = ? AND owner = ? AND id > ?"
    if not connection.execute(following, (conversation, owner, place)).fetchone()[0]:
        connection.execute(
            "DELETE FROM turn WHERE conversation = ? AND owner = ? AND id = ?", (conversation, owner, place)
        )
        return conversation
    branch = new_conversation()
    connection.execute(_COPY, (branch, conversation, owner, place))
    return branch


def _turns(rows: Iterable[tuple[Any, ...]]) -> Iterator[Turn]:
    """The turns of these rows; unreadable ones are left out, with a warning in the log."""
    for row in rows:
        try:
            yield _turn(row)
        except (KeyError, TypeError, ValueError) as error:
            _log.warning("turn %s of the history cannot be read: %r", row[0], error)


def _turn(row: tuple[Any, ...]) -> Turn:
    id, conversation, question, since, until, language, where, answer, asked_at, thumb, reason = row
    asked = Asked(question, since, until, language, where)
    return Turn(id, conversation, asked, read_answer(answer), datetime.fromisoformat(asked_at), thumb, reason)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        fix = "Free some space, or move history.sqlite3 out of the index folder"
        raise DiskError(f"the history cannot be stored: {error}", fix) from error


def _open(path: Path | None) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError as error:
        fix = "Make its folder writable, or serve with --read-only"
        raise DiskError(f"the history {path} cannot be stored: {error}", fix) from error
    except sqlite3.DatabaseError:
        if path is None:
            raise
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if file.exists():
                file.replace(file.with_name(f"{file.name}.damaged"))
        return _connect(path)


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
    try:
        connection.executescript(_SETTINGS + _SCHEMA)
        columns = {row[1] for row in connection.execute("PRAGMA table_info(turn)")}
        for later in {"owner", "field"} - columns:
            connection.execute(f"ALTER TABLE turn ADD COLUMN {later} TEXT NOT NULL DEFAULT ''")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
