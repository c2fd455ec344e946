"""Finds what changed in the corpus: which files are unchanged, and the articles of all others."""

import hashlib
import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from index.catalogue.entries import CataloguedFile
from index.parsing import CorpusFile, corpus_files, distinct_id, open_below, parse_file
from index.parsing.facts.field_names import FieldNames
from index.parsing.files import as_it_is_now, suffix_of
from index.parsing.parse import CHANGED
from index.parsing.sandbox.parent import PageProgress
from index.progress import BuildStep, Progress
from index.records import Article, Skipped
from index.updating.recognition import can_be_recognised, with_languages, without_languages

Keep = Callable[[bytes, Article], None]
"""Called with every article of a parsed file, and its hash."""
_ATTEMPTS = 3
_UNSURE = b""
"""In place of a file's hash: parse the file again next time."""


def scan(
    corpus: Path,
    index: Path,
    known: Mapping[str, CataloguedFile],
    settings: str,
    keep: Keep,
    progress: Progress,
    names: FieldNames = MappingProxyType({}),
    published: Mapping[str, CataloguedFile] = MappingProxyType({}),
) -> Iterator[CataloguedFile | Skipped]:
    """Yield every file of the corpus in its present state, in the order of names, or the reason why it cannot be
    opened.

    A file is parsed only if its bytes or `settings` differ from its `known` entry; times and sizes are not trusted. A
    file without articles is tried again each time, because the cause may be gone. In a file of records, only new
    records are parsed. A file that does not stop changing keeps the articles it had, those of its `published` entry
    where nothing is known. The folder `index` is left out.
    """
    entries = list(_outside(index, corpus))
    taken: set[str] = set()
    how = _Reading(settings, names, keep, taken, partial(progress, BuildStep.RECOGNISING))
    for done, entry in enumerate(entries):
        progress(BuildStep.READING, done, len(entries))
        if isinstance(entry, CorpusFile):
            file = _catalogued(entry, known.get(entry.name), published.get(entry.name), how)
            taken.update(id for id, _ in file.articles)
            yield file
        else:
            yield entry
    progress(BuildStep.READING, len(entries), len(entries))


def _outside(index: Path, corpus: Path) -> Iterator[CorpusFile | Skipped]:
    """The entries of the corpus, without those of an index folder inside it."""
    inside = index.resolve().is_relative_to(corpus.resolve())
    own = f"{index.resolve().relative_to(corpus.resolve()).as_posix()}/" if inside else None
    for entry in corpus_files(corpus):
        name = entry.name if isinstance(entry, CorpusFile) else entry.file
        if own is None or not name.startswith(own):
            yield entry


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the files of one scan are read; `taken` are the ids of articles in the files before."""

    settings: str
    names: FieldNames
    keep: Keep
    taken: Container[str]
    page_progress: PageProgress

    def settings_of(self, name: str) -> str:
        """The settings that decide what a file of this name gives."""
        if not self.names or ".json" not in suffix_of(name):
            return self.settings
        return f"{self.settings}, fields {json.dumps(sorted(self.names.items()), ensure_ascii=False)}"


def _catalogued(
    file: CorpusFile, before: CataloguedFile | None, published: CataloguedFile | None, how: _Reading
) -> CataloguedFile:
    settings = how.settings_of(file.name)
    known = _known(before, settings, how.taken)
    for _ in range(_ATTEMPTS):
        file = as_it_is_now(file)  # a long build may have listed it long ago
        try:
            digest = _sha256(file)
        except OSError as error:
            reason = Skipped(file.name, f"cannot be read: {error.strerror or error}")
            return CataloguedFile(file.name, _UNSURE, settings, (), (reason,))
        if before and _is_current(before, digest, settings, known):
            return before
        found = _parsed(file, digest, known, settings, how)
        if all(skipped.reason != CHANGED for skipped in found.skipped):
            return found
    for last in filter(None, (before, published)):
        stands = last.articles and without_languages(last.settings) == settings
        if stands and _ids_stand(last, _known(last, settings, how.taken)):
            return replace(last, hash=_UNSURE, skipped=found.skipped)
    return found


def _parsed(
    file: CorpusFile, digest: bytes, known: Mapping[bytes, tuple[str, bytes]], settings: str, how: _Reading
) -> CataloguedFile:
    hashes: dict[str, bytes] = {}

    def kept(article: Article) -> None:
        hashes[article.id] = article_hash(article, settings)
        how.keep(hashes[article.id], article)

    ids = {record: id for record, (id, _) in known.items()}
    parsed = parse_file(file, ids, how.taken, how.names, kept, how.page_progress)
    for article in parsed.articles:
        kept(article)
    return CataloguedFile(
        file.name,
        _confirmed(file, digest),
        with_languages(settings, parsed.warnings),
        tuple((id, hashes[id] if id in hashes else known[record][1]) for id, record in parsed.records),
        parsed.skipped,
        parsed.warnings,
        tuple(record for _, record in parsed.records),
    )


def _is_current(before: CataloguedFile, digest: bytes, settings: str, known: Mapping[bytes, object]) -> bool:
    """Whether parsing the file again would give the same articles as before."""
    return (
        bool(before.articles)
        and (before.hash, without_languages(before.settings)) == (digest, settings)
        and _ids_stand(before, known)
        and not can_be_recognised(before)
    )


def _ids_stand(before: CataloguedFile, known: Mapping[bytes, object]) -> bool:
    """Whether no earlier file has since taken or released the id of a record."""
    return len(known) == len(set(filter(None, before.records)))


def _known(before: CataloguedFile | None, settings: str, taken: Container[str]) -> dict[bytes, tuple[str, bytes]]:
    """Id and hash of the articles of the same file with the same settings, by the hash of their records.

    Articles are left out if their id must now be distinguished from an earlier file's, or no longer has to be.
    """
    if before is None or before.settings != settings:
        return {}
    name = before.name
    return {
        record: (id, hash)
        for record, (id, hash) in zip(before.records, before.articles, strict=True)
        if record and distinct_id(id.removeprefix(f"{name}:"), name, taken) == id
    }


def _confirmed(file: CorpusFile, digest: bytes) -> bytes:
    """The digest if the file still has it; then it is the digest of the bytes that were parsed."""
    try:
        return digest if _sha256(file) == digest else _UNSURE
    except OSError:
        return _UNSURE


def _sha256(file: CorpusFile) -> bytes:
    with open(open_below(file), "rb") as content:
        return hashlib.file_digest(content, "sha256").digest()


def article_hash(article: Article, settings: str) -> bytes:
    """sha256 over every field of the article and the settings it is split and encoded with."""
    return hashlib.sha256(json.dumps([settings, *astuple(article)], default=str).encode()).digest()
