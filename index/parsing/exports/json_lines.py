"""Parses JSON Lines, plain or gzipped, one record at a time, in bounded memory even for long lines and gzip bombs.

It knows the fields of a record, not the files they come from.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO

from index.parsing.canonical import canonical, one_line
from index.parsing.exports.gzip_stream import CHUNK_BYTES, most_unpacked, unpacked
from index.parsing.facts.drafts import DRAFTS, is_unpublished
from index.parsing.facts.fields import language_of, named_as, names_read, published_of, text_of, words_of
from index.parsing.facts.free_fields import fields_of
from index.parsing.parsed_document import Notice, ParsedDocument, UnreadableError, left_out

LONGEST_RECORD_BYTES = 16 << 20
LONGEST_ID_CHARS = 1_000
LARGEST_UNPACKED_BYTES = 512 << 20
DIGEST_BYTES = 16
_TYPES = ("$date", "$oid", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$uuid")
Rename = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Record:
    """A good record: its line (from 1), its own id (empty if none), its document, and the hash of the line."""

    line: int
    id: str
    document: ParsedDocument
    digest: bytes


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record whose line was parsed before and would give the same article again."""

    line: int
    id: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A line that is not an article, and the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecordWithoutText(BadRecord):
    """A record with no text in any of its fields."""


@dataclass(frozen=True, slots=True)
class Unpublished(BadRecord):
    """A record that its site does not show."""


def read_records(
    stream: BinaryIO,
    size: int,
    compressed: bool,
    known: Mapping[bytes, str] = MappingProxyType({}),
    rename: Rename = dict,
) -> Iterator[Record | KnownRecord | BadRecord]:
    """The records of a stream of `size` bytes. Blank lines and the signs of a list are left out; lines whose hash is
    `known` are not parsed. `rename` gives the fields of a record the recognised names.

    UnreadableError if the stream is not gzip, is truncated, or unpacks to far too much.
    """
    most = min(LARGEST_UNPACKED_BYTES, most_unpacked(size))
    if compressed:
        # A first pass finds a gzip bomb or a truncated file before its records take time and memory.
        for _ in unpacked(stream, most):
            pass
        stream.seek(0)
    chunks = unpacked(stream, most) if compressed else iter(lambda: stream.read(CHUNK_BYTES), b"")
    for number, line in enumerate(_lines(chunks), start=1):
        if line is None:
            yield BadRecord(number, f"is longer than {LONGEST_RECORD_BYTES >> 20} MB")
        elif content := _without_list(line):
            digest = hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()
            if digest in known:
                yield KnownRecord(number, known[digest], digest)
            else:
                yield _record(number, content, digest, rename)


def _without_list(line: bytes) -> bytes:
    """The line without what makes it a part of a list, as a program writes one with a record on each line."""
    content = line.strip()
    return b"" if content in (b"[", b"]") else content.removesuffix(b",").rstrip()


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes | None]:
    """The lines without line ends; None for a line that is too long."""
    parts: list[bytes] = []
    length = 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            yield b"".join((*parts, end)) if length + len(end) <= LONGEST_RECORD_BYTES else None
            parts, length = [], 0
        length += len(rest)
        parts = [*parts, rest] if length <= LONGEST_RECORD_BYTES else []
    if length:
        yield b"".join(parts) if length <= LONGEST_RECORD_BYTES else None


def json_value(data: bytes) -> Any:  # noqa: ANN401
    """The value of the JSON; a value with its type, as MongoDB writes it (`{"$date": …}`), becomes the value alone."""
    return json.loads(data, object_hook=_without_type)


def _without_type(value: dict[str, Any]) -> Any:  # noqa: ANN401
    [name] = value if len(value) == 1 else [""]
    return value[name] if name in _TYPES else value


def _record(number: int, line: bytes, digest: bytes, rename: Rename) -> Record | BadRecord:
    try:
        fields = json_value(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except UnicodeDecodeError:
        return BadRecord(number, "is not UTF-8")
    except RecursionError:
        return BadRecord(number, "is nested too deeply")
    except ValueError as error:
        return BadRecord(number, f"is not JSON: {one_line(str(error))[:200]}")
    if not isinstance(fields, dict):
        return BadRecord(number, "is not a JSON object")
    return record_of(rename(fields), number, digest)


def record_of(fields: dict[str, object], number: int, digest: bytes) -> Record | BadRecord:
    """The record of a JSON object, or the reason why it is not one."""
    try:
        if is_unpublished(fields):
            return Unpublished(number, "is not published")
        text = text_of(fields)
        if not text:
            return RecordWithoutText(number, _no_text(fields))
        id = _words(fields.get("id", fields.get("_id")))
        if len(id) > LONGEST_ID_CHARS:
            return BadRecord(number, f"has an id of more than {LONGEST_ID_CHARS:,} characters")
        document = ParsedDocument(
            text,
            words_of(fields, "title"),
            published_of(fields),
            language_of(fields),
            words_of(fields, "source"),
            fields=fields_of(fields),
        )
    except UnreadableError as error:
        return BadRecord(number, error.reason)
    return Record(number, id, document, digest)


def without_drafts(
    records: Iterator[Record | KnownRecord | BadRecord],
) -> Iterator[Record | KnownRecord | BadRecord | Notice]:
    """The records that are not unpublished; a notice with the number of the others comes last."""
    count = 0
    for record in records:
        if isinstance(record, Unpublished):
            count += 1
        else:
            yield record
    if count:
        yield left_out(DRAFTS, count)


def _no_text(fields: dict[str, object]) -> str:
    """Why a record has no text: the field that should have it, or its field names and the supported ones."""
    if there := named_as(fields, "text"):
        return f'has no "text": its field "{one_line(there[:40])}" has no words'
    found = ", ".join(one_line(str(name)[:40]) for name in list(fields)[:6])
    return f'has no "text" (its fields: {found or "none"}; read as text: {names_read("text")})'


def _words(value: object) -> str:
    """A field as one canonical line of bounded length; numbers become text, other values an empty string."""
    stated = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return one_line(canonical(str(value)[: 2 * LONGEST_ID_CHARS])) if stated else ""
