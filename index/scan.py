"""Looks through the corpus: which files are as they were last read, and what the others now hold."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import astuple
from pathlib import Path

from .catalogue import CataloguedFile
from .reading import CorpusFile, corpus_files, read_file
from .records import Article, Skipped

Progress = Callable[[str, int, int], None]
"""Told of every step: its name ("model", "reading", "encoding" or "writing"), how much is done, how much there is."""
Keep = Callable[[bytes, Article], None]
"""Given every article of a file that was read, with its hash."""


def scan(
    corpus: Path, known: Mapping[str, CataloguedFile], settings: str, keep: Keep, progress: Progress
) -> tuple[list[CataloguedFile], list[Skipped]]:
    """Every file of the corpus as it is now, in the order of names, and what cannot be read as a file at all.

    A file is read only if its bytes or `settings` are not those it was `known` with: times and sizes can lie.
    """
    entries = list(corpus_files(corpus))
    files = []
    for done, entry in enumerate(entries):
        progress("reading", done, len(entries))
        if isinstance(entry, CorpusFile):
            files.append(_catalogued(entry, known.get(entry.name), settings, keep))
    progress("reading", len(entries), len(entries))
    return files, [entry for entry in entries if isinstance(entry, Skipped)]


def _catalogued(file: CorpusFile, before: CataloguedFile | None, settings: str, keep: Keep) -> CataloguedFile:
    try:
        with file.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").digest()
    except OSError as error:
        reason = Skipped(file.name, f"cannot be read: {error.strerror}")
        return CataloguedFile(file.name, b"", settings, (), (reason,))
    if before and (before.hash, before.settings) == (digest, settings):
        return before
    reading = read_file(file)
    articles = []
    for article in reading.articles:
        hash = article_hash(article, settings)
        keep(hash, article)
        articles.append((article.id, hash))
    return CataloguedFile(file.name, digest, settings, tuple(articles), tuple(reading.skipped))


def article_hash(article: Article, settings: str) -> bytes:
    """sha256 over every field of the article and the settings it is split and encoded with."""
    return hashlib.sha256(json.dumps([settings, *astuple(article)], default=str).encode()).digest()
