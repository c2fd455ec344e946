"""Unpacks gzip streams in chunks of bounded size, and refuses those that unpack to far too much."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from index.parsing.parsed_document import UnreadableError

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 1 << 18
# Text compresses to a third or a fifth; a file that unpacks to fifty times its size and many megabytes is malicious.
_MOST_UNPACKED_PER_BYTE = 50
_FREE_UNPACKED_BYTES = 16 << 20


def most_unpacked(size: int) -> int:
    """How many bytes a gzip archive of `size` bytes may unpack to."""
    return _FREE_UNPACKED_BYTES + size * _MOST_UNPACKED_PER_BYTE


def unpacked(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The content of a gzip stream with any number of members, in chunks of bounded size.

    UnreadableError if the stream is not gzip, is truncated, or unpacks to more than `most` bytes.
    """
    total, packed = 0, stream.read(CHUNK_BYTES)
    while packed:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                chunk = member.decompress(packed, CHUNK_BYTES)
            except zlib.error as error:
                raise UnreadableError(f"is not a complete gzip archive ({error})") from None
            total += len(chunk)
            if total > most:
                raise UnreadableError(f"unpacks to more than {most >> 20:,} MB, too much for an archive of articles")
            yield chunk
            packed = member.unconsumed_tail
            # After a full chunk, more output may follow without further input.
            if not member.eof and not packed and len(chunk) < CHUNK_BYTES:
                packed = stream.read(CHUNK_BYTES)
                if not packed:
                    raise UnreadableError("is a truncated gzip archive")
        packed = member.unused_data.lstrip(b"\0") or stream.read(CHUNK_BYTES).lstrip(b"\0")
