"""The connection to a Milvus server: its collections, the alias that names the published one, and its errors.

It does not depend on articles.
"""

import json
import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreError
from index.index_folder import without_password
from index.portions import portions

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client.index import IndexParams

ALIAS = "dzherelo"
_ANSWER_SECONDS = 20.0
# Writes have no time limit: the connection itself notices a lost server, after about ten seconds.
_PATIENT: dict[str, Any] = {"timeout": None, "retry_times": 8}
# A restarted server is found within seconds instead of the usual two minutes.
_RECONNECT = {"grpc.max_reconnect_backoff_ms": 2000}
# A row may have 64 KB, and an answer 64 MB.
_ROWS_AN_ANSWER = 500
_DOWN = "Start the server, or give another with --store milvus --uri URI; then try again"
# Milvus says "database not found[database=news]", Milvus Lite "database 'news' does not exist".
_SAYS_NO_DATABASE = re.compile("database.*not (found|exist)", re.IGNORECASE)
_NO_DATABASE = "Create it: MilvusClient(URI).create_database(NAME) in Python; or leave it out of the address"
_SCHEMES = ("http://", "https://", "tcp://", "unix:")
_ADDRESS = "Give its web address, such as http://localhost:19530"
_MISSING = "Install it: pip install 'dzherelo[milvus]'"


class Server:
    """One connection, safe to share between threads; every method raises StoreError if the server does not serve it."""

    def __init__(self, uri: str) -> None:
        self.shown = without_password(uri)
        """The address for messages."""
        self._closed = False
        if not uri.startswith(_SCHEMES):
            raise StoreError(f"{self.shown!r} is not the address of a Milvus server", _ADDRESS)
        try:
            from pymilvus import MilvusClient
        except ModuleNotFoundError as error:
            raise StoreError("the library pymilvus is not installed", _MISSING) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs each error that it raises
        with self._reported():
            self._client = MilvusClient(uri, timeout=_ANSWER_SECONDS, grpc_options=_RECONNECT)
            version = self._client.get_server_version(timeout=_ANSWER_SECONDS)
        self.is_lite = "lite" in version
        """Whether it is Milvus Lite, the small server for tests."""

    def close(self) -> None:
        """Close the connection."""
        self._closed = True
        self._client.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn the client's errors into StoreError."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (MilvusException, grpc.RpcError) as error:
            if self._closed:
                raise StoreError(f"the index {self.shown} was closed", "Open it again") from error
            said = error.message if isinstance(error, MilvusException) else str(error)
            fix = _NO_DATABASE if _SAYS_NO_DATABASE.search(said) else _DOWN
            raise StoreError(f"the Milvus server {self.shown} failed: {said}", fix) from error

    def published(self) -> str | None:
        """The collection that the alias names; None if there is no alias."""
        try:
            with self._reported():
                found = self._client.describe_alias(ALIAS, timeout=_ANSWER_SECONDS)
                return str(found["collection_name"])
        except StoreError:
            if self.has(ALIAS):
                raise
            return None

    def publish(self, collection: str) -> None:
        """Let the alias name this collection from now on, in one step."""
        current = self.published()
        with self._reported():
            change = self._client.create_alias if current is None else self._client.alter_alias
            if current != collection:
                change(collection, ALIAS, timeout=_ANSWER_SECONDS)

    def has(self, collection: str) -> bool:
        """Whether there is a collection or an alias of that name."""
        with self._reported():
            return bool(self._client.has_collection(collection, timeout=_ANSWER_SECONDS))

    def collections(self) -> list[str]:
        """The names of all collections, in order."""
        with self._reported():
            return sorted(self._client.list_collections(timeout=_ANSWER_SECONDS))

    def drop(self, collection: str) -> None:
        """Delete a collection; nothing happens if there is none."""
        with self._reported():
            self._client.drop_collection(collection, timeout=_ANSWER_SECONDS)

    def create(self, collection: str, schema: "CollectionSchema") -> None:
        """Create an empty collection.

        It is read only once it is loaded whole, so readers need not wait until a server has caught up with the writer.
        """
        with self._reported():
            self._client.create_collection(
                collection, schema=schema, consistency_level="Eventually", timeout=_ANSWER_SECONDS
            )

    def insert(self, collection: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add these rows."""
        with self._reported():
            self._client.insert(collection, list(rows), **_PATIENT)

    def finish(self, collection: str, indexes: "IndexParams", rows: int) -> None:
        """Make a collection ready for readers: all rows stored, indexed and loaded; StoreError if it has not `rows`."""
        with self._reported():
            self._client.flush(collection, **_PATIENT)
            self._client.create_index(collection, indexes, **_PATIENT)
        self.load(collection)
        if (count := self.count(collection)) != rows:
            fix = "Run dzherelo build again"
            raise StoreError(f"the Milvus server {self.shown} holds {count} of {rows} rows of {collection}", fix)

    def load(self, *collections: str) -> None:
        """Make collections ready to be read if they are not; a server may have released them when it restarted."""
        with self._reported():
            for collection in collections:
                self._client.load_collection(collection, **_PATIENT)

    def count(self, collection: str) -> int:
        """The number of rows, counted after everything that was written."""
        with self._reported():
            [found] = self._client.query(collection, output_fields=["count(*)"], consistency_level="Strong", **_PATIENT)
        return int(found["count(*)"])

    def lookup(
        self, collection: str, key: str, values: Collection[int] | Collection[str], fields: Sequence[str]
    ) -> list[dict[str, Any]]:
        """The rows whose primary key is one of these values, in no order; unknown values are left out."""
        found: list[dict[str, Any]] = []
        for some in portions(list(values), _ROWS_AN_ANSWER):
            with self._reported():
                found += self._client.query(
                    collection, f"{key} in {literal(some)}", output_fields=list(fields), timeout=_ANSWER_SECONDS
                )
        return found

    def scan(self, collection: str, condition: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Every row that meets the condition."""
        with self._reported():
            pages = self._client.query_iterator(
                collection, _ROWS_AN_ANSWER, filter=condition, output_fields=list(fields), timeout=_ANSWER_SECONDS
            )
        try:
            while True:
                with self._reported():
                    page = pages.next()
                if not page:
                    return
                yield from page
        finally:
            pages.close()

    def search(
        self,
        collection: str,
        field: str,
        vector: NDArray[np.float32] | Mapping[int, float],
        k: int,
        condition: str,
        fields: Sequence[str],
    ) -> list[dict[str, Any]]:
        """The `k` rows nearest to a vector by inner product, best first: `distance`, and `fields` in `entity`."""
        with self._reported():
            [hits] = self._client.search(
                collection,
                [vector],
                filter=condition,
                limit=k,
                output_fields=list(fields),
                anns_field=field,
                timeout=_ANSWER_SECONDS,
            )
        return [{**hit["entity"], "distance": hit["distance"]} for hit in hits]


def literal(value: object) -> str:
    """A number, a text or a list of them as Milvus' conditions spell it."""
    return json.dumps(value, ensure_ascii=False)
