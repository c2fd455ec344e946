"""Conversations and feedback, kept in one SQLite file in the index folder, deletable one by one and all.

It stores what was asked and what was shown. It knows nothing of how either looks.
"""

import json
import re
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from index.errors import DiskError
from qa import Answer, Citation, Hit

FILE = "history.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL,
    question TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, language TEXT NOT NULL, answer TEXT NOT NULL,
    asked_at TEXT NOT NULL, thumb INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS turn_conversation ON turn (conversation);
"""
# What is deleted is overwritten. The last seconds may be lost with the power, never with the program: syncing each
# question to disk would hold up everybody who asks.
_SETTINGS = """
PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
"""
_COLUMNS = "id, conversation, question, since, until, language, answer, asked_at, thumb, reason"
_CONVERSATION = re.compile(r"[\w-]{1,64}", re.ASCII)
_MOST_LISTED = 500
_MOST_IN_MEMORY = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filter, as it was typed; empty texts filter nothing."""

    question: str
    since: str = ""
    until: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the answer that was shown; `thumb` is 1, -1, or 0 where nobody has judged it."""

    id: int
    conversation: str
    asked: Asked
    answer: Answer
    asked_at: datetime
    thumb: int
    reason: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in the list: its id, its first question, when it began and how many turns it has."""

    id: str
    question: str
    began_at: datetime
    turns: int


def new_conversation() -> str:
    """A conversation id that nobody can guess."""
    return secrets.token_urlsafe(16)


def is_conversation(text: str) -> bool:
    """Whether this could be the id of a conversation."""
    return bool(_CONVERSATION.fullmatch(text))


