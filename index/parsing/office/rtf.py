"""Takes out of RTF what nobody sees: hidden, struck and deleted text, which the converter reads. Knows RTF's words."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\'[0-9a-fA-F]{2}|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\[^a-z]|(?P<brace>[{}])|[^\\{}]+", re.DOTALL
)
_UNSEEN = (b"v", b"strike", b"striked", b"deleted")
_HAS_UNSEEN = re.compile(rb"\\(?:v|strike|striked|deleted)1?(?![a-z\d])")
# These words stand for signs of the text, others change how it looks.
_SIGNS = (b"u", b"tab", b"emdash", b"endash", b"lquote", b"rquote", b"ldblquote", b"rdblquote", b"bullet")
# The words in these groups are no text.
_TABLES = (b"stylesheet", b"fonttbl", b"colortbl", b"info", b"listtable", b"pict")
_BINARY = b"\\bin"


def without_unseen(data: bytes) -> bytes:
    """The document without text that is hidden, struck out or deleted."""
    return data if _BINARY in data or not _HAS_UNSEEN.search(data) else b"".join(_seen(data))


def _seen(data: bytes) -> Iterator[bytes]:
    unseen: frozenset[bytes] = frozenset()
    in_table = False
    groups: list[tuple[frozenset[bytes], bool]] = []
    for token in _TOKEN.finditer(data):
        word, brace = token["word"], token["brace"]
        if brace == b"{":
            groups.append((unseen, in_table))
        elif brace and groups:
            unseen, in_table = groups.pop()
        elif word in _UNSEEN:
            unseen = unseen - {word} if token["number"] == b"0" else unseen | {word}
        elif word == b"plain":
            unseen = frozenset()
        in_table = in_table or word in _TABLES
        is_text = not brace and (word is None or word in _SIGNS) and token[0] != b"\\*"
        if in_table or not unseen or not is_text:
            yield token[0]
