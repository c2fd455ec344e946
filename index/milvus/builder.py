"""Records in a database which index folder builds its index, so that no folder replaces another one's articles."""

import json
import platform
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import DamageError, MismatchError, StoreError
from index.milvus.layout import number_of, record, records_indexes, records_name, records_schema
from index.milvus.records import Records
from index.milvus.server import ALIAS, Server

BUILDER = f"{ALIAS}_builder"
"""The collection of one row that names the builder."""
_KEY = "builder"


@dataclass(frozen=True, slots=True)
class Builder:
    """An index folder with the corpus that it is built from, as paths on its machine."""

    machine: str
    index: str
    corpus: str

    @classmethod
    def here(cls, index: Path, corpus: Path) -> "Builder":
        """The builder of this folder on this machine."""
        return cls(platform.node(), str(index.resolve()), str(corpus.resolve()))

    def __str__(self) -> str:
        return f"{self.corpus} (index folder {self.index}, machine {self.machine})"

    def is_at_the_place_of(self, other: "Builder") -> bool:
        """Whether both are the same folder, or one was created again at the path of the other."""
        return (self.machine, self.index) == (other.machine, other.index)


def claim(server: Server, me: Builder, own: Collection[bytes]) -> None:
    """Note that this folder builds the index of the database; StoreError if another one does.

    `own` has the sha256 of the manifests that this folder published last. If one of them is served, the folder is the
    builder, wherever it has been moved to.
    """
    try:
        noted = _noted(server)
    except StoreError:  # a build was stopped while it wrote the note, or the server fails
        if _served_manifest(server) not in {None, *own}:
            raise
        noted = None
    if noted == me:
        return
    if noted and not noted.is_at_the_place_of(me) and _served_manifest(server) not in own:
        raise _other(server, noted, me)
    server.drop(BUILDER)
    server.create(BUILDER, records_schema())
    server.insert(BUILDER, [record(_KEY, json.dumps(asdict(me), ensure_ascii=False))])
    server.finish(BUILDER, records_indexes(), 1)


def _other(server: Server, noted: Builder, me: Builder) -> StoreError:
    return StoreError(
        f"the Milvus database {server.shown} has the index of {noted}; this build would replace it with that of {me}",
        "Create a database for this index and name it in the address, such as http://localhost:19530/NAME; or, if the "
        f"other folder is gone for good, delete the collection {BUILDER} and build again",
    )


def _noted(server: Server) -> Builder | None:
    """The builder that the database names; None if it names none, StoreError if that cannot be read."""
    if not server.has(BUILDER):
        return None
    server.load(BUILDER)
    found = server.lookup(BUILDER, "key", [_KEY], ("value",))
    if not found:
        message = f"the collection {BUILDER} of the Milvus database {server.shown} names no folder"
        raise StoreError(message, "Delete it if no other folder builds that index, and build again")
    return Builder(**json.loads(found[0]["value"]))


def _served_manifest(server: Server) -> bytes | None:
    """The sha256 of the manifest of the generation that is served; None if none is, or it cannot be read."""
    number = number_of(server.published() or "")
    if number is None:
        return None
    try:
        server.load(records_name(number))
        return Records(server, number).manifest().published().manifest
    except (DamageError, MismatchError):
        return None
