"""Publishes generations in the index folder, and writes a damaged one again."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedFile, Published
from index.disk import disk_errors
from index.errors import DamageError, MismatchError
from index.generation.blocks import LIST, EarlierBlocks
from index.generation.manifest import check_contents, check_sizes, read_manifest
from index.generation.reader import LocalGeneration
from index.generation.writer import write_generation
from index.index_folder import IndexFolder, Mark, without_password
from index.updating.publishing import Publisher, live_articles, publish_again

_WAIT_SECONDS = 10.0
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class LocalPublisher(Publisher):
    """The generations in an index folder; call its methods with the folder's lock held."""

    folder: IndexFolder

    def claim(self, corpus: Path, published: Published | None) -> None:
        """Do nothing: only builds of the folder itself publish there, one at a time."""

    def last_number(self) -> int:
        """The highest number among the folders and the mark; 0 if there is none."""
        return self.folder.last_number()

    def holds(self, published: Published, whole: bool) -> bool:
        """Whether this generation is there, intact; a damaged one is moved to the quarantine.

        Without `whole`, the contents of its blocks are not read.
        """
        generation = self.folder.generation(published.number)
        try:
            manifest = read_manifest(generation, published.manifest)
            check_sizes(generation, manifest)
            check_contents(generation, manifest, manifest.files if whole else [LIST])
        except DamageError:
            if generation.exists():
                self.folder.set_aside(generation)
            return False
        return True

    def opened(self, number: int, manifest: bytes) -> LocalGeneration:
        """The generation of that number, opened; DamageError if it is not whole, or has another manifest's sha256."""
        return LocalGeneration(self.folder.generation(number), manifest)

    def write(
        self, catalogue: Catalogue, files: Sequence[CataloguedFile], draft: Published, earlier: Published | None
    ) -> bytes:
        """Write the generation's folder; unchanged blocks are shared with the folder of `earlier`."""
        target, (live, _) = self.folder.generation(draft.number), live_articles(files)
        with disk_errors(self.folder.path):
            blocks = self._blocks(earlier) if earlier else None
            return write_generation(target, draft.number, catalogue, live, draft.model, draft.settings, blocks)

    def _blocks(self, published: Published) -> EarlierBlocks:
        folder = self.folder.generation(published.number)
        return EarlierBlocks(folder, read_manifest(folder, published.manifest))

    def settle(self, published: Published) -> None:
        """Mark the generation as published and delete all other folders; processes that have one open can still
        read it.

        A folder that cannot be deleted now is deleted by the next publication.
        """
        with disk_errors(self.folder.path):
            for other in self.folder.generations.iterdir():
                if other != self.folder.generation(published.number):
                    for _ in range(_ATTEMPTS):  # tantivy may create a lock file during the deletion
                        shutil.rmtree(other, ignore_errors=True)
            self.folder.set_mark(Mark(published.number, published.manifest))  # last: the deletions made room


def heal(folder: IndexFolder, number: int) -> None:
    """Move the damaged generation `number` to the quarantine and publish its content again from the catalogue."""
    with disk_errors(folder.path), folder.locked(_WAIT_SECONDS), Catalogue(folder.catalogue) as catalogue:
        published = catalogue.published()
        if published is None or published.number != number:
            return  # another process repaired or replaced it meanwhile
        if uri := folder.server_uri():
            server = without_password(uri)
            message = f"the index of {folder.path} is no longer in the folder, but on the Milvus server {server}"
            raise MismatchError(message, "Open it again: restart the program")
        if (damaged := folder.generation(number)).exists():
            folder.set_aside(damaged)
        publish_again(LocalPublisher(folder), catalogue, published)