class History:
    """The stored conversations, safe to use from several threads; without a file they last as long as the program.

    Every turn has an owner, and whoever reads, judges or deletes names one: nobody gets at the turns of another. A
    damaged file is moved aside; DiskError if the disk takes none.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._in_memory = path is None
        self._connection = _opened(path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                fix = "Free some space, or move history.sqlite3 out of the index folder"
                raise DiskError(f"the history cannot be kept: {error}", fix) from error

    def add(self, conversation: str, asked: Asked, answer: Answer, owner: str = "") -> Turn:
        """Store a turn at the end of a conversation, and return it."""
        now = datetime.now(UTC).replace(microsecond=0)
        row = (conversation, asked.question, asked.since, asked.until, asked.language, _written(answer),
               now.isoformat(), owner)  # fmt: skip
        with self._cursor() as connection:
            names = "conversation, question, since, until, language, answer, asked_at, owner"
            cursor = connection.execute(f"INSERT INTO turn ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            id = int(cursor.lastrowid or 0)
            if self._in_memory:
                connection.execute("DELETE FROM turn WHERE id <= ?", (id - _MOST_IN_MEMORY,))
        return Turn(id, conversation, asked, answer, now, 0, "")

    def turns(self, conversation: str, owner: str = "") -> list[Turn]:
        """The turns of a conversation, the earliest first; none if its owner has no such conversation."""
        with self._cursor() as connection:
            query = f"SELECT {_COLUMNS} FROM turn WHERE conversation = ? AND owner = ? ORDER BY id"
            rows = connection.execute(query, (conversation, owner)).fetchall()
        return [_turn(row) for row in rows if _readable(row[6])]

    def conversations(self, owner: str = "") -> list[Conversation]:
        """The owner's conversations, the latest first; of very many the earliest are left out."""
        query = """SELECT turn.conversation, question, asked_at, turns FROM turn JOIN (SELECT min(id) AS first,
            max(id) AS last, count(*) AS turns FROM turn WHERE owner = ? GROUP BY conversation) ON id = first
            ORDER BY last DESC LIMIT ?"""
        with self._cursor() as connection:
            rows = connection.execute(query, (owner, _MOST_LISTED)).fetchall()
        return [Conversation(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in rows]

    def cut(self, conversation: str, turn: int, owner: str = "") -> None:
        """Delete this turn of the conversation and all after it."""
        with self._cursor() as connection:
            delete = "DELETE FROM turn WHERE conversation = ? AND id >= ? AND owner = ?"
            connection.execute(delete, (conversation, turn, owner))

    def delete(self, conversation: str, owner: str = "") -> None:
        """Delete one conversation with its feedback."""
        with self._cursor() as connection:
            connection.execute("DELETE FROM turn WHERE conversation = ? AND owner = ?", (conversation, owner))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def delete_all(self, owner: str = "") -> None:
        """Delete the owner's conversations, and leave nothing of them in the file."""
        with self._cursor() as connection:
            connection.execute("DELETE FROM turn WHERE owner = ?", (owner,))
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def judge(self, turn: int, conversation: str, thumb: int, reason: str, owner: str = "") -> bool:
        """Keep a thumb (1, -1, or 0 to take it back) and a reason with a turn; False if there is no such turn."""
        with self._cursor() as connection:
            update = "UPDATE turn SET thumb = ?, reason = ? WHERE id = ? AND conversation = ? AND owner = ?"
            return connection.execute(update, (thumb, reason, turn, conversation, owner)).rowcount == 1

    def judged(self, owner: str = "") -> list[tuple[Turn, tuple[str, ...]]]:
        """The owner's turns that have a thumb, and the questions asked before each in its conversation."""
        with self._cursor() as connection:
            query = f"SELECT {_COLUMNS} FROM turn WHERE owner = ? ORDER BY id"
            turns = [_turn(row) for row in connection.execute(query, (owner,)) if _readable(row[6])]
        earlier: dict[str, list[str]] = {}
        found = []
        for turn in turns:
            before = earlier.setdefault(turn.conversation, [])
            if turn.thumb:
                found.append((turn, tuple(before)))
            before.append(turn.asked.question)
        return found


def _opened(path: Path | None) -> sqlite3.Connection:
    try:
        return _connected(path)
    except sqlite3.OperationalError as error:
        fix = "Make its folder writable, or serve with --read-only"
        raise DiskError(f"the history {path} cannot be kept: {error}", fix) from error
    except sqlite3.DatabaseError:
        if path is None:
            raise
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if file.exists():
                file.replace(file.with_name(f"{file.name}.damaged"))
        return _connected(path)


def _connected(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
    try:
        connection.executescript(_SETTINGS + _SCHEMA)
        if "owner" not in {row[1] for row in connection.execute("PRAGMA table_info(turn)")}:
            connection.execute("ALTER TABLE turn ADD COLUMN owner TEXT NOT NULL DEFAULT ''")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _written(answer: Answer) -> str:
    return json.dumps(asdict(answer), default=str, ensure_ascii=False)


def _readable(answer: str) -> bool:
    """Whether this version can show it: an answer stored by one with other fields is left out."""
    values: dict[str, Any] = json.loads(answer)
    citations = [*values.get("citations", ()), *values.get("near_misses", ())]
    names = {field.name for field in fields(Citation)}
    return values.keys() == {field.name for field in fields(Answer)} and all(c.keys() == names for c in citations)


def _turn(row: tuple[Any, ...]) -> Turn:
    id, conversation, question, since, until, language, answer, asked_at, thumb, reason = row
    asked = Asked(question, since, until, language)
    return Turn(id, conversation, asked, _answer(answer), datetime.fromisoformat(asked_at), thumb, reason)


def _answer(written: str) -> Answer:
    values: dict[str, Any] = json.loads(written)
    for name in ("citations", "near_misses"):
        values[name] = tuple(map(_citation, values[name]))
    return Answer(**values)


def _citation(values: dict[str, Any]) -> Citation:
    also = tuple(Hit(**_dated(hit)) for hit in values.pop("also"))
    return Citation(**_dated(values), also=also)


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    published = values["published"]
    return values | {"published": published and date.fromisoformat(published)}
