"""Publishes what the catalogue holds as the next generation, and clears away the folders that nothing refers to."""

import shutil
from collections.abc import Iterable, Sequence

from .catalogue import Catalogue, CataloguedFile
from .folder import IndexFolder
from .records import Model, Skipped
from .writing import write_generation


def live_articles(files: Iterable[CataloguedFile]) -> tuple[dict[str, bytes], list[Skipped]]:
    """Hash of the article that answers for each id, in the order of ids, and the articles whose id was taken already.

    Of several articles with one id the first counts, in the order of file names, whatever order they arrived in.
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
    folder: IndexFolder, catalogue: Catalogue, files: Sequence[CataloguedFile], model: Model, settings: str
) -> int:
    """Write and publish the next generation from staged `files`, and return its number; call with the lock held.

    Whoever stops us before the last line finds the old generation in force and nothing else changed.
    """
    number = catalogue.next_generation()
    hashes = list(live_articles(files)[0].values())
    target = folder.generation(number)
    shutil.rmtree(target, ignore_errors=True)  # left by a build that was stopped before it could publish
    manifest = write_generation(target, number, catalogue, hashes, model, settings)
    catalogue.publish(number, manifest, model, settings, files)
    clear_away(folder, number)
    return number


def clear_away(folder: IndexFolder, number: int) -> None:
    """Delete every generation's folder but that of `number`; a reader that has an older one open keeps it."""
    for other in folder.generations.iterdir():
        if other != folder.generation(number):
            shutil.rmtree(other)


def heal(folder: IndexFolder, number: int) -> None:
    """Set the damaged generation `number` aside and publish its content anew from the catalogue, encoding nothing."""
    with folder.locked(), Catalogue(folder.catalogue) as catalogue:
        published = catalogue.published()
        if published is None or published.number != number:
            return  # somebody healed or replaced it meanwhile
        if (damaged := folder.generation(number)).exists():
            folder.set_aside(damaged)
        publish(folder, catalogue, list(catalogue.files().values()), published.model, published.settings)
