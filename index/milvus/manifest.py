"""The manifest of a generation on the server: its settings and counts, in one record."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from index.catalogue.entries import Published
from index.errors import MismatchError
from index.records import Model

LAYOUT_VERSION = 2
"""Increase when an older program could not read what is written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of."""

    number: int
    model: Model
    settings: str
    published_at: str
    articles: int
    passages: int
    field_names: Sequence[str]
    layout: int = LAYOUT_VERSION

    def to_json(self) -> str:
        """The manifest as text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def published(self) -> Published:
        """The entry of the generation; only the catalogue knows its files."""
        digest = sha256(self.to_json().encode()).digest()
        return Published(self.number, digest, self.model, self.settings, self.published_at, files=b"")

    @classmethod
    def from_json(cls, written: str) -> "Manifest":
        """The manifest that `to_json` wrote; MismatchError if this program cannot read its generation."""
        values: dict[str, Any] = json.loads(written)
        if values["layout"] != LAYOUT_VERSION:
            raise MismatchError(
                f"the generation on the server has layout {values['layout']}, this program needs {LAYOUT_VERSION}",
                "Run dzherelo build with this version of the program, or install the version that built it",
            )
        return cls(model=Model(**values.pop("model")), **values)
