"""Methods of `Assistant` as plain functions: the index of each folder is opened on the first call and stays open.

The parameters are written out again because `index_dir` is one of them and keeps its place: no decorator can add it
there, and `**options` would hide the others from `help()` and editors. A test compares the two.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from index.arguments import read_path
from index.errors import NoIndexError

from .arguments import WhereGiven
from .assistant import Assistant
from .records import Answer, Hit
from .verification import DraftCheck

_OPEN_INDEXES = 4


def retrieve(
    question: str,
    k: int = 5,
    index_dir: str | Path = ".dzherelo",
    history: Sequence[str] | None = (),
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
    as_typed: bool = False,
    now: date | str | None = None,
    without_time: bool = False,
    where: WhereGiven | None = None,
) -> list[Hit]:
    """`Assistant.retrieve` on an index that is opened on the first call and stays open."""
    assistant = _assistant(index_dir)
    return assistant.retrieve(question, k, history, since, until, language, as_typed, now, without_time, where)


def ask(
    question: str,
    history: Sequence[str] | None = (),
    index_dir: str | Path = ".dzherelo",
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
    as_typed: bool = False,
    now: date | str | None = None,
    without_time: bool = False,
    where: WhereGiven | None = None,
) -> Answer:
    """`Assistant.ask` on an index that is opened on the first call and stays open."""
    assistant = _assistant(index_dir)
    return assistant.ask(question, history, since, until, language, as_typed, now, without_time, where)


def verify_quotes(text: str, index_dir: str | Path = ".dzherelo") -> DraftCheck:
    """`Assistant.verify_quotes` on an index that is opened on the first call and stays open."""
    return _assistant(index_dir).verify_quotes(text)


def _assistant(index_dir: str | Path) -> Assistant:
    return _opened(read_path("index_dir", index_dir, NoIndexError).absolute())


@lru_cache(maxsize=_OPEN_INDEXES)
def _opened(index_dir: Path) -> Assistant:
    return Assistant.open(index_dir)
