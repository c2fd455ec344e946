"""The child process that parses all but plain texts: one document at a time, each within its own limits.

It receives bytes and returns text; it opens no file of the corpus and needs no network.
"""

import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from index.parsing.exports.posts import LeftOut, Post, read_posts
from index.parsing.exports.warc import Page, warc_pages
from index.parsing.parsed_document import LONGEST_TEXT_CHARS, Notice, ParsedDocument, UnreadableError
from index.parsing.sandbox.caller import Caller, Word
from index.parsing.sandbox.messages import document_message, entry_message

_MEMORY_BYTES = 160 << 20
_MEMORY_PER_BYTE = 12
_MOST_MEMORY_BYTES = 1536 << 20
# Each cell of a sheet becomes an object in memory.
_CELLS_WEIGH, _TABLES = 3, ("xlsx", "xls", "ods", "csv")
# So does each item of a list in Markdown.
_ITEMS_WEIGH = 3
# Memory of a document is not always released; a child that has grown this much exits, and a fresh one is started.
_MOST_LEFT_BYTES = 200 << 20
_PICTURE_BYTES = 768 << 20
# An export is read article by article, so it has the memory of its longest article, and time for each.
_EXPORT_WEIGHT = 16 << 20
_SECONDS_PER_ARTICLE = 1
_STATISTICS = "/proc/self/statm"


