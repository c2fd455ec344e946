"""The files of an opened generation: checked once, and watched from then on."""

import os
from pathlib import Path

from index.errors import DamageError
from index.generation.manifest import MANIFEST, Manifest, check_contents, check_files


class CheckedFiles:
    """The files of a generation, each as its manifest says; DamageError if one is not."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder, self._manifest = folder, manifest
        self._stamps = self._stat()
        check_files(folder, manifest)

    def untouched(self) -> bool:
        """Whether all files are still there, unchanged since they were checked.

        A build that links a file, or deletes a link to it, changes its ctime. So does whoever sets its mtime back
        after writing. Therefore such a file is read again.
        """
        stamps = self._stat()
        changed = [name for name in stamps if stamps[name] != self._stamps[name]]
        if any(_without_ctime(stamps[name]) != _without_ctime(self._stamps[name]) for name in changed):
            return False
        try:
            check_contents(self._folder, self._manifest, changed)
        except (DamageError, OSError, KeyError):  # the manifest does not list itself: nothing links it
            return False
        self._stamps = stamps
        return True

    def _stat(self) -> dict[str, tuple[int, int, int, int] | None]:
        folder = str(self._folder)
        return {name: _stamp(f"{folder}/{name}") for name in (MANIFEST, *self._manifest.files)}


def _stamp(path: str) -> tuple[int, int, int, int] | None:
    """The stamps that show whether a file was written, replaced or linked: unlike mtime, ctime cannot be set back."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _without_ctime(stamp: tuple[int, int, int, int] | None) -> tuple[int, ...] | None:
    return stamp and stamp[:3]
