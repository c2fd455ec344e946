"""The store: what questions are searched through, wherever `build` has published.

`index/local_store.py` serves an index folder, `index/milvus/` a Milvus server.
"""

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol, Self

from index.catalogue.entries import Published
from index.generation import Generation


class Store(Protocol):
    """A reader's view of an index, safe to share between threads; it follows each publication."""

    @abstractmethod
    def published(self) -> Published:
        """The entry of the published generation; NoIndexError if there is none."""

    @abstractmethod
    def generation(self) -> Generation:
        """The generation that is published now. A request takes it once and uses it until it ends.

        A store may give the generation before while it opens a newer one.
        """

    def newest(self) -> Generation:
        """The generation that is published now, opened by the time this returns."""
        return self.generation()

    @abstractmethod
    def file_hash(self, name: str) -> bytes | None:
        """The sha256 that a file of the corpus had when it was indexed; None for a file that is not."""

    def files_of(self, article_ids: Collection[str]) -> dict[str, str]:
        """The files of the corpus that these articles were read from, by article id, without those that are unknown.

        Unless a store knows more, the id decides: it is the name of the file, or begins with it and `#`.
        """
        named = {id: (id, id.rpartition("#")[0]) for id in article_ids}
        known = ((id, next(filter(self.file_hash, names), "")) for id, names in named.items())
        return {id: name for id, name in known if name}

    @abstractmethod
    def close(self) -> None:
        """Close everything that is open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
