"""The packaged weights as an ordinary sentence-transformers folder in the user's cache, made once.

The folder appears whole or not at all, however many processes ask for it and whenever one is killed.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import ModelError
from index.model.contents import NAME, contents
from index.model.weights import SHA256, find_weights, read_weights

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

MANIFEST = "manifest.json"
# Raise it when a change in this package changes a file of the folder.
_VERSION = 3
_SOURCE = {"version": _VERSION, "source": SHA256}


def default_cache() -> Path:
    """The user's cache folder for this program."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("dzherelo"))


def model_folder(cache: Path) -> Path:
    """Where in that cache the converted model is, or will be."""
    return cache / f"{NAME}-{_VERSION}"


def ensure_model(cache: Path, progress: Progress | None = None) -> Path:
    """The converted model's folder, made now if it is not there whole; ModelError where that is impossible."""
    folder = model_folder(cache)
    if is_complete(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache / f"{NAME}.lock"):
            if not is_complete(folder):
                _convert(folder, progress or _silent)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder} ({error.strerror})",
            "Make 300 MB of room there, or name another cache folder.",
        ) from error
    return folder


def is_complete(folder: Path) -> bool:
    """Whether that folder holds every file of this version at its full size; the contents are not read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    whole = all(sizes[name] == entry["bytes"] for name, entry in manifest["files"].items())
    return whole and {key: manifest.get(key) for key in _SOURCE} == _SOURCE


def verify(folder: Path) -> list[str]:
    """The names of the files whose contents are not what was written, empty if all is well; reads everything."""
    if not is_complete(folder):
        return [MANIFEST]
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    return [name for name, entry in files.items() if _sha256(folder / name) != entry["sha256"]]


def _silent(what: str, done: int, total: int) -> None:
    """No report."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _convert(folder: Path, progress: Progress) -> None:
    source = find_weights()
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    _write_files(partial, source, progress)
    if folder.exists():  # damaged: nobody can be using it
        shutil.rmtree(folder)
    partial.rename(folder)
    _sync(folder.parent)
    for version in range(1, _VERSION):  # what a process has already opened stays readable to it
        shutil.rmtree(folder.with_name(f"{NAME}-{version}"), ignore_errors=True)


def _write_files(folder: Path, source: Path, progress: Progress) -> None:
    files = contents(read_weights(source))
    entries = {}
    for done, (name, make) in enumerate(files.items()):
        progress("Preparing the model", done, len(files))
        data = make()
        _write(folder / name, data)
        entries[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    _write(folder / MANIFEST, json.dumps(_SOURCE | {"files": entries}, indent=1).encode())
    for path in (folder, *filter(Path.is_dir, folder.iterdir())):
        _sync(path)
    progress("Preparing the model", len(files), len(files))


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