def serve(descriptor: int) -> None:
    """Answer requests on the socket until its other end is closed or too much memory is in use."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as link, link.makefile("rb") as requests:
        link.sendall(b"r")
        while head := requests.read(4):
            request = json.loads(requests.read(int.from_bytes(head, "big")))
            if "export" in request:
                _send_entries(link, request["kind"], request["export"], request["seconds"])
            else:
                data = requests.read(request["size"])
                caller = _Link(link, requests, request["tesseract"])
                _send(link, _reply(request["kind"], data, request["seconds"], caller))
                del data
            if _held_bytes(resident=True) > _MOST_LEFT_BYTES:
                break


def _send(link: socket.socket, message: dict[str, object]) -> None:
    data = json.dumps(message, ensure_ascii=False).encode()
    link.sendall(len(data).to_bytes(4, "big") + data)


def _send_entries(link: socket.socket, kind: str, size: int, seconds: float) -> None:
    """Receive an open file and send what it holds, entry by entry."""
    link.sendall(b"r")
    _, descriptors, _, _ = socket.recv_fds(link, 1, 1)
    with open(descriptors[0], "rb") as file:
        for message in _entries(kind, file, size, seconds):
            _send(link, message)


class _Link(Caller):
    """The process at the other end of the socket."""

    def __init__(self, link: socket.socket, replies: BinaryIO, tesseract: str) -> None:
        self._link, self._replies, self.tesseract = link, replies, tesseract

    def grant(self, seconds: float) -> None:
        """Grant the current document more seconds, here and in the parent process."""
        _raise_limit(resource.RLIMIT_CPU, int(seconds))
        _send(self._link, {"more_seconds": seconds})

    def make_room(self) -> None:
        """Let the document take the memory that pictures of pages need."""
        _raise_limit(resource.RLIMIT_AS, _PICTURE_BYTES)

    def known_words(self, digest: str, done: int, pages: int) -> list[Word] | None:
        """What the other end has kept of this picture; it shows how far the document is."""
        _send(self._link, {"picture": digest, "done": done, "pages": pages})
        size = int.from_bytes(self._replies.read(4), "big")
        words = json.loads(self._replies.read(size))["words"]
        return None if words is None else [Word(*word) for word in words]

    def keep_words(self, digest: str, words: Sequence[Word]) -> None:
        """Have the other end keep the words: this process may write no file."""
        _send(self._link, {"recognised": digest, "words": words})


def _raise_limit(kind: int, more: int) -> None:
    soft, hard = resource.getrlimit(kind)
    if soft != resource.RLIM_INFINITY:
        resource.setrlimit(kind, (soft + more, hard))


def _reply(kind: str, data: bytes, seconds: float, caller: Caller) -> dict[str, object]:
    try:
        _limit(_weight(kind, data), seconds)
        document = _parse(kind, data, caller)
        if len(document.text) > LONGEST_TEXT_CHARS:
            raise UnreadableError(f"holds more than {LONGEST_TEXT_CHARS:,} characters")
    except _UNREADABLE as error:
        return {"reason": _reason(error)}
    return document_message(document)


_UNREADABLE = (UnreadableError, MemoryError, RecursionError)


def _reason(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        return error.reason
    if isinstance(error, MemoryError):
        return "needs more memory than is allowed for a file of its size"
    return "is nested too deeply"


def _entries(kind: str, file: BinaryIO, size: int, seconds: float) -> Iterator[dict[str, object]]:
    """The messages about the entries of an export; the last says that it has ended, or why it cannot be read on."""
    try:
        _limit(_EXPORT_WEIGHT, seconds)
        for entry in read_posts(_posts(kind, file, size)):
            yield entry_message(entry)
            _raise_limit(resource.RLIMIT_CPU, _SECONDS_PER_ARTICLE)
    except _UNREADABLE as error:
        yield {"reason": _reason(error)}
    else:
        yield {"end": True}


def _posts(kind: str, file: BinaryIO, size: int) -> Iterator[Post | Page | LeftOut | Notice]:
    if kind == "warc":
        return warc_pages(file, size)
    if kind == "telegram":
        from index.parsing.exports.telegram import telegram_posts

        return telegram_posts(file)
    if kind == "mailbox":
        from index.parsing.exports.mailbox import mailbox_posts

        return mailbox_posts(file)
    from index.parsing.exports.xml import xml_posts

    return xml_posts(file)


def _parse(kind: str, data: bytes, caller: Caller) -> ParsedDocument:
    if kind == "pdf":
        from index.parsing.pdf.document import read_pdf

        return read_pdf(data, caller)
    if kind == "docx":
        from index.parsing.office.docx import read_docx

        return read_docx(data)
    if kind in ("md", "mdx"):
        from index.parsing.markdown.document import read_markdown
        from index.parsing.markdown.mdx import without_components

        return read_markdown(data.decode() if kind == "md" else without_components(data.decode()))
    if kind in ("eml", "msg"):
        from index.parsing.mail.message import read_eml, read_msg

        return read_eml(data) if kind == "eml" else read_msg(data)
    if kind != "html":
        from index.parsing.office.document import read_office

        return read_office(kind, data)
    # trafilatura imports it if present, and with it numpy, which exceeds a page's memory limit; we do not use it.
    sys.modules["py3langid"] = None  # type: ignore[assignment]
    from index.parsing.html.page import read_html

    return read_html(data.decode())


def _weight(kind: str, data: bytes) -> int:
    """The size that the memory limit is based on: the unpacked bytes to parse."""
    if kind in ("pdf", "html", "eml", "msg"):
        return len(data)
    if kind in ("md", "mdx"):
        return _ITEMS_WEIGH * len(data)
    from index.parsing.office.archive import xml_bytes

    parsed = xml_bytes(data) or len(data)
    return len(data) + min(_CELLS_WEIGH * parsed if kind in _TABLES else parsed, _MOST_MEMORY_BYTES)


def _limit(size: int, seconds: float) -> None:
    """Limit memory and CPU time for this document, on top of what the process has used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    if used_bytes := _held_bytes(resident=False):
        most = used_bytes + min(_MOST_MEMORY_BYTES, _MEMORY_BYTES + _MEMORY_PER_BYTE * size)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _held_bytes(resident: bool) -> int:
    """The mapped or resident memory of this process; 0 if the system does not report it."""
    if not os.path.exists(_STATISTICS):
        return 0
    with open(_STATISTICS, encoding="ascii") as statistics:
        return int(statistics.read().split()[resident]) * resource.getpagesize()
