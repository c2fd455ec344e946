"""Reads the records of a generation: texts of any length and counts, each by its kind and name."""

from collections.abc import Collection

from index.errors import DamageError
from index.milvus.layout import FILE, MANIFEST, key_range, more_keys, records_name
from index.milvus.manifest import Manifest
from index.milvus.server import Server, literal


class Records:
    """The records of one generation, safe to share between threads."""

    def __init__(self, server: Server, number: int) -> None:
        self._server = server
        self._collection = records_name(number)

    def manifest(self) -> Manifest:
        """The manifest; DamageError if there is none, MismatchError if this program cannot read the generation."""
        found = self.documents(MANIFEST, [""])
        if not found:
            raise DamageError(f"{self._collection} has no manifest", "Run dzherelo build again")
        return Manifest.from_json(found[""])

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 of a file of the corpus; None if it was not indexed."""
        found = self._server.lookup(self._collection, "key", [f"{FILE}{name}"], ("value",))
        return bytes.fromhex(found[0]["value"]) if found else None

    def documents(self, kind: str, names: Collection[str]) -> dict[str, str]:
        """The texts of that kind with these names, by name; unknown names are left out."""
        keys = [f"{kind}{name}" for name in names]
        found = self._server.lookup(self._collection, "key", keys, ("key", "value", "number"))
        return self._whole(kind, {each["key"]: (each["value"], each["number"]) for each in found})

    def all_documents(self, kind: str) -> dict[str, str]:
        """All texts of that kind, by name."""
        first, last = map(literal, key_range(kind))
        condition = f"key >= {first} and key < {last}"
        found = self._server.scan(self._collection, condition, ("key", "value", "number"))
        return self._whole(kind, {each["key"]: (each["value"], each["number"]) for each in found})

    def _whole(self, kind: str, first: dict[str, tuple[str, int]]) -> dict[str, str]:
        """The whole texts by name, given the first piece of each and the number of its pieces, by key."""
        later = [key for name, (_, pieces) in first.items() for key in more_keys(name, pieces)]
        found = self._server.lookup(self._collection, "key", later, ("key", "value")) if later else []
        values = {each["key"]: each["value"] for each in found}
        if len(values) != len(later):
            fix = "Run dzherelo build again"
            raise DamageError(f"records missing in {self._collection}: {len(later) - len(values)}", fix)
        return {
            key.removeprefix(kind): "".join((piece, *(values[more] for more in more_keys(key, pieces))))
            for key, (piece, pieces) in first.items()
        }

    def counts(self, kind: str, names: Collection[str]) -> dict[str, int]:
        """The numbers of that kind with these names, by name; unknown names are left out."""
        keys = [f"{kind}{name}" for name in names]
        found = self._server.lookup(self._collection, "key", keys, ("key", "number"))
        return {each["key"].removeprefix(kind): each["number"] for each in found}
