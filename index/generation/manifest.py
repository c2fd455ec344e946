"""The manifest of a generation: its settings and counts, and the sha256 of each of its files.

It knows files and hashes, not their contents.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import DamageError
from index.generation import dense
from index.records import Model

FORMAT_VERSION = 5
# Earlier formats rounded the vectors of a large generation. A small one is the same, in format 3 without fields.
_READ_IF_SMALL = (3, 4)
MANIFEST = "manifest.json"
_SYNCS_AT_ONCE = 8


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


def describe_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file below `folder` by its relative path; each file is fsynced."""
    files = _files(folder)
    with ThreadPoolExecutor(_SYNCS_AT_ONCE) as pool:  # the disk syncs many files in the time of one
        sums = pool.map(_synced_sha256, files)
        return {_name(folder, path): (path.stat().st_size, sum) for path, sum in zip(files, sums, strict=True)}


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
    if not _is_read(values := json.loads(written)):
        raise damage(folder, f"it has format {values['format']}, this program needs {FORMAT_VERSION}")
    return Manifest.from_bytes(written)


def _is_read(values: Mapping[str, Any]) -> bool:
    """Whether this program can read the generation that has these values in its manifest."""
    small = values["passages"] <= dense.EXACT_UP_TO
    return values["format"] == FORMAT_VERSION or (small and values["format"] in _READ_IF_SMALL)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Check that all files are present and unchanged, with no others; DamageError names the first fault."""
    for name, (size, sha256) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise damage(folder, f"{name} is missing")
        if path.stat().st_size != size:
            raise damage(folder, f"{name} has {path.stat().st_size} bytes instead of {size}")
        if _sha256(path) != sha256:
            raise damage(folder, f"{name} differs from what was written")
    if foreign := {_name(folder, path) for path in _files(folder)} - manifest.files.keys():
        raise damage(folder, f"{min(foreign)} does not belong there")


def _files(folder: Path) -> list[Path]:
    """All files except the manifest and the empty lock files that tantivy creates when it reads."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted(path for path in files if path.suffix != ".lock")


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _synced_sha256(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage(folder: Path, what: str) -> DamageError:
    """A DamageError that names the fault of the generation in `folder`."""
    fix = f"Repair it: dzherelo doctor --repair --index {folder.parents[1]}"
    return DamageError(f"generation {folder.name} is damaged: {what}", fix)
