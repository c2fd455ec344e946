"""The catalogue: the single source of truth of an index; every generation is derived from it.

One SQLite file holds the articles with their passages, the vectors, and the articles of each file. It does not depend
on file formats, on searching, or on how vectors are made.

What a build stores before it publishes is only *staged*. `publish` writes the file rows that changed, names the new
generation in one transaction, and deletes rows that nothing refers to. Staged files, articles and vectors of a stopped
build stay for the next build.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.catalogue.connection import Connection
from index.catalogue.entries import (
    CataloguedArticle,
    CataloguedFile,
    DamagedRowError,
    Published,
    article_of,
    article_row,
    file_of,
    file_row,
    files_checksum,
    published_of,
    published_row,
    vector_hashes,
)
from index.portions import portions

_ROWS_A_QUERY = 500


class Catalogue(Connection):
    """The tables of a catalogue, over a connection of its own; use it in one thread at a time."""

    # What is published

    def published(self) -> Published | None:
        """The published generation; None before the first publication."""
        with self._reported():
            rows = self._execute("SELECT * FROM generation ORDER BY number DESC LIMIT 1")
            return published_of(rows[0]) if rows else None

    def last_number(self) -> int:
        """The highest number ever published; 0 before the first publication."""
        rows = self._execute("SELECT seq FROM sqlite_sequence WHERE name = 'generation'")
        return int(rows[0][0]) if rows else 0

    def files(self) -> dict[str, CataloguedFile]:
        """Every published file by name, in the order of names; DamageError if they differ from what was published."""
        with self.snapshot():
            published = self.published()
            rows = self._execute("SELECT * FROM file ORDER BY name")
        with self._reported():
            if published and files_checksum(rows) != published.files:
                raise DamagedRowError("its files differ from those that were published")
            return {row[0]: file_of(row) for row in rows}

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 of a published file's bytes; None if no such file was published."""
        rows = self._execute("SELECT hash FROM file WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def files_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The names of the published files with these articles, by article id; unknown ids are left out.

        Of several files with the same id, the first by name counts, as in `live_articles`.
        """
        query = """SELECT json_extract(article.value, '$[0]'), file.name FROM file, json_each(file.articles) AS article
            WHERE json_extract(article.value, '$[0]') IN (SELECT value FROM json_each(?)) ORDER BY file.name DESC"""
        return dict(self._execute(query, (json.dumps(list(article_ids)),)))

    def publish(self, published: Published, files: Sequence[CataloguedFile]) -> None:
        """Publish this generation of `files`; then delete rows that nothing refers to."""
        rows = [file_row(file) for file in files]
        with self.transaction():
            stored = set(self._execute("SELECT * FROM file"))
            self._execute_many("DELETE FROM file WHERE name = ?", [row[:1] for row in stored.difference(rows)])
            self._execute_many("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", set(rows).difference(stored))
            self._execute("DELETE FROM staged_file")
            self._drop_unreferenced(hash for file in files for _, hash in file.articles)
            self._name(replace(published, files=files_checksum(rows)))

    def drop_staged(self) -> None:
        """Delete everything that is staged."""
        if self._execute("SELECT 1 FROM staged_file LIMIT 1"):
            files = self.files().values()
            with self.transaction():
                self._execute("DELETE FROM staged_file")
                self._drop_unreferenced(hash for file in files for _, hash in file.articles)

    def republish(self, published: Published) -> None:
        """Publish this generation with the same files as before; staged rows stay."""
        with self.transaction():
            self._name(published)

    def _name(self, published: Published) -> None:
        self._execute("DELETE FROM generation")
        self._execute_many("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?)", [published_row(published)])

    def _drop_unreferenced(self, articles: Iterable[bytes]) -> None:
        """Delete all other articles, and those of their vectors that none of these articles has.

        Vectors that no stored article ever had exist only before the first publication: salvaged ones.
        """
        vectors = dict(self._execute("SELECT hash, vectors FROM article"))  # from the index article_vectors alone
        dropped = [(hash, vectors.pop(hash)) for hash in vectors.keys() - set(articles)]
        self._execute_many("DELETE FROM article WHERE hash = ?", [(hash,) for hash, _ in dropped])
        if self.last_number():
            unreferenced = {hash for _, joined in dropped for hash in vector_hashes(joined)}
        else:
            unreferenced = self.vector_hashes()
        if unreferenced:
            unreferenced.difference_update(hash for joined in vectors.values() for hash in vector_hashes(joined))
        self._execute_many("DELETE FROM vector WHERE hash = ?", [(hash,) for hash in unreferenced])

    # What is staged

    def staged_files(self) -> dict[str, CataloguedFile]:
        """Files that a build has parsed but not published, by name."""
        with self._reported():
            return {row[0]: file_of(row) for row in self._execute("SELECT * FROM staged_file")}

    def stage_file(self, file: CataloguedFile) -> None:
        """Store a parsed file until the next publication."""
        self._execute_many("INSERT OR REPLACE INTO staged_file VALUES (?, ?, ?, ?, ?, ?, ?)", [file_row(file)])

    def stage(self, hash: bytes, entry: CataloguedArticle) -> None:
        """Store an article that the next publication may refer to."""
        self._execute_many("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", [article_row(hash, entry)])

    def holds_article(self, hash: bytes) -> bool:
        """Whether an article with this hash is stored, staged ones included."""
        return bool(self._execute("SELECT 1 FROM article WHERE hash = ?", (hash,)))

    def article(self, hash: bytes) -> CataloguedArticle:
        """The stored article with this hash; DamageError if it is missing or its checksum is wrong."""
        with self._reported():
            rows = self._execute("SELECT * FROM article WHERE hash = ?", (hash,))
            if not rows:
                raise DamagedRowError(f"article {hash.hex()[:12]} is missing")
            return article_of(rows[0])

    # Vectors

    def vector_hashes(self) -> set[bytes]:
        """The hashes of all stored vectors."""
        return {hash for (hash,) in self._execute("SELECT hash FROM vector")}

    def missing_vectors(self, hashes: Iterable[bytes]) -> set[bytes]:
        """Those of these hashes that no vector is stored under."""
        missing = set(hashes)
        for some in portions(list(missing), _ROWS_A_QUERY):
            query = f"SELECT hash FROM vector WHERE hash IN ({','.join('?' * len(some))})"
            missing.difference_update(hash for (hash,) in self._execute(query, some))
        return missing

    def store_vectors(self, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, d), each under its hash, in half precision."""
        values = [row.tobytes() for row in vectors.astype("<f2")]
        rows = [(hash, value, _crc(hash, value)) for hash, value in zip(hashes, values, strict=True)]
        with self.transaction():
            self._execute_many("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def vectors(self, hashes: Sequence[bytes]) -> NDArray[np.float32]:
        """The vectors (n, d) with these hashes, in order, n at least 1; DamageError if one is missing or damaged."""
        found: dict[bytes, bytes] = {}
        for some in portions(hashes, _ROWS_A_QUERY):
            rows = self._execute(f"SELECT * FROM vector WHERE hash IN ({','.join('?' * len(some))})", some)
            found.update((hash, value) for hash, value, crc in rows if crc == _crc(hash, value))
        if missing := len(set(hashes) - found.keys()):
            raise self._damaged(f"vectors missing or damaged: {missing} of {len(hashes)}")
        return np.stack([np.frombuffer(found[hash], "<f2") for hash in hashes]).astype(np.float32)


def _crc(hash: bytes, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(hash))
