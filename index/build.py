"""Builds or renews an index: reads what changed in the corpus, encodes what is new, publishes the whole.

Nothing is encoded twice, not even after a build that was stopped: vectors are kept under the hash of what was encoded
as soon as they exist, and everything else follows from the catalogue.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from .catalogue import Catalogue, CataloguedFile, Published
from .embedding import encode_missing, stage
from .errors import CorpusError, DamageError, MismatchError
from .folder import IndexFolder
from .manifest import check_files, read_manifest
from .model import Encoder, open_encoder
from .publishing import live_articles, publish
from .reading import READER_VERSION
from .records import Model, Skipped
from .scan import Progress, scan
from .split import PASSAGE_CHARS, SPLITTER_VERSION


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: article ids by what became of them, and every file or record left out, with the reason.

    `generation` is the published generation's number, the same as before where nothing changed, 0 where there is none.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]
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
) -> BuildReport:
    """Bring the index in `index_dir` up to date with the articles in `corpus`, and report what changed.

    `model` names another encoder by folder or hub name; `full` reads and encodes everything again; `dry_run` only
    reports what a build would do. The old generation is served until the new one is published at the end.

    Raises CorpusError if there is nothing to index, MismatchError if the index was built with another model and `full`
    is not given, BusyError if another build runs.
    """
    begun = time.monotonic()
    told = progress or (lambda step, done, total: None)
    encoder = open_encoder(model, progress=told)
    folder = IndexFolder(Path(index_dir))
    if dry_run:
        report = _dry_run(Path(corpus), folder, encoder, full, told)
    else:
        folder.create()
        with folder.locked(), Catalogue(folder.catalogue, create=True) as catalogue:
            report = _build(Path(corpus), folder, catalogue, encoder, full, told)
    return replace(report, build_seconds=time.monotonic() - begun)


def build_settings(encoder: Encoder) -> str:
    """What decides how a file becomes passages and vectors; a file read with other settings is read again."""
    return f"reader {READER_VERSION}, splitter {SPLITTER_VERSION}, {PASSAGE_CHARS} characters, {encoder.fingerprint}"


def _build(
    corpus: Path, folder: IndexFolder, catalogue: Catalogue, encoder: Encoder, full: bool, progress: Progress
) -> BuildReport:
    published = catalogue.published()
    if published and not full:
        _check_model(published, encoder, folder)
    before = catalogue.files()
    settings = build_settings(encoder)
    known = {} if full else before
    with catalogue.transaction():  # one for all: a commit each would wait for the disk each time
        files, unreadable = scan(corpus, known, settings, partial(stage, catalogue, encoder), progress)
    report = _report(corpus, before, files, unreadable)
    if published and not full and files == list(before.values()) and _whole(folder, published):
        return replace(report, generation=published.number)
    old = set() if full else set(live_articles(before.values())[0].values())
    new = [hash for hash in live_articles(files)[0].values() if hash not in old]
    encoded = encode_missing(catalogue, encoder, new, full, progress)
    progress("writing", 0, 1)
    model = Model(encoder.name, encoder.fingerprint, encoder.dimensions)
    number = publish(folder, catalogue, files, model, settings)
    progress("writing", 1, 1)
    return replace(report, passages_encoded=encoded, generation=number)


def _dry_run(corpus: Path, folder: IndexFolder, encoder: Encoder, full: bool, progress: Progress) -> BuildReport:
    before: dict[str, CataloguedFile] = {}
    generation = 0
    if folder.catalogue.is_file():
        with Catalogue(folder.catalogue) as catalogue:
            before = catalogue.files()
            published = catalogue.published()
            generation = published.number if published else 0
    known = {} if full else before
    files, unreadable = scan(corpus, known, build_settings(encoder), lambda hash, article: None, progress)
    return replace(_report(corpus, before, files, unreadable), generation=generation)


def _check_model(published: Published, encoder: Encoder, folder: IndexFolder) -> None:
    if published.model.fingerprint != encoder.fingerprint:
        raise MismatchError(
            f"the index {folder.path} was built with {published.model.name} ({published.model.fingerprint}), "
            f"this build would use {encoder.name} ({encoder.fingerprint})",
            "Encode everything anew with dzherelo build --full, or name the index's own model with --model",
        )


def _whole(folder: IndexFolder, published: Published) -> bool:
    generation = folder.generation(published.number)
    try:
        check_files(generation, read_manifest(generation, published.manifest))
    except DamageError:
        if generation.exists():
            folder.set_aside(generation)
        return False
    return True


def _report(
    corpus: Path, before: Mapping[str, CataloguedFile], files: Sequence[CataloguedFile], unreadable: list[Skipped]
) -> BuildReport:
    old, _ = live_articles(before.values())
    new, duplicates = live_articles(files)
    skipped = [*unreadable, *(skipped for file in files for skipped in file.skipped), *duplicates]
    if not new:
        raise CorpusError(_nothing_in(corpus, skipped), "Put .txt, .md, .html, .pdf, .docx or .jsonl files there")
    return BuildReport(
        added=tuple(id for id in new if id not in old),
        changed=tuple(id for id in new if id in old and old[id] != new[id]),
        removed=tuple(id for id in old if id not in new),
        unchanged=tuple(id for id in new if id in old and old[id] == new[id]),
        skipped=tuple(sorted(skipped)),
    )


def _nothing_in(corpus: Path, skipped: Sequence[Skipped]) -> str:
    message = f"there are no articles in {corpus}"
    if skipped:
        message += f" ({len(skipped)} files skipped; the first, {skipped[0].file}: {skipped[0].reason})"
    return message
