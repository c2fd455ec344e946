"""Publishes the catalogue's articles as the next generation, wherever generations are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedFile, Published
from index.generation import Generation
from index.records import Model, Skipped


class Publisher(Protocol):
    """Where a build publishes: `index/updating/local.py` is an index folder, `index/milvus/` a Milvus server."""

    def claim(self, corpus: Path, published: Published | None) -> None:
        """Make sure that no other index folder publishes there; StoreError names both.

        `published` is what the folder published last.
        """
        ...

    def last_number(self) -> int:
        """The highest number of a generation there, published or not; 0 if there is none."""
        ...

    def holds(self, published: Published, whole: bool) -> bool:
        """Whether this generation is there, intact; what is left of a damaged one is set aside.

        Without `whole`, only what `write` needs of an `earlier` generation is checked.
        """
        ...

    def opened(self, number: int, manifest: bytes) -> Generation:
        """The generation of that number, opened; DamageError if it is not whole, or has another manifest's sha256."""
        ...

    def write(
        self, catalogue: Catalogue, files: Sequence[CataloguedFile], draft: Published, earlier: Published | None
    ) -> bytes:
        """Write the articles of these files as the generation `draft`, and return the sha256 of its manifest.

        Unchanged parts may be taken from `earlier`, an intact generation.
        """
        ...

    def settle(self, published: Published) -> None:
        """Serve this generation from now on, and delete those that are no longer needed."""
        ...


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
    publisher: Publisher,
    catalogue: Catalogue,
    files: Sequence[CataloguedFile],
    model: Model,
    settings: str,
    earlier: Published | None = None,
) -> int:
    """Write and publish the next generation from staged `files`, and return its number; call with the lock held.

    `earlier` is an intact generation. If the process stops before the catalogue's transaction ends, the old generation
    stays published.
    """
    published = _write_next(publisher, catalogue, files, model, settings, earlier)
    catalogue.publish(published, files)
    publisher.settle(published)
    return published.number


def publish_again(publisher: Publisher, catalogue: Catalogue, published: Published) -> None:
    """Publish the content of this generation as the next one, written from the catalogue; call with the lock held."""
    files = list(catalogue.files().values())
    again = _write_next(publisher, catalogue, files, published.model, published.settings)
    catalogue.republish(replace(again, files=published.files))
    publisher.settle(again)


def _write_next(
    publisher: Publisher,
    catalogue: Catalogue,
    files: Sequence[CataloguedFile],
    model: Model,
    settings: str,
    earlier: Published | None = None,
) -> Published:
    """Write the next generation (the last number + 1); it is not published yet."""
    number = max(catalogue.last_number(), publisher.last_number()) + 1
    now = datetime.now(UTC).isoformat(timespec="seconds")
    draft = Published(number, b"", model, settings, now, files=b"")
    return replace(draft, manifest=publisher.write(catalogue, files, draft, earlier))
