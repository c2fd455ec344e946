"""Canonical text: Unicode NFC with `\\n` line ends, nothing else changed.

It does not know where a text comes from.
"""

import re
import unicodedata

from index.parsing.parsed_document import UnreadableError

MARKS_IN_A_ROW = 200
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> str:
    """The text in NFC with `\\n` line ends; lone surrogates become U+FFFD, because UTF-8 cannot encode them.

    Raises `UnreadableError` for hundreds of combining marks in a row: ordering them takes quadratic time.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    if _has_endless_marks(text):
        raise UnreadableError(f"holds more than {MARKS_IN_A_ROW:,} combining marks in a row, which is not text")
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """The text on one line, without control characters and with single spaces: the form of titles and reasons."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join(visible.split())


def _has_endless_marks(text: str) -> bool:
    """Whether a run of combining marks is too long; such a run fully covers one window of half its length."""
    window = MARKS_IN_A_ROW // 2
    return any(
        unicodedata.combining(text[start]) and all(map(unicodedata.combining, text[start : start + window]))
        for start in range(0, len(text) - window, window)
    )
