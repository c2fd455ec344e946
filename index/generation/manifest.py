"""The manifest of a generation: its settings and counts, and the sha256 of each of its files.

It knows files and hashes, not their contents.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.disk import file_sha256, sync
from index.errors import DamageError
from index.records import Model

FORMAT_VERSION = 6
MANIFEST = "manifest.json"
_FILES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's number, model, settings and counts, and the size and sha256 of every file by name."""

    number: int
    model: Model
    settings: str
    articles: int
    passages: int
    files: Mapping[str, tuple[int, str]]
    format: int = FORMAT_VERSION

    def to_bytes(self) -> bytes:
        """The manifest as JSON, the same bytes for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> "Manifest":
        """The manifest that `to_bytes` wrote."""
        values: dict[str, Any] = json.loads(written)
        files = {name: (size, sha256) for name, (size, sha256) in values.pop("files").items()}
        return cls(model=Model(**values.pop("model")), files=files, **values)


def describe_files(folder: Path, known: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file below `folder` by its relative path; each file is fsynced, except the `known`."""
    names = [_name(folder, path) for path in _files(folder)]
    with ThreadPoolExecutor(_FILES_AT_ONCE) as pool:  # the disk syncs many files in the time of one
        return dict(zip(names, pool.map(lambda name: known.get(name) or _synced(folder / name), names), strict=True))


def read_manifest(folder: Path, sha256: bytes) -> Manifest:
    """The manifest of the generation in `folder`; DamageError if its sha256 is not the published one.

    Another format counts as damage, because such a generation is also written again from the catalogue.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise damage(folder, f"{MANIFEST} is missing")
    written = path.read_bytes()
    if hashlib.sha256(written).digest() != sha256:
        raise damage(folder, f"{MANIFEST} is not the one that was published")
    if (format := json.loads(written)["format"]) != FORMAT_VERSION:
        raise damage(folder, f"it has format {format}, this program needs {FORMAT_VERSION}")
    return Manifest.from_bytes(written)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Check that all files are present and unchanged, with no others; DamageError names the first fault."""
    check_sizes(folder, manifest)
    check_contents(folder, manifest, manifest.files)


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Check that all files are present in their sizes, with no others; nothing is read. DamageError as above."""
    for name, (size, _) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise damage(folder, f"{name} is missing")
        if path.stat().st_size != size:
            raise damage(folder, f"{name} has {path.stat().st_size} bytes instead of {size}")
    if foreign := {_name(folder, path) for path in _files(folder)} - manifest.files.keys():
        raise damage(folder, f"{min(foreign)} does not belong there")


def check_contents(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Check that these files are unchanged; DamageError names the first that is not."""
    with ThreadPoolExecutor(_FILES_AT_ONCE) as pool:
        for name, sha256 in zip(names, pool.map(lambda name: file_sha256(folder / name), names), strict=True):
            if sha256.hex() != manifest.files[name][1]:
                raise damage(folder, f"{name} differs from what was written")


def _files(folder: Path) -> list[Path]:
    """All files except the manifest and the empty lock files that tantivy creates when it reads."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted(path for path in files if path.suffix != ".lock")


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _synced(path: Path) -> tuple[int, str]:
    sync(path)
    return path.stat().st_size, file_sha256(path).hex()


def damage(folder: Path, what: str) -> DamageError:
    """A DamageError that names the fault of the generation in `folder`."""
    fix = f"Repair it: dzherelo doctor --repair --index {folder.parents[1]}"
    return DamageError(f"generation {folder.name} is damaged: {what}", fix)
