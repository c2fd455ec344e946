"""The store on a Milvus server: opens the generation that the alias names, and follows each publication."""

import threading

from index.catalogue.entries import Published
from index.errors import NoIndexError
from index.milvus.generation import MilvusGeneration
from index.milvus.layout import number_of
from index.milvus.records import Records
from index.milvus.server import Server
from index.store import Store


class MilvusStore(Store):
    """A reader's view of an index on a server, safe to share between threads."""

    def __init__(self, uri: str) -> None:
        self._server = Server(uri)
        self._lock = threading.Lock()
        self._current: MilvusGeneration | None = None
        try:
            self.generation()
        except BaseException:
            self.close()
            raise

    def published(self) -> Published:
        """The entry of the generation that the alias names; NoIndexError if there is none."""
        return self.generation().manifest.published()

    def generation(self) -> MilvusGeneration:
        """The generation that the alias names. It stays on the server until the publication after the next."""
        number = number_of(self._server.published() or "")
        if number is None:
            uri = self._server.shown
            fix = f"Build one: dzherelo build CORPUS --store milvus --uri {uri}"
            raise NoIndexError(f"there is no index on the Milvus server {uri}", fix)
        with self._lock:
            if self._current is None or self._current.number != number:
                self._current = MilvusGeneration(self._server, number)
            return self._current

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 that a file of the corpus had when it was indexed; None for a file that is not."""
        return Records(self._server, self.generation().number).file_hash(name)

    def close(self) -> None:
        """Close the connection."""
        self._server.close()
