"""A folder in the user's cache that is made once from a source file, and checked before it is used.

It appears whole or not at all, however many processes ask for it and whenever one is killed. A file whose contents
are not what was written is made again: a damaged model would give answers that are wrong in silence.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from index.progress import BuildStep, Progress

Contents = Mapping[str, Callable[[], bytes]]
"""Every file's path in the folder, and what makes its bytes."""

MANIFEST, CHECKED = "manifest.json", "checked.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a folder is made: `contents` are its files; another `version` or `source` (a sha256) makes another folder."""

    name: str
    version: int
    source: str
    contents: Callable[[], Contents]
    needs: str

    def folder(self, cache: Path) -> Path:
        """Where in that cache the folder is, or will be."""
        return cache / f"{self.name}-{self.version}"

    def key(self) -> dict[str, object]:
        """What a folder's manifest says of its recipe."""
        return {"version": self.version, "source": self.source}


def default_cache() -> Path:
    """The user's cache folder for this program."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("dzherelo"))


def ensure_folder(cache: Path, recipe: Recipe, progress: Progress | None = None) -> Path:
    """The recipe's folder, made now if it is not there whole and sound; ModelError where that is impossible."""
    folder = recipe.folder(cache)
    if is_complete(folder, recipe) and is_sound(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache / f"{recipe.name}.lock"):
            if not (is_complete(folder, recipe) and is_sound(folder)):
                _make(folder, recipe, progress or _silent)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder} ({error.strerror})",
            f"Make {recipe.needs} of room there, or name another cache folder.",
        ) from error
    return folder


def is_complete(folder: Path, recipe: Recipe) -> bool:
    """Whether that folder holds every file of the recipe at its full size; the contents are not read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    whole = all(sizes[name] == entry["bytes"] for name, entry in manifest["files"].items())
    key = recipe.key()
    return whole and {name: manifest.get(name) for name in key} == key


def is_sound(folder: Path) -> bool:
    """Whether a complete folder's files are those that were written.

    They are hashed when one of them was written, replaced or changed since the last check, as the system's times tell.
    """
    stamps = _stamps(folder)
    try:
        if json.loads((folder / CHECKED).read_bytes()) == stamps:
            return True
    except (OSError, ValueError):
        pass
    if damaged_files(folder):
        return False
    _remember(folder, stamps)
    return True


def damaged_files(folder: Path) -> list[str]:
    """The names of a complete folder's files whose contents are not what was written; reads everything."""
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    return [name for name, entry in files.items() if _sha256(folder / name) != entry["sha256"]]


def _stamps(folder: Path) -> dict[str, list[int]]:
    """What tells that a file was written or replaced: unlike the time of modification, ctime cannot be set back."""
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    statuses = {name: (folder / name).stat() for name in (MANIFEST, *files)}
    return {name: [status.st_ino, status.st_size, status.st_ctime_ns] for name, status in statuses.items()}


def _remember(folder: Path, stamps: dict[str, list[int]]) -> None:
    """Note that the files with these stamps are sound; a cache that takes no writes is hashed at every start."""
    if os.access(folder, os.W_OK):
        partial = folder / f"{CHECKED}.{os.getpid()}"
        partial.write_text(json.dumps(stamps))
        partial.replace(folder / CHECKED)


def _silent(what: str, done: int, total: int) -> None:
    """No report."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(folder: Path, recipe: Recipe, progress: Progress) -> None:
    contents = recipe.contents()
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    _write_files(partial, recipe, contents, progress)
    if folder.exists():  # damaged, or of another source: what a process has already opened stays readable to it
        shutil.rmtree(folder)
    partial.rename(folder)
    _sync(folder.parent)
    for version in range(1, recipe.version):
        shutil.rmtree(folder.with_name(f"{recipe.name}-{version}"), ignore_errors=True)


def _write_files(folder: Path, recipe: Recipe, contents: Contents, progress: Progress) -> None:
    entries = {}
    for done, (name, make) in enumerate(contents.items()):
        progress(BuildStep.MODEL, done, len(contents))
        data = make()
        _write(folder / name, data)
        entries[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    _write(folder / MANIFEST, json.dumps(recipe.key() | {"files": entries}, indent=1).encode())
    _remember(folder, _stamps(folder))
    for path in (folder, *filter(Path.is_dir, folder.iterdir())):
        _sync(path)
    progress(BuildStep.MODEL, len(contents), len(contents))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
