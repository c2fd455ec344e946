"""Chooses the store of an index: its folder, or the Milvus server that the folder was built for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.index_folder import IndexFolder
from index.local_store import LocalStore
from index.store import Store
from index.updating.local import LocalPublisher
from index.updating.publishing import Publisher


def open_store(index_dir: Path, uri: str | None = None) -> Store:
    """The store of an index, opened: the Milvus server at `uri`, else the one that the last build published to.

    An empty `uri` means the folder, whatever the last build did. NoIndexError if there is no index, StoreError if the
    server does not answer.
    """
    if uri := server_of(index_dir, uri):
        from index.milvus.store import MilvusStore

        return MilvusStore(uri)
    return LocalStore(index_dir)


@contextmanager
def open_publisher(folder: IndexFolder, uri: str | None = None) -> Iterator[Publisher]:
    """Where a build of this folder publishes; `uri` is as in `open_store`. StoreError if the server does not answer."""
    if uri := server_of(folder.path, uri):
        from index.milvus.publisher import MilvusPublisher
        from index.milvus.server import Server

        with closing(Server(uri)) as server:
            yield MilvusPublisher(folder, server)
    else:
        yield LocalPublisher(folder)


def server_of(index_dir: Path, uri: str | None = None) -> str:
    """The address of the server that an index is on, empty for its folder; `uri` is as in `open_store`."""
    return IndexFolder(index_dir).server_uri() if uri is None else uri
