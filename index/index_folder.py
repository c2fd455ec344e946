"""The index folder: the paths of its parts, the write lock, and the mark of the last publication.

The mark repeats, outside the catalogue, what was published last. The catalogue is the source of truth; the mark only
shows when somebody replaced it with an older copy.
"""

import fcntl
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.catalogue.entries import checksum
from index.disk import disk_errors, is_odd, sync
from index.errors import BusyError, DamageError

_RETRY_SECONDS = 0.05
_FIELDS = "fields.json"
_SERVER = "server.json"


class Mark(NamedTuple):
    """The number of the last published generation (0 if none is known) and the sha256 of its manifest."""

    number: int = 0
    manifest: bytes = b""


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The paths of one index; reading them creates nothing."""

    path: Path

    @property
    def catalogue(self) -> Path:
        """The SQLite file that everything else is derived from."""
        return self.path / "catalogue.sqlite3"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.path / "generations"

    @property
    def quarantine(self) -> Path:
        """The folder for damaged parts."""
        return self.path / "quarantine"

    def generation(self, number: int) -> Path:
        """The folder of one generation."""
        return self.generations / f"{number:06d}"

    def last_number(self) -> int:
        """The highest generation number among the folders and the mark; 0 if there is none."""
        names = (path.name for path in self.generations.glob("[0-9]*"))
        return max([self.mark().number, *(int(name) for name in names if name.isdecimal())])

    def create(self) -> None:
        """Create the folder and its subfolders if they are missing."""
        with disk_errors(self.path):
            self.generations.mkdir(parents=True, exist_ok=True)

    def mark(self) -> Mark:
        """The mark of the last publication; an empty mark if it is missing or damaged."""
        try:
            number, manifest, sum = json.loads(self._written("published"))
            proven = sum == checksum(number, manifest).hex()
            return Mark(number, bytes.fromhex(manifest)) if proven else Mark()
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
            return Mark()

    def field_names(self) -> dict[str, str]:
        """The names of fields that the last build was given; none if it was given none.

        DamageError if they cannot be read: without them the records would lose their articles.
        """
        try:
            names = json.loads(self._written(_FIELDS))
            return {str(field): str(name) for field, name in names.items()}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (ValueError, AttributeError) as error:
            fix = f"Give them again with --fields, or delete {self.path / _FIELDS}"
            raise DamageError(f"{self.path / _FIELDS} does not name fields", fix) from error

    def set_field_names(self, names: Mapping[str, str]) -> None:
        """Remember the names for later builds, whole or not at all."""
        self._remember(_FIELDS, dict(names))

    def server_uri(self) -> str:
        """The address of the Milvus server that the last build published to; empty if it published in this folder.

        DamageError if that cannot be read.
        """
        try:
            return str(json.loads(self._written(_SERVER))["uri"])
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (ValueError, TypeError, KeyError) as error:
            fix = f"Give the server with --store milvus --uri URI, or delete {self.path / _SERVER}"
            raise DamageError(f"{self.path / _SERVER} does not name a server", fix) from error

    def set_server_uri(self, uri: str) -> None:
        """Remember where builds publish; only the owner may read it, because an address may hold a password."""
        if uri or (self.path / _SERVER).exists():
            self._remember(_SERVER, {"uri": uri}, mode=0o600)

    def _written(self, name: str) -> bytes:
        """The content of a file of that name; ValueError for a folder, and for a pipe, which would never end."""
        path = self.path / name
        if is_odd(path):
            raise ValueError(f"{path} is no ordinary file")
        return path.read_bytes()

    def _remember(self, name: str, values: Mapping[str, str], mode: int = 0o644) -> None:
        """Write the values into a file of that name, whole or not at all."""
        draft = self.path / f"{name}.draft"
        draft.touch(mode)
        draft.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        sync(draft)
        draft.replace(self.path / name)
        sync(self.path)

    def set_mark(self, mark: Mark) -> None:
        """Write the mark atomically."""
        number, manifest = mark.number, mark.manifest.hex()
        draft = self.path / "published.draft"
        draft.write_text(json.dumps([number, manifest, checksum(number, manifest).hex()]), encoding="ascii")
        sync(draft)
        if (old := self.path / "published").is_dir():  # anything else is replaced
            self.set_aside(old)
        draft.replace(old)
        sync(self.path)

    @contextmanager
    def locked(self, wait_seconds: float = 0) -> Iterator[None]:
        """Hold the write lock; the kernel releases it when the process ends.

        BusyError if another process still holds it after `wait_seconds`.
        """
        with disk_errors(self.path):
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._take(descriptor, time.monotonic() + wait_seconds)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def _take(self, descriptor: int, deadline: float) -> None:
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace") or "unknown"
                    raise BusyError(
                        f"another build of {self.path} is running (process {holder})",
                        "Wait until it ends, or stop it; then run dzherelo build again",
                    ) from error
                time.sleep(_RETRY_SECONDS)

    def set_aside(self, part: Path) -> Path:
        """Move a damaged part to the quarantine, where nothing is ever deleted; returns its new path."""
        self.quarantine.mkdir(exist_ok=True)
        number = 1
        while (target := self.quarantine / f"{part.name}-{number}").exists():
            number += 1
        return part.rename(target)

    def set_catalogue_aside(self) -> None:
        """Move the catalogue and its log to the quarantine; it must not be open anywhere."""
        for part in sorted(self.path.glob(f"{self.catalogue.name}*")):
            self.set_aside(part)


def without_password(uri: str) -> str:
    """The address of a server as it may be shown."""
    return re.sub("//[^/]*@", "//", uri)
