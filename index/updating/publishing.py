"""Publishes the catalogue's articles as the next generation, and deletes folders that are no longer needed."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedFile, Published
from index.generation.writer import write_generation
from index.index_folder import IndexFolder, Mark, disk_errors
from index.records import Model, Skipped

_WAIT_SECONDS = 10.0
_ATTEMPTS = 3


def live_articles(files: Iterable[CataloguedFile]) -> tuple[dict[str, bytes], list[Skipped]]:
    """The article hash of each id, in the order of ids, and the articles whose id is already used by another.

    Of several articles with the same id, the one in the first file by name counts, regardless of when it was added.
    """
    owners: dict[str, tuple[str, bytes]] = {}
    taken = []
    for file in sorted(files, key=lambda file: file.name):
        for id, hash in file.articles:
            if id in owners:
                taken.append(Skipped(file.name, f"the article id {id!r} is already used in {owners[id][0]}"))
            else:
                owners[id] = (file.name, hash)
    return {id: owners[id][1] for id in sorted(owners)}, taken


def publish(
    folder: IndexFolder,
    catalogue: Catalogue,
    files: Sequence[CataloguedFile],
    model: Model,
    settings: str,
    earlier: Path | None = None,
) -> int:
    """Write and publish the next generation from staged `files`, and return its number; call with the lock held.

    `earlier` is an intact generation whose blocks may be copied. If the process stops before the catalogue's
    transaction ends, the old generation stays published.
    """
    published = _write_next(folder, catalogue, files, model, settings, earlier)
    catalogue.publish(published, files)
    settle(folder, published)
    return published.number


def heal(folder: IndexFolder, number: int) -> None:
    """Move the damaged generation `number` to the quarantine and publish its content again from the catalogue."""
    with disk_errors(folder.path), folder.locked(_WAIT_SECONDS), Catalogue(folder.catalogue) as catalogue:
        published = catalogue.published()
        if published is None or published.number != number:
            return  # another process repaired or replaced it meanwhile
        files = list(catalogue.files().values())
        if (damaged := folder.generation(number)).exists():
            folder.set_aside(damaged)
        again = _write_next(folder, catalogue, files, published.model, published.settings)
        catalogue.republish(replace(again, files=published.files))
        settle(folder, again)


def _write_next(
    folder: IndexFolder,
    catalogue: Catalogue,
    files: Sequence[CataloguedFile],
    model: Model,
    settings: str,
    earlier: Path | None = None,
) -> Published:
    """Write the next generation (the last number + 1); it is not published yet."""
    number = max(catalogue.last_number(), folder.last_number()) + 1
    live, _ = live_articles(files)
    with disk_errors(folder.path):
        manifest = write_generation(folder.generation(number), number, catalogue, live, model, settings, earlier)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Published(number, manifest, model, settings, now, files=b"")


def settle(folder: IndexFolder, published: Published) -> None:
    """Mark the generation as published and delete all other folders; processes that have one open can still read it.

    A folder that cannot be deleted now is deleted by the next publication.
    """
    with disk_errors(folder.path):
        folder.set_mark(Mark(published.number, published.manifest))
        for other in folder.generations.iterdir():
            if other != folder.generation(published.number):
                for _ in range(_ATTEMPTS):  # tantivy may create a lock file during the deletion
                    shutil.rmtree(other, ignore_errors=True)
