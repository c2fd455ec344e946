"""Write errors of FAISS and tantivy; the cause is nearly always a full disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskError


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Turn an engine's errors into DiskError; put nothing else into the block, or its errors are hidden."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        fix = "Free space on its disk, then run dzherelo build again"
        raise DiskError(f"the search index {path} cannot be written: {error}", fix) from error
