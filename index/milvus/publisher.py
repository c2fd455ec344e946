"""Publishes generations on a Milvus server."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedFile, Published
from index.disk import disk_errors
from index.errors import DamageError, MismatchError
from index.index_folder import IndexFolder, Mark
from index.milvus.builder import Builder, claim
from index.milvus.generation import MilvusGeneration
from index.milvus.layout import number_of, passages_name, records_name
from index.milvus.server import Server
from index.milvus.writer import write_generation
from index.updating.publishing import Publisher, live_articles


@dataclass(frozen=True, slots=True)
class MilvusPublisher(Publisher):
    """The generations on a server, whose catalogue is in an index folder; call it with the folder's lock held."""

    folder: IndexFolder
    server: Server

    def claim(self, corpus: Path, published: Published | None) -> None:
        """Note in the database that this folder builds its index; StoreError if another folder does."""
        own = {self.folder.mark().manifest, published.manifest if published else b""} - {b""}
        claim(self.server, Builder.here(self.folder.path, corpus), own)

    def last_number(self) -> int:
        """The highest number among the collections, the folder's generations and its mark; 0 if there is none."""
        return max([self.folder.last_number(), *self._numbers()])

    def holds(self, published: Published, whole: bool) -> bool:
        """Whether the server has this generation with every row."""
        try:
            self.opened(published.number, published.manifest)
        except (DamageError, MismatchError):
            return False
        return True

    def opened(self, number: int, manifest: bytes) -> MilvusGeneration:
        """The generation of that number, opened; DamageError if it is not whole, or has another manifest's sha256."""
        if all(map(self.server.has, (passages_name(number), records_name(number)))):
            generation = MilvusGeneration(self.server, number)
            same = generation.manifest.published().manifest == manifest
            if same and self.server.count(passages_name(number)) == generation.passage_count:
                return generation
        fix = "Run dzherelo build again"
        raise DamageError(f"generation {number} is incomplete on the Milvus server {self.server.shown}", fix)

    def write(
        self, catalogue: Catalogue, files: Sequence[CataloguedFile], draft: Published, earlier: Published | None
    ) -> bytes:
        """Write all passages; a generation on a server takes nothing from an `earlier` one."""
        live, _ = live_articles(files)
        hashes = {file.name: file.hash for file in files}
        return write_generation(self.server, catalogue, live, draft, hashes).published().manifest

    def settle(self, published: Published) -> None:
        """Let the alias name this generation, and delete all others but the one before, which may still be read."""
        before = number_of(self.server.published() or "")
        self.server.publish(passages_name(published.number))
        with disk_errors(self.folder.path):
            self.folder.set_mark(Mark(published.number, published.manifest))
            for local in self.folder.generations.iterdir():
                shutil.rmtree(local, ignore_errors=True)
        if before == published.number:
            before = max((number for number in self._numbers() if number < published.number), default=None)
        for collection in self.server.collections():
            if number_of(collection) not in (None, before, published.number):
                self.server.drop(collection)

    def _numbers(self) -> list[int]:
        return [number for each in self.server.collections() if (number := number_of(each)) is not None]
