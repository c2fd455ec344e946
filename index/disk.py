"""Disk operations that all parts of an index share: durable writes, hashes of files, and errors that say what to do."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
OTHER_FIX = "Check its permissions, or choose another folder with --index DIR"


def sync(path: Path) -> None:
    """fsync a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_odd(path: Path) -> bool:
    """Whether a folder, a pipe or a device stands where a file is expected: reading a pipe would never end."""
    return os.path.exists(path) and not os.path.isfile(path)


def file_sha256(path: Path) -> bytes:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn a file-system error into a DiskError that names the cause, and the file if it is not below `path`."""
    try:
        yield
    except OSError as error:
        fix = "Free space on its disk" if error.errno in FULL else OTHER_FIX
        other = isinstance(error.filename, str) and not Path(error.filename).is_relative_to(path)
        reason = f"{error.strerror or error}{f': {error.filename}' if other else ''}"
        raise DiskError(f"the index folder {path} cannot be used: {reason}", fix) from error
