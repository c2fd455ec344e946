"""A file that is written and parsed on the spot."""

from pathlib import Path

from index.parsing import CorpusFile, Parsed, parse_file
from index.records import Article


def parsed(folder: Path, name: str, content: str | bytes) -> Parsed:
    """The result of parsing a file of that name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    status = path.stat()
    return parse_file(CorpusFile(name, path, status.st_size, status.st_mtime_ns))


def article(folder: Path, name: str, content: str | bytes) -> Article:
    """The article of such a file, of which nothing is left out."""
    found = parsed(folder, name, content)
    assert found.skipped == ()
    return found.articles[0]
