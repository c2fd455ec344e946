"""The index folder: where each part of an index lies, and the lock that lets one build write at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import BusyError, CorpusError


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The paths of one index; asking for them creates nothing."""

    path: Path

    @property
    def catalogue(self) -> Path:
        """The SQLite file that holds the truth."""
        return self.path / "catalogue.sqlite3"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.path / "generations"

    @property
    def quarantine(self) -> Path:
        """The folder that damaged parts are moved to."""
        return self.path / "quarantine"

    def generation(self, number: int) -> Path:
        """The folder of one generation."""
        return self.generations / f"{number:06d}"

    def create(self) -> None:
        """Make the folder and its inner ones where they are missing."""
        try:
            self.generations.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"the index folder {self.path} cannot be written: {error.strerror}",
                "Make it writable or name another: dzherelo build --index DIR",
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index for writing; BusyError at once if another process does. The kernel frees it on any exit."""
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                holder = os.pread(descriptor, 20, 0).decode() or "unknown"
                raise BusyError(
                    f"another build of {self.path} is running (process {holder})",
                    "Wait until it ends, or stop it; then run dzherelo build again",
                ) from error
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def set_aside(self, folder: Path) -> Path:
        """Move a damaged part into the quarantine, where nothing is ever deleted; returns where it is now."""
        self.quarantine.mkdir(exist_ok=True)
        number = 1
        while (target := self.quarantine / f"{folder.name}-{number}").exists():
            number += 1
        return folder.rename(target)
