"""A mailbox (mbox) as Thunderbird, Gmail and Apple Mail export it, streamed: the messages with words of their sender.

The standard library's `mailbox` needs a path and first reads the whole file. Runs in the child process.
"""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from typing import BinaryIO

from index.parsing.canonical import canonical, one_line
from index.parsing.exports.posts import LeftOut, Post
from index.parsing.facts.fields import Plain
from index.parsing.mail.message import QUOTED, read_eml
from index.parsing.parsed_document import UnreadableError

LARGEST_MESSAGE_BYTES = 32 << 20
_LONGEST_LINE_BYTES = 1 << 20
_BEGINS = re.compile(rb"From .*\d\d:\d\d")
# Some programs leave out the blank line before it.
_SURELY_BEGINS = re.compile(rb"From \S+ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*\d\d:\d\d")
# A sentence of a message may begin so, too; below the line of a new message its headers begin.
_HEADER = re.compile(rb"[!-9;-~]+:|>?From ")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TOO_LARGE: LeftOut = f"messages of more than {LARGEST_MESSAGE_BYTES >> 20} MB"
_AGAIN: LeftOut = "messages that are saved more than once"
_DELETED: LeftOut = "deleted messages"
_UNREADABLE: LeftOut = "messages that are encrypted or damaged"
_QUOTED: LeftOut = "messages that others quote"
_ATTACHMENTS: LeftOut = "attachments of messages"
_SPAM: LeftOut = "spam"
_UNSENT: LeftOut = "drafts of messages"
# Thunderbird marks deleted messages and removes them when the folder is compacted.
_STATUS, _EXPUNGED = "X-Mozilla-Status", 0x0008
# Gmail exports these, too, and names them in the language of the account: English, Ukrainian, Russian, Polish, German.
_LABELS: dict[str, LeftOut] = dict.fromkeys(("trash", "bin", "кошик", "корзина", "kosz", "papierkorb"), _DELETED)
_LABELS |= dict.fromkeys(("spam", "спам"), _SPAM)
_LABELS |= dict.fromkeys(("draft", "drafts", "чернетка", "чернетки", "черновики"), _UNSENT)
_LABELS |= dict.fromkeys(("robocze", "wersje robocze", "entwurf", "entwürfe"), _UNSENT)
# The letters by which mail servers mark a message.
_LETTERS = {"D": _DELETED, "T": _UNSENT}


def mailbox_posts(stream: BinaryIO) -> Iterator[Post | LeftOut]:
    """The messages as fields of records, in the order of the file, or why one is left out.

    UnreadableError if the file is not a mailbox.
    """
    seen: set[str] = set()
    for message in _messages(stream):
        if message is None:
            yield _TOO_LARGE
        else:
            yield from _parts(message, seen)


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is too large."""
    first = stream.readline(_LONGEST_LINE_BYTES).removeprefix(b"\xef\xbb\xbf")
    while first and not first.strip():
        first = stream.readline(_LONGEST_LINE_BYTES)
    if not _BEGINS.match(first):
        raise UnreadableError("is not a mailbox, whose messages begin with a line “From ”")
    lines: list[bytes] = []
    size, after_blank = 0, False
    line = stream.readline(_LONGEST_LINE_BYTES)
    while line:
        below = stream.readline(_LONGEST_LINE_BYTES)
        if (_BEGINS if after_blank else _SURELY_BEGINS).match(line) and _HEADER.match(below):
            yield _whole(lines, size)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= LARGEST_MESSAGE_BYTES:
                lines.append(line)
        after_blank = not line.strip()
        line = below
    yield _whole(lines, size)


def _whole(lines: list[bytes], size: int) -> bytes | None:
    return _ESCAPED.sub(rb"\1", b"".join(lines)) if size <= LARGEST_MESSAGE_BYTES else None


def _parts(message: bytes, seen: set[str]) -> Iterator[Post | LeftOut]:
    """The post of a message, and what of it is left out."""
    headers = BytesHeaderParser().parsebytes(_END_OF_HEADERS.split(message, 1)[0])
    id = one_line(canonical(str(headers.get("Message-ID", "")))).strip("<> ")
    if reason := _left_out(headers):
        yield reason
        return
    if id and id in seen:
        yield _AGAIN
        return
    seen.add(id)
    try:
        document = read_eml(message)
    except UnreadableError:
        yield _UNREADABLE
        return
    published = document.published.isoformat() if document.published else ""
    words = {"text": Plain(document.text), "title": Plain(document.title)}
    yield {"id": id, **words, "published": published, **document.fields}
    yield from (_QUOTED if notice.problem == QUOTED else _ATTACHMENTS for notice in document.notices)


def _left_out(headers: Message) -> LeftOut:
    """Why nobody has written or received the message: deleted, spam or unfinished; empty for any other."""
    status = str(headers.get(_STATUS, ""))
    if re.fullmatch(r"[0-9a-fA-F]{4}", status) and int(status, 16) & _EXPUNGED:
        return _DELETED
    labels = _words(headers.get("X-Gmail-Labels")).split(",")
    by_label = (_LABELS.get(label.strip(' "').casefold(), "") for label in labels)
    by_letter = (_LETTERS.get(letter, "") for letter in str(headers.get("X-Status", "")))
    return next(filter(None, (*by_label, *by_letter)), "")


def _words(header: object) -> str:
    """A header whose words beyond ASCII may be encoded."""
    try:
        return one_line(canonical(str(make_header(decode_header(str(header or ""))))))
    except (HeaderParseError, LookupError, ValueError):
        return ""
