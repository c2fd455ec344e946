"""Examines each part of an index and repairs what can be derived again.

A generation is derived from the catalogue, and the catalogue from the corpus. It does not depend on questions: the
caller may ask one when every part is sound.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.build import renew
from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle, Published
from index.errors import DamageError, DiskError, DzhereloError, NoIndexError
from index.generation import ArticleEntry, Generation
from index.index_folder import IndexFolder, Mark
from index.model import Encoder, open_encoder
from index.parsing import corpus_files
from index.portions import portions
from index.progress import Progress
from index.served import check_encoder, check_slices
from index.stores import open_publisher, open_store
from index.updating.local import heal
from index.updating.publishing import live_articles, publish_again

_Check = Callable[[IndexFolder], str]
_FREE_SHARE = 2
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part: whether it is sound, a message, and the remedy if it is not."""

    part: str
    sound: bool
    message: str
    remedy: str = ""


def examine(index_dir: Path, encoder: Encoder | None = None, uri: str | None = None) -> tuple[Finding, ...]:
    """The state of every part of the index; changes nothing. NoIndexError if there is no index.

    `encoder` is the index's own, if it is open already. `uri` is as in `open_store`. Of an index on a server that
    another folder builds, only what questions use is examined.
    """
    folder = IndexFolder(index_dir)
    if not folder.catalogue.exists() and not folder.mark().number:
        if uri:
            return _examine_served(folder, encoder, uri)
        raise NoIndexError(f"there is no index in {index_dir}", f"Build one: dzherelo build CORPUS --index {index_dir}")
    for _ in range(_ATTEMPTS):
        before = folder.mark()
        findings = tuple(_finding(part, check, folder) for part, check in _checks(encoder, uri).items())
        if folder.mark() == before:  # else a build replaced the index while it was examined
            break
    return findings


def _examine_served(folder: IndexFolder, encoder: Encoder | None, uri: str) -> tuple[Finding, ...]:
    with open_store(folder.path, uri) as store:
        generation = store.generation()
        checks: dict[str, _Check] = {
            "passages": lambda _: check_slices(generation),
            "model": lambda _: check_encoder(generation.model, encoder, "Build it again: dzherelo build --full"),
        }
        return tuple(_finding(part, check, folder) for part, check in checks.items())


def repair(index_dir: Path, corpus: Path, progress: Progress, encoder: Encoder | None = None) -> None:
    """Derive damaged parts again; the damaged copies are moved to the quarantine.

    The generation is written from the catalogue; the catalogue, if it is damaged, from `corpus`. DiskError if a part
    cannot be read and written.
    """
    folder = IndexFolder(index_dir)
    findings = {finding.part: finding for finding in examine(index_dir, encoder)}
    if not (permissions := findings["permissions"]).sound:  # a catalogue that may not be read is not damaged
        raise DiskError(permissions.message, permissions.remedy)
    if not findings["catalogue"].sound or (not findings["mark"].sound and _behind(folder)):
        next(corpus_files(corpus), None)  # CorpusError before anything is moved
        encoder = encoder or open_encoder(_model_name(folder), progress=progress)
        with folder.locked():
            folder.set_catalogue_aside()
        renew(corpus, index_dir, encoder, progress=progress)
    elif findings["generation"].sound and findings["passages"].sound:
        with folder.locked(), open_publisher(folder) as publisher:
            publisher.claim(corpus, _published(folder))
            publisher.settle(_published(folder))
    elif folder.server_uri():
        with folder.locked(), _opened(folder) as catalogue, open_publisher(folder) as publisher:
            publisher.claim(corpus, _published(folder))
            publish_again(publisher, catalogue, _published(folder))
    else:
        heal(folder, _published(folder).number)


def _finding(part: str, check: _Check, folder: IndexFolder) -> Finding:
    try:
        return Finding(part, True, check(folder))
    except DzhereloError as error:
        return Finding(part, False, error.message, error.fix)
    except OSError as error:
        return Finding(part, False, str(error), "Check the disk and the permissions of the folder")


def _damage(folder: IndexFolder, message: str) -> DamageError:
    return DamageError(message, f"Repair it: dzherelo doctor CORPUS --repair --index {folder.path}")


def _check_permissions(folder: IndexFolder) -> str:
    for path in (folder.path, *folder.path.rglob("*")):
        usable = os.access(path, os.R_OK | os.W_OK) or not os.path.lexists(path)  # a build may have deleted it
        if not usable and folder.quarantine not in path.parents:
            fix = f"Give yourself read and write permission: chmod -R u+rwX {folder.path}"
            raise DamageError(f"{path} cannot be read and written", fix)
    return "all files can be read and written"


def _check_space(folder: IndexFolder) -> str:
    free = shutil.disk_usage(folder.path).free
    needed = _FREE_SHARE * sum(path.stat().st_size for path in folder.generations.rglob("*") if path.is_file())
    if free < needed:
        raise DamageError(f"{free / 1e6:,.0f} MB are free, a build may need {needed / 1e6:,.0f} MB", "Free some space")
    return f"{free / 1e6:,.0f} MB are free"


