"""The errors of FAISS and tantivy when they write: nearly always a disk that takes no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskError


@contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """DiskError in place of what an engine raises; put nothing else into the block, or its errors are hidden."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        fix = "Free space on its disk, then run dzherelo build again"
        raise DiskError(f"the search index {path} cannot be written: {error}", fix) from error
