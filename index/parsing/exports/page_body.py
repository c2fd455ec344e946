"""The body of a web page as a site sent it: undone chunks, and undone compression of bounded size.

warcio's own decoding is not used: with a current brotli it fails, and it takes what it cannot unpack for the page. It
knows bytes and the names of compressions, not archives.
"""

import zlib
from collections.abc import Callable
from typing import Any

LARGEST_BODY_BYTES = 32 << 20
_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class UnknownCodingError(Exception):
    """The body is compressed in a way that cannot be undone."""


def body_of(record: Any) -> bytes | None:  # noqa: ANN401 - warcio's record
    """The bytes of the page; more than `LARGEST_BODY_BYTES` if they are too many, None if they are damaged.

    Some crawlers keep the header of a compression that they have undone; then the body is taken as it is.
    UnknownCodingError if it is compressed in another way.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    body = bytes(stream.read(LARGEST_BODY_BYTES + 1))
    coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if len(body) > LARGEST_BODY_BYTES or coding in ("", "identity", "none", "utf-8"):
        return body
    unpack = _UNPACK.get(coding, _unknown)
    try:
        return unpack(body)
    except Exception as error:  # each library has errors of its own
        if body.lstrip().startswith(_BEGINS):
            return body
        if isinstance(error, UnknownCodingError):
            raise
        return None


def _unknown(_: bytes) -> bytes:
    raise UnknownCodingError


def _gzip(body: bytes) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(body, LARGEST_BODY_BYTES + 1)


def _deflate(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, LARGEST_BODY_BYTES + 1)
    except zlib.error:  # some servers leave out the head
        return zlib.decompressobj(wbits=-15).decompress(body, LARGEST_BODY_BYTES + 1)


def _brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.Decompressor().process(body, output_buffer_limit=LARGEST_BODY_BYTES + 1))


def _zstandard(body: bytes) -> bytes:
    import zstandard

    with zstandard.ZstdDecompressor(max_window_size=LARGEST_BODY_BYTES).stream_reader(body) as stream:
        return bytes(stream.read(LARGEST_BODY_BYTES + 1))


_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