def _check_catalogue(folder: IndexFolder) -> str:
    with _opened(folder) as catalogue:
        catalogue.check_pages()
        entries = list(_entries(catalogue))
        hashes = list(dict.fromkeys(hash for entry in entries for hash in entry.vectors))
        for some in portions(hashes, 4096):
            vectors = catalogue.vectors(some)
            if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
                raise _damage(folder, "the catalogue holds vectors that are not of unit length")
    return f"all articles ({len(entries)}) and vectors ({len(hashes)}) are intact"


def _opened(folder: IndexFolder) -> Catalogue:
    if not folder.catalogue.exists():
        raise _damage(folder, f"the catalogue {folder.catalogue} is missing")
    return Catalogue(folder.catalogue)


def _entries(catalogue: Catalogue) -> Iterator[CataloguedArticle]:
    live, _ = live_articles(catalogue.files().values())
    return map(catalogue.article, live.values())


def _published(folder: IndexFolder) -> Published:
    with _opened(folder) as catalogue:
        published = catalogue.published()
    if published is None:
        fix = f"Finish the first build: dzherelo build CORPUS --index {folder.path}"
        raise NoIndexError("nothing has been published yet", fix)
    return published


def _behind(folder: IndexFolder) -> bool:
    """Whether the catalogue is older than the last publication."""
    try:
        return _published(folder).number < folder.mark().number
    except NoIndexError:
        return True


def _check_mark(folder: IndexFolder) -> str:
    published, mark = _published(folder), folder.mark()
    if mark != Mark(published.number, published.manifest):
        said = f"names generation {mark.number}" if mark.number else "is missing or damaged"
        raise _damage(folder, f"the mark {said}, the catalogue generation {published.number}")
    return f"it names generation {mark.number}, like the catalogue"


def _model_name(folder: IndexFolder) -> str | None:
    """The name of the index's model, from any part that is readable; None means the packaged model."""
    mark = folder.mark()
    try:
        with _opened_generation(folder, mark) as generation:
            return generation.model.name
    except DamageError:
        return None


def _check_model(folder: IndexFolder, encoder: Encoder | None) -> str:
    fix = f"Build it again: dzherelo build CORPUS --full --index {folder.path}"
    return check_encoder(_published(folder).model, encoder, fix)


@contextmanager
def _opened_generation(folder: IndexFolder, mark: Mark, uri: str | None = None) -> Iterator[Generation]:
    with open_publisher(folder, uri) as publisher:
        yield publisher.opened(mark.number, mark.manifest)


def _check_generation(folder: IndexFolder, uri: str | None) -> str:
    published = _published(folder)
    with _opened_generation(folder, Mark(published.number, published.manifest), uri):
        return f"generation {published.number} is intact"


def _check_passages(folder: IndexFolder, uri: str | None) -> str:
    """Compare the generation with the catalogue, article by article and passage by passage."""
    published = _published(folder)
    mark = Mark(published.number, published.manifest)
    with _opened_generation(folder, mark, uri) as generation, _opened(folder) as catalogue:
        entries = list(_entries(catalogue))
        if len(entries) != len(generation.articles):
            raise _damage(folder, f"articles in it: {len(generation.articles)}; in the catalogue: {len(entries)}")
        for found, entry in zip(generation.articles, entries, strict=True):
            _compare(folder, generation, found, entry)
            rows = np.array(found.rows, np.int64)
            if len(rows) and not np.array_equal(generation.vectors(rows), catalogue.vectors(entry.vectors)):
                raise _damage(folder, f"the vectors of {entry.article.id} differ from the catalogue's")
        return f"all passages ({generation.passage_count}) are slices of their articles"


def _compare(folder: IndexFolder, generation: Generation, found: ArticleEntry, entry: CataloguedArticle) -> None:
    article, passages = generation.find(found.id), generation.passages_at(found.rows)
    places = [(passage.start, passage.end) for passage in passages]
    same = article == entry.article and places == [(passage.start, passage.end) for passage in entry.passages]
    if not same or any(entry.article.text[each.start : each.end] != each.text for each in passages):
        raise _damage(folder, f"{found.id} differs from the catalogue")


def _check_leftovers(folder: IndexFolder) -> str:
    """Count leftover folders. They are never a fault, because answers do not use them."""
    current = f"{_published(folder).number:06d}"
    left = sum(path.name != current for path in folder.generations.iterdir())
    aside = len(list(folder.quarantine.iterdir())) if folder.quarantine.is_dir() else 0
    notes = [f"folders of running or stopped builds: {left}; the next build deletes them"] * (left > 0)
    notes += [f"damaged parts in {folder.quarantine}: {aside}"] * (aside > 0)
    return "; ".join(notes) or "none"


def _checks(encoder: Encoder | None, uri: str | None) -> dict[str, _Check]:
    return {
        "permissions": _check_permissions,
        "disk space": _check_space,
        "catalogue": _check_catalogue,
        "mark": _check_mark,
        "generation": partial(_check_generation, uri=uri),
        "passages": partial(_check_passages, uri=uri),
        "leftovers": _check_leftovers,
        "model": partial(_check_model, encoder=encoder),
    }
