"""A folder in the user's cache that is made once from a source file, and checked before use.

The folder appears atomically, even if several processes make it or one is killed. Damaged files are made again, because
a damaged model would silently give wrong answers.
"""

import fcntl
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.disk import file_sha256, sync
from index.errors import ModelError
from index.progress import BuildStep, Progress, silent

Contents = Mapping[str, Callable[[], bytes]]
"""The path of every file in the folder, and the function that makes its bytes."""

MANIFEST, CHECKED = "manifest.json", "checked.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a folder is made: `contents` are its files; each `version` and `source` (a sha256) has its own folder."""

    name: str
    version: int
    source: str
    contents: Callable[[], Contents]
    needs: str

    def folder(self, cache: Path) -> Path:
        """The path of the folder in that cache, whether it exists yet or not."""
        return cache / f"{self.name}-{self.version}"

    def key(self) -> dict[str, object]:
        """The recipe as a folder's manifest records it."""
        return {"version": self.version, "source": self.source}


def default_cache() -> Path:
    """The user's cache folder for this program."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("dzherelo"))


def ensure_folder(cache: Path, recipe: Recipe, progress: Progress | None = None) -> Path:
    """The recipe's folder, made now if it is missing or damaged; ModelError if that is impossible."""
    folder = recipe.folder(cache)
    if is_complete(folder, recipe) and is_sound(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache / f"{recipe.name}.lock"):
            if not (is_complete(folder, recipe) and is_sound(folder)):
                _make(folder, recipe, progress or silent)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder} ({error.strerror})",
            f"Free {recipe.needs} there, or set another cache folder.",
        ) from error
    return folder


def is_complete(folder: Path, recipe: Recipe) -> bool:
    """Whether the folder has every file of the recipe at its full size; the contents are not read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    whole = all(sizes[name] == entry["bytes"] for name, entry in manifest["files"].items())
    key = recipe.key()
    return whole and {name: manifest.get(name) for name in key} == key


def is_sound(folder: Path) -> bool:
    """Whether the files of a complete folder are undamaged.

    They are hashed only if a file's times show that it was written or replaced since the last check.
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
    """The names of damaged files in a complete folder; reads every file."""
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    return [name for name, entry in files.items() if file_sha256(folder / name).hex() != entry["sha256"]]


def _stamps(folder: Path) -> dict[str, list[int]]:
    """The stamps that show whether a file was written or replaced: unlike mtime, ctime cannot be set back."""
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    statuses = {name: (folder / name).stat() for name in (MANIFEST, *files)}
    return {name: [status.st_ino, status.st_size, status.st_ctime_ns] for name, status in statuses.items()}


def _remember(folder: Path, stamps: dict[str, list[int]]) -> None:
    """Record that the files with these stamps are sound; where that cannot be written, they are hashed every time."""
    partial = folder / f"{CHECKED}.{os.getpid()}-{threading.get_ident()}"
    try:
        partial.write_text(json.dumps(stamps))
        partial.replace(folder / CHECKED)
    except OSError:
        with suppress(OSError):
            partial.unlink()


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
    if folder.exists():  # damaged, or of another source; processes that have it open can still read it
        shutil.rmtree(folder)
    partial.rename(folder)
    sync(folder.parent)
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
        sync(path)
    progress(BuildStep.MODEL, len(contents), len(contents))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
