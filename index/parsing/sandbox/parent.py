"""Parses all but plain texts in a child process, so that no file can crash or stall this one or exhaust its memory.

The child is kept between files, because starting it takes longer than parsing a page; it is killed after a timeout. The
two exchange length-prefixed JSON over a socket, never pickle.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from index.parsing.parsed_document import ParsedDocument, UnreadableError
from index.parsing.pdf.tesseract import tesseract_path
from index.parsing.sandbox.child_program import child_command
from index.parsing.sandbox.messages import Entry, document_from, entry_from
from index.parsing.sandbox.recognised_cache import recall, remember

PageProgress = Callable[[int, int], None]
"""Called with the number of recognised pages of a document, and the number of pages to recognise."""

SECONDS = 10.0
SECONDS_PER_MEGABYTE = 0.5
# Parsers leak a little memory with every file, so after this many bytes a fresh child replaces the old one.
_BYTES_PER_CHILD = 512 << 20
_START_SECONDS = 60.0
# The child's limit is CPU time; on a busy machine wall-clock time passes faster.
_PATIENCE = 3
# A long document may be granted more time, by its number of pages.
_MOST_MORE_SECONDS = 600.0
_START = "from index.parsing.sandbox.worker import serve; serve(int(sys.argv[2]))"


def parse_in_child(kind: str, data: bytes, page_progress: PageProgress | None = None) -> ParsedDocument:
    """The parsed document of that kind, its suffix without the dot. UnreadableError if it cannot be parsed.

    `page_progress` follows the recognition of pages that are pictures.
    """
    with _CHILD.lock:
        reply = _CHILD.ask(kind, data, page_progress or (lambda done, pages: None))
    if "reason" in reply:
        raise UnreadableError(str(reply["reason"]))
    return document_from(reply)


def read_export_in_child(kind: str, stream: BinaryIO, size: int) -> Iterator[Entry]:
    """The entries of an export of that kind, "xml", "telegram", "warc" or "mailbox", one at a time.

    Raises UnreadableError if it cannot be read, or breaks off.
    """
    with _EXPORTS.lock:
        yield from map(entry_from, _EXPORTS.follow(kind, stream, size))


class _Child:
    """The child process, started on first use and after each death; callers must hold `lock`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._owner = 0
        self._bytes = 0

    def ask(self, kind: str, data: bytes, page_progress: PageProgress) -> dict[str, Any]:
        """The child's reply. If a child that has parsed other files dies, a new child parses the file again."""
        seconds = SECONDS + SECONDS_PER_MEGABYTE * len(data) / (1 << 20)
        used = self._ready()
        try:
            return self._exchange(kind, data, seconds, page_progress)
        except OSError as error:
            reason, is_late = self._ended_by(error, seconds)
        return self.ask(kind, data, page_progress) if used and not is_late else {"reason": reason}

    def follow(self, kind: str, stream: BinaryIO, size: int) -> Iterator[dict[str, Any]]:
        """The child's messages about the entries of an export, which it reads from the stream itself."""
        seconds = SECONDS + SECONDS_PER_MEGABYTE * size / (1 << 20)
        self._ready()
        self._bytes += size
        whole = False
        try:
            message = self._begin(kind, stream, size, seconds)
            while message.keys().isdisjoint(("end", "reason")):
                yield message
                message = self._message(time.monotonic() + _PATIENCE * seconds)
            whole = True
        except OSError as error:
            message = {"reason": self._ended_by(error, seconds)[0]}
        finally:
            if not whole:  # the rest of this child's output is not read
                self._end(0)
        if "reason" in message:
            raise UnreadableError(str(message["reason"]))

    def close(self) -> None:
        """End the child, if there is one."""
        self._end(0)

    def _ended_by(self, error: OSError, seconds: float) -> tuple[str, bool]:
        """The reason why the child gave no answer, and whether it took too long; the child is ended."""
        is_late = isinstance(error, TimeoutError)
        if self._end(0 if is_late else 1) == -signal.SIGXCPU or is_late:
            return f"took longer than {seconds:.0f} seconds to read", True
        return "is damaged or needs too much memory: the parser crashed", False

    def _end(self, seconds: float) -> int:
        """The exit status of the child, which is killed if it does not end within `seconds`; 0 if there is none."""
        process, self._process = self._process, None
        if self._socket:
            self._socket.close()
            self._socket = None
        if not process or self._owner != os.getpid():
            return 0
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait()

    def _ready(self) -> bool:
        """Whether the running child has parsed other files before; starts one if there is none."""
        alive = self._process and self._owner == os.getpid() and self._process.poll() is None
        if alive and self._bytes < _BYTES_PER_CHILD:
            return True
        if not (self._started() or self._started()):
            raise OSError("the parser for such files does not start")
        return False

    def _started(self) -> bool:
        """Whether a new child reports that it is ready."""
        self._end(0)
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                child_command(_START, str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
            )
        self._owner, self._bytes = os.getpid(), 0
        self._socket.settimeout(_START_SECONDS)
        try:
            return bool(self._socket.recv(1))
        except OSError:
            return False

    def _exchange(self, kind: str, data: bytes, seconds: float, page_progress: PageProgress) -> dict[str, Any]:
        assert self._socket
        deadline = time.monotonic() + _PATIENCE * seconds
        self._bytes += len(data)
        self._socket.settimeout(_PATIENCE * seconds)
        self._send({"kind": kind, "size": len(data), "seconds": seconds, "tesseract": tesseract_path()})
        self._socket.sendall(data)
        while True:
            reply = self._message(deadline)
            if "more_seconds" in reply:
                deadline += _PATIENCE * min(reply["more_seconds"], _MOST_MORE_SECONDS)
            elif "picture" in reply:
                page_progress(reply["done"], reply["pages"])
                self._send({"words": recall(reply["picture"])})
            elif "recognised" in reply and "words" in reply:
                remember(reply["recognised"], reply["words"])
            else:
                return reply

    def _begin(self, kind: str, stream: BinaryIO, size: int, seconds: float) -> dict[str, Any]:
        """Give the child an open file, and return its first message about it."""
        assert self._socket
        self._socket.settimeout(_START_SECONDS)
        self._send({"kind": kind, "export": size, "seconds": seconds})
        self._receive(1, time.monotonic() + _START_SECONDS)  # the file must not come with other bytes
        socket.send_fds(self._socket, [b"f"], [stream.fileno()])
        return self._message(time.monotonic() + _PATIENCE * seconds)

    def _message(self, deadline: float) -> dict[str, Any]:
        size = int.from_bytes(self._receive(4, deadline), "big")
        return dict(json.loads(self._receive(size, deadline)))

    def _send(self, message: dict[str, object]) -> None:
        assert self._socket
        data = json.dumps(message).encode()
        self._socket.sendall(len(data).to_bytes(4, "big") + data)

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self._socket
        parts = []
        while size:
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            part = self._socket.recv(min(size, 1 << 20))
            if not part:
                raise ConnectionError("the child is gone")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


_CHILD, _EXPORTS = _Child(), _Child()
atexit.register(_CHILD.close)
atexit.register(_EXPORTS.close)
