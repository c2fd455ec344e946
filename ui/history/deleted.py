"""The last deletion, kept in memory for ten seconds so that it can be undone; the file keeps none of it."""

import time
from collections.abc import Callable, Sequence
from typing import Any

SECONDS_TO_UNDO = 10.0
Row = tuple[Any, ...]


class Deleted:
    """The rows of each owner's last deletion; not safe to use from several threads at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, Sequence[Row]]] = {}

    def keep(self, owner: str, rows: Sequence[Row]) -> None:
        """Keep these rows, in place of the owner's earlier ones."""
        self._forget()
        if rows:
            self._kept[owner] = self._clock() + SECONDS_TO_UNDO, rows

    def take(self, owner: str) -> Sequence[Row]:
        """Remove and return the owner's rows; empty if it is too late."""
        self._forget()
        return self._kept.pop(owner, (0.0, ()))[1]

    def _forget(self) -> None:
        now = self._clock()
        self._kept = {owner: kept for owner, kept in self._kept.items() if kept[0] > now}
