"""Web archives (WARC), plain or gzipped: the pages that sites returned, each with its address and its day.

warcio is pure Python and small; fastwarc is faster, which does not matter here, and forty times as large. Runs in the
child process. It knows records and their headers, not HTML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from index.parsing.canonical import one_line
from index.parsing.exports.gzip_stream import CHUNK_BYTES, GZIP_MAGIC, most_unpacked, unpacked
from index.parsing.exports.page_body import LARGEST_BODY_BYTES, UnknownCodingError, body_of
from index.parsing.parsed_document import UnreadableError

_LONGEST_HEAD_BYTES = 1 << 20
_HTML, _TEXT = ("text/html", "application/xhtml+xml"), "text/plain"
# Servers that state no kind of file send pages, too.
_BEGINS_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
# Programs and lists for programs are sent as plain text, too.
_TEXT_NAMES, _FOR_PROGRAMS = ("", ".txt", ".text"), re.compile(r"(?:robots|(?:app-)?ads|security|humans|llms\S*)\.txt")
_SCHEMES = ("http", "https", "ftp", "file")
# Files as they are, and the texts of pages (WET).
_WITHOUT_ANSWER = ("resource", "conversion")
_NO_PAGE, _DAMAGED = "files that are not pages", "damaged responses"
_NO_ANSWER, _TOO_LARGE = "redirects and error pages", f"pages of more than {LARGEST_BODY_BYTES >> 20} MB"
_PACKED = "pages compressed in a way that is not read"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a site sent it: its number among the records, its address, its bytes, and the day it was saved.

    `encoding` is the one that the site stated; empty if it stated none. `is_text` says that it is not HTML.
    """

    line: int
    address: str
    content: bytes
    saved: str
    encoding: str
    is_text: bool = False


def warc_pages(stream: BinaryIO, size: int) -> Iterator[Page | str]:
    """The pages of an archive of `size` bytes, or the reason why a record is not one ("files that are not pages").

    UnreadableError if it is not an archive, is truncated, or unpacks to far too much.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    is_packed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    stream.seek(0)
    plain = iter(lambda: stream.read(CHUNK_BYTES), b"")
    content = _Content(unpacked(stream, most_unpacked(size)) if is_packed else plain)
    record = None
    try:
        for number, record in enumerate(ArchiveIterator(content, no_record_parse=True), start=1):
            content.allow(_rest(record))
            if record.rec_type in ("response", *_WITHOUT_ANSWER):
                yield _page(record, number)
    except (ArchiveLoadFailed, ValueError) as error:
        raise UnreadableError(f"is a damaged web archive ({one_line(str(error))[:100]})") from None
    if record is None:
        raise UnreadableError("holds no records")
    _check_whole(record)


class _Content:
    """The chunks as a stream, which ends with UnreadableError if a header never ends.

    UnreadableError also if it does not begin as an archive.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._first = next(chunks, b"")
        self._chunks = chunks
        if not self._first.startswith(b"WARC/"):
            raise UnreadableError("is not a web archive, which begins with WARC/")
        self.allow(0)

    def allow(self, size: int) -> None:
        """Allow this many bytes, followed by the headers of a record."""
        self._left = size + _LONGEST_HEAD_BYTES

    def read(self, size: int) -> bytes:
        """The next chunk, whatever its size; empty at the end."""
        chunk, self._first = self._first or next((chunk for chunk in self._chunks if chunk), b""), b""
        self._left -= len(chunk)
        if self._left < 0:
            raise UnreadableError(f"is a damaged web archive (a header of more than {_LONGEST_HEAD_BYTES >> 20} MB)")
        return chunk


def _rest(record: Any) -> int:  # noqa: ANN401 - warcio's record
    """How many bytes of the record have not been read; UnreadableError if it does not say how many it has."""
    if not hasattr(record.raw_stream, "limit"):
        raise UnreadableError("is a damaged web archive (a record without a length)")
    return int(record.raw_stream.limit)


def _check_whole(record: Any) -> None:  # noqa: ANN401
    """UnreadableError if the archive ended before this record did."""
    if _rest(record):
        raise UnreadableError("is a truncated web archive")


def _page(record: Any, number: int) -> Page | str:  # noqa: ANN401
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

    if record.rec_type in _WITHOUT_ANSWER:
        record.http_headers = StatusAndHeaders("", [])
        stated = record.rec_headers.get_header("Content-Type") or ""
    else:
        try:
            answers = [*ArcWarcRecordLoader.HTTP_TYPES, "HTTP/2", "HTTP/3"]
            record.http_headers = StatusAndHeadersParser(answers).parse(record.raw_stream)
        except (StatusAndHeadersParserException, EOFError):
            return _DAMAGED
        if record.http_headers.get_statuscode() != "200":
            return _NO_ANSWER
        stated = record.http_headers.get_header("Content-Type") or ""
    kind, _, encoding = stated.partition(";")
    kind = kind.strip().lower()
    address = one_line(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    is_text = kind == _TEXT and (record.rec_type == "conversion" or _is_text_name(address))
    if kind and kind not in _HTML and not is_text:
        return _NO_PAGE
    try:
        content = body_of(record)
    except UnknownCodingError:
        return _PACKED
    if content is not None and len(content) > LARGEST_BODY_BYTES:
        return _TOO_LARGE
    if not record.raw_stream.read(1):
        _check_whole(record)
    if content is None:
        return _DAMAGED
    if not kind and not _BEGINS_PAGE.match(content):
        return _NO_PAGE
    saved = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    return Page(number, address, content, saved, encoding.partition("=")[2].strip("\"' "), is_text)


def _is_text_name(address: str) -> bool:
    """Whether a plain text with this address may be one for people."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    name = PurePosixPath(parts.path.lower())
    return parts.scheme in _SCHEMES and name.suffix in _TEXT_NAMES and not _FOR_PROGRAMS.fullmatch(name.name)
