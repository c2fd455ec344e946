"""Builds or updates an index: parses changed files, encodes new passages, publishes a generation.

Nothing is parsed or encoded twice, even after a build was stopped. Parsed files are staged every few seconds. Each
vector is stored at once under the hash of its text. Everything else is derived from the catalogue.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.arguments import check_name, read_path
from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedFile, Published
from index.disk import disk_errors
from index.errors import BusyError, CorpusError, DamageError, MismatchError, ModelError, NoIndexError, StoreError
from index.generation.lexical import LEXICAL_VERSION
from index.index_folder import IndexFolder
from index.model import Encoder, open_encoder
from index.parsing import PARSER_VERSION
from index.parsing.facts.field_names import FieldNames, checked_names
from index.parsing.files import check_folder
from index.passages.split import PASSAGE_CHARS, SPLITTER_VERSION
from index.progress import BuildStep, Progress, silent
from index.records import Model, Skipped, Warned
from index.stores import open_publisher
from index.updating.changes import scan
from index.updating.embedding import encode_missing, stage
from index.updating.publishing import Publisher, live_articles, publish
from index.updating.salvage import salvage_vectors

_SECONDS_A_COMMIT = 2.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: article ids by outcome, and every file or record that was left out, with the reason.

    `warnings` lists what was indexed but may be wrong; each is a sentence with `file`, `place`, `kind` and `advice`.
    `generation` is the number of the published generation. It stays the same if nothing changed; 0 means none.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...] = ()
    passages_encoded: int = 0
    generation: int = 0
    build_seconds: float = 0.0


def build(
    corpus: str | Path = "corpus",
    index_dir: str | Path = ".dzherelo",
    *,
    model: str | None = None,
    full: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    fields: FieldNames | None = None,
    uri: str | None = None,
) -> BuildReport:
    """Bring the index in `index_dir` up to date with the articles in `corpus`, and report what changed.

    `model` is the folder or hub name of another encoder; later builds use it, too, until a `full` one. `full` parses
    and encodes everything again, and moves a damaged catalogue, or one of another version, to the quarantine. `dry_run`
    only reports what a build would do. The old generation is served until the new one is published at the end. `fields`
    names the fields of JSON records: `{"text": "body", "title": "seo.headline"}`; later builds remember them, and `{}`
    forgets them. `uri` names a Milvus server to publish on instead of in the folder, such as `http://localhost:19530`;
    later builds and the programs that open `index_dir` remember it, and an empty one goes back to the folder.

    Raises CorpusError if there is nothing to index, MismatchError if the index was built with another model and `full`
    is not given, BusyError if another build is running, DiskError if the disk is full, StoreError if the server does
    not answer.
    """
    corpus, index_dir = read_path("corpus", corpus, CorpusError), read_path("index_dir", index_dir, NoIndexError)
    check_name("model", model, ModelError)
    check_name("uri", uri, StoreError)
    encoder = open_encoder(model or (None if full else own_model(index_dir)), progress=progress)
    return renew(corpus, index_dir, encoder, full=full, dry_run=dry_run, progress=progress, fields=fields, uri=uri)


def own_model(index_dir: str | Path) -> str | None:
    """The name of the model that the index was built with; None if there is no readable index."""
    catalogue = IndexFolder(Path(index_dir)).catalogue
    try:
        if catalogue.is_file():
            with Catalogue(catalogue) as opened:
                published = opened.published()
                return published.model.name if published else None
    except (BusyError, DamageError, MismatchError):
        pass  # the build says so
    return None


def renew(
    corpus: str | Path,
    index_dir: str | Path,
    encoder: Encoder,
    *,
    full: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    fields: FieldNames | None = None,
    uri: str | None = None,
) -> BuildReport:
    """`build` with an encoder that is open already."""
    begun = time.monotonic()
    names = None if fields is None else checked_names(fields)
    task = _Build(Path(corpus), IndexFolder(Path(index_dir)), encoder, full, progress or silent, names, uri)
    report = task.dry_run() if dry_run else task.run()
    return replace(report, build_seconds=time.monotonic() - begun)


def build_settings(encoder: Encoder) -> str:
    """The settings that decide how a file becomes passages and vectors; if they change, the file is parsed again."""
    versions = f"parser {PARSER_VERSION}, splitter {SPLITTER_VERSION}, lexical {LEXICAL_VERSION}"
    return f"{versions}, {PASSAGE_CHARS} characters, {encoder.fingerprint}"


@dataclass(frozen=True, slots=True)
class _Build:
    """One build: what it reads, where it writes, and how."""

    corpus: Path
    folder: IndexFolder
    encoder: Encoder
    full: bool
    progress: Progress
    given_names: FieldNames | None = None
    uri: str | None = None

    def run(self) -> BuildReport:
        self._check_folders()
        self.folder.create()
        with disk_errors(self.folder.path), self.folder.locked():
            if self.full:
                _set_unusable_aside(self.folder)
            with (
                open_publisher(self.folder, self.uri) as publisher,  # StoreError before anything is read
                Catalogue(self.folder.catalogue, create=True) as catalogue,
            ):
                report = self._renew(catalogue, publisher)
            if self.uri is not None:
                self.folder.set_server_uri(self.uri)
            return report

    def dry_run(self) -> BuildReport:
        self._check_folders()
        if not self.folder.catalogue.is_file():
            return self._compare({}, {}, None)
        with Catalogue(self.folder.catalogue) as catalogue, catalogue.snapshot():
            before, published = catalogue.files(), catalogue.published()
            known = {} if self.full else before | catalogue.staged_files()
        return self._compare(before, known, published)

    def _check_folders(self) -> None:
        """CorpusError before anything is written, if there is no corpus, or the index would be all of it."""
        check_folder(self.corpus)
        if self.corpus.resolve() == self.folder.path.resolve():
            fix = "Give another folder with --index DIR; it may be inside the folder of articles"
            raise CorpusError(f"{self.corpus} is the folder of the index, too", fix)

    def _compare(
        self, before: dict[str, CataloguedFile], known: dict[str, CataloguedFile], published: Published | None
    ) -> BuildReport:
        self._check_model(published)
        settings = build_settings(self.encoder)
        keep, names = (lambda hash, article: None), self._names()
        entries = list(scan(self.corpus, self.folder.path, known, settings, keep, self.progress, names, before))
        report = self._report(before, entries)
        return replace(report, generation=published.number if published else 0)

    def _renew(self, catalogue: Catalogue, publisher: Publisher) -> BuildReport:
        published = catalogue.published()
        self._check_model(published)
        publisher.claim(self.corpus, published)
        if published is None:  # a new index, or one whose catalogue was lost
            salvage_vectors(publisher, self.folder.mark(), catalogue, self.encoder)
        before = catalogue.files()
        entries = self._read(catalogue, before)
        report = self._report(before, entries)
        if self.given_names is not None:  # names that find nothing are not remembered
            self.folder.set_field_names(self.given_names)
        files = _files(entries)
        unchanged = files == list(before.values())
        intact = published and not self.full and publisher.holds(published, whole=unchanged)
        if published and intact and unchanged:
            catalogue.drop_staged()
            publisher.settle(published)
            return replace(report, generation=published.number)
        old = set() if self.full else set(live_articles(before.values())[0].values())
        new = [hash for hash in live_articles(files)[0].values() if hash not in old]
        encoded = encode_missing(catalogue, self.encoder, new, self.full, self.progress)
        self.progress(BuildStep.WRITING, 0, 1)
        model = Model(self.encoder.name, self.encoder.fingerprint, self.encoder.dimensions)
        earlier = published if intact else None
        number = publish(publisher, catalogue, files, model, build_settings(self.encoder), earlier)
        self.progress(BuildStep.WRITING, 1, 1)
        return replace(report, passages_encoded=encoded, generation=number)

    def _read(self, catalogue: Catalogue, before: dict[str, CataloguedFile]) -> list[CataloguedFile | Skipped]:
        """The entries of the corpus; parsed files are staged and committed every few seconds."""
        known = {} if self.full else before | catalogue.staged_files()
        keep = partial(stage, catalogue, self.encoder, self.full)
        settings = build_settings(self.encoder)
        entries = []
        committed = time.monotonic()
        progress, names = self.progress, self._names()
        with catalogue.transaction():  # one commit per file would wait for the disk each time
            for entry in scan(self.corpus, self.folder.path, known, settings, keep, progress, names, before):
                entries.append(entry)
                if isinstance(entry, CataloguedFile) and entry is not known.get(entry.name):
                    catalogue.stage_file(entry)
                if time.monotonic() - committed > _SECONDS_A_COMMIT:
                    catalogue.commit_and_go_on()
                    committed = time.monotonic()
        return entries

    def _names(self) -> FieldNames:
        """The names of fields that this build was given, or an earlier one."""
        return self.folder.field_names() if self.given_names is None else self.given_names

    def _check_model(self, published: Published | None) -> None:
        """MismatchError if the index was built with another model and this is not a full build."""
        if published and not self.full and published.model.fingerprint != self.encoder.fingerprint:
            fix = f"encode everything again: dzherelo build --model {self.encoder.name} --full"
            raise MismatchError(
                f"the index {self.folder.path} was built with {published.model.name} ({published.model.fingerprint}), "
                f"this build would use {self.encoder.name} ({self.encoder.fingerprint})",
                f"E{fix[1:]}" if published.model.name == self.encoder.name else f"Leave out --model, or {fix}",
            )

    def _report(self, before: dict[str, CataloguedFile], entries: Sequence[CataloguedFile | Skipped]) -> BuildReport:
        files = _files(entries)
        old, _ = live_articles(before.values())
        new, duplicates = live_articles(files)
        unreadable = (entry for entry in entries if isinstance(entry, Skipped))
        skipped = sorted([*unreadable, *(skipped for file in files for skipped in file.skipped), *duplicates])
        if not new:
            fix = "Put .txt, .md, .html, .pdf, .docx, .json or .jsonl files there"
            raise CorpusError(_nothing_in(self.corpus, skipped), fix)
        return BuildReport(
            added=tuple(id for id in new if id not in old),
            changed=tuple(id for id in new if id in old and old[id] != new[id]),
            removed=tuple(id for id in old if id not in new),
            unchanged=tuple(id for id in new if id in old and old[id] == new[id]),
            skipped=tuple(skipped),
            warnings=tuple(warning for file in files for warning in file.warnings),
        )


def _files(entries: Sequence[CataloguedFile | Skipped]) -> list[CataloguedFile]:
    return [entry for entry in entries if isinstance(entry, CataloguedFile)]


def _set_unusable_aside(folder: IndexFolder) -> None:
    """Move the catalogue into the quarantine if it is damaged or of another version."""
    try:
        if folder.catalogue.exists():
            with Catalogue(folder.catalogue) as catalogue:
                catalogue.files()
    except (DamageError, MismatchError):
        folder.set_catalogue_aside()


def _nothing_in(corpus: Path, skipped: Sequence[Skipped]) -> str:
    message = f"there are no articles in {corpus}"
    if skipped:
        message += f" (skipped files: {len(skipped)}; the first, {skipped[0].file}: {skipped[0].reason})"
    return message
