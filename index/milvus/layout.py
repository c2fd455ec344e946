"""The layout of a generation on the server: two collections, with their names and fields.

    dzherelo_000012           one row a passage: its place, its text, both vectors, and what filters compare
    dzherelo_000012_records   the manifest, the articles' entries and texts, the words by first letter, with counts,
                              the counts of 4-grams, the hashes of corpus files: rows of a key, a value and a number

The alias `dzherelo` names the first of them. It is the only thing that changes, so readers see one generation or the
other. The collection `dzherelo_builder` says which index folder builds them.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from index.milvus.server import ALIAS

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client.index import IndexParams

MANIFEST, ARTICLE, TEXT, WORDS, GRAM, FILE = "manifest", "article/", "text/", "words/", "gram/", "file/"
"""The beginnings of the keys of records."""
_MORE = "more/"
_AFTER = "\U0010ffff"
# A text of Milvus has at most 65,535 bytes, and a character at most four.
_PIECE_CHARS = 16_000
_LONGEST = 65_535
_MOST_VALUES = 4_096
# BM25 as in tantivy.
_K1, _B = 1.2, 0.75
# 2**32 - 1 is not a valid dimension.
_DIMENSIONS = 2**32 - 1
_NAME = re.compile(rf"{ALIAS}_(\d{{6,}})(?:_records)?")


def passages_name(number: int) -> str:
    """The collection of a generation's passages."""
    return f"{ALIAS}_{number:06d}"


def records_name(number: int) -> str:
    """The collection of a generation's records."""
    return f"{passages_name(number)}_records"


def number_of(collection: str) -> int | None:
    """The number of the generation that a collection belongs to; None if it belongs to none."""
    match = _NAME.fullmatch(collection)
    return int(match[1]) if match else None


def passages_schema(dimensions: int) -> "CollectionSchema":
    """The fields of the passages."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    for name in ("article", "text", "language"):
        schema.add_field(name, DataType.VARCHAR, max_length=_LONGEST)
    for name in ("start", "end", "page", "published"):
        schema.add_field(name, DataType.INT64)
    for name in ("terms", "grams"):
        schema.add_field(name, DataType.ARRAY, element_type=DataType.INT64, max_capacity=_MOST_VALUES)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimensions)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    return schema


def passages_indexes(exact: bool, lite: bool) -> "IndexParams":
    """The indexes of the passages; the dense one is `exact`, or whichever the server finds best.

    Milvus Lite has no array indexes and scans all rows instead.
    """
    from pymilvus import MilvusClient

    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("dense", index_type="FLAT" if exact else "AUTOINDEX", metric_type="IP")
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for name in ("article", "language", "published", *(() if lite else ("terms", "grams"))):
        indexes.add_index(name, index_type="INVERTED")
    return indexes


def records_schema() -> "CollectionSchema":
    """The fields of the records; Milvus requires a vector in each row, so there is a dummy one."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=_LONGEST)
    schema.add_field("value", DataType.VARCHAR, max_length=_LONGEST)
    schema.add_field("number", DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
    return schema


def records_indexes() -> "IndexParams":
    """The indexes of the records."""
    from pymilvus import MilvusClient

    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("vector", index_type="FLAT", metric_type="IP")
    return indexes


def record(key: str, value: str = "", number: int = 0) -> dict[str, Any]:
    """The row of a record."""
    return {"key": key, "value": value, "number": number, "vector": [0.0, 0.0]}


def document(key: str, text: str) -> Iterator[dict[str, Any]]:
    """The rows of a text of any length; the first has their number."""
    pieces = [text[begin : begin + _PIECE_CHARS] for begin in range(0, len(text), _PIECE_CHARS)] or [""]
    yield record(key, pieces[0], len(pieces))
    for piece, name in zip(pieces[1:], more_keys(key, len(pieces)), strict=True):
        yield record(name, piece)


def more_keys(key: str, pieces: int) -> list[str]:
    """The keys of the rows of a text after the first."""
    return [f"{_MORE}{key}/{piece:06d}" for piece in range(1, pieces)]


def key_range(kind: str) -> tuple[str, str]:
    """The range of the keys of a kind: from the first text to before the second."""
    return kind, kind + _AFTER


def gram_key(gram: str) -> int:
    """The dimension of a 4-gram in sparse vectors; distinct 4-grams of four Latin letters have distinct ones."""
    return zlib.crc32(gram.encode()) % _DIMENSIONS


def term_key(term: str) -> int:
    """The number that stands for the term of a field."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), signed=True)


def sparse_vector(counts: Mapping[str, int], mean_length: float) -> dict[int, float]:
    """BM25's weights of a passage: what each of its 4-grams adds to the score, per unit of the 4-gram's own weight.

    `counts` says how often the passage has each 4-gram, and `mean_length` how many 4-grams a passage has on average.
    """
    length = sum(counts.values())
    rest = _K1 * (1 - _B + _B * length / mean_length)
    weights: dict[int, float] = {}
    for gram, count in counts.items():
        key = gram_key(gram)
        weights[key] = weights.get(key, 0.0) + (1 + _K1) * count / (count + rest)
    return weights
