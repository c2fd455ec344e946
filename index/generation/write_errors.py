"""Turns write errors of FAISS and tantivy into DiskError: they have the system's message, but no error number."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.disk import FULL, OTHER_FIX
from index.errors import DiskError


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Turn an engine's errors into DiskError; put nothing else into the block, or its errors are hidden."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        is_full = any(os.strerror(number) in str(error) for number in FULL)
        fix = "Free space on its disk, then run dzherelo build again" if is_full else OTHER_FIX
        raise DiskError(f"the search index {path} cannot be written: {error}", fix) from error
