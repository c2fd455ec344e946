"""What was deleted in the last ten seconds, kept in memory so that it can be undone; the file keeps none of it."""

import time
from collections.abc import Callable, Sequence
from typing import Any

SECONDS_TO_UNDO = 10.0
Row = tuple[Any, ...]


class Deleted:
    """The rows of each owner's last deletions; not safe to use from several threads at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: list[tuple[float, str, Sequence[Row]]] = []

    def keep(self, owner: str, rows: Sequence[Row]) -> None:
        """Keep these rows, beside the owner's earlier ones whose ten seconds have not passed."""
        self._forget()
        if rows:
            self._kept.append((self._clock() + SECONDS_TO_UNDO, owner, rows))

    def take(self, owner: str) -> Sequence[Row]:
        """Remove and return the owner's rows; empty if it is too late."""
        self._forget()
        taken = [row for _, whose, rows in self._kept if whose == owner for row in rows]
        self._kept = [kept for kept in self._kept if kept[1] != owner]
        return taken

    def _forget(self) -> None:
        now = self._clock()
        self._kept = [kept for kept in self._kept if kept[0] > now]
