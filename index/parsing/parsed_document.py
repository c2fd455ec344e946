"""What a parser finds in one document, before titles, dates and languages are detected, and the error it may raise.

It knows nothing of files or of how a document came to be read.
"""

from dataclasses import dataclass
from datetime import date

LONGEST_TEXT_CHARS = 20_000_000


@dataclass(frozen=True, slots=True)
class Notice:
    """What was lost or may be wrong in a document: where in it (empty: all over), of what kind, what, what to do.

    `problem` follows the file's name and `advice` stands alone: "a.pdf, pages 2 and 3, has no text there: recognise …".
    """

    place: str
    kind: str
    problem: str
    advice: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as its format states it: empty strings and None where the document says nothing.

    `text` is canonical already, and `page_starts` are offsets into it.
    """

    text: str
    title: str = ""
    published: date | None = None
    language: str = ""
    source: str = ""
    page_starts: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()


class UnreadableError(Exception):
    """A document cannot become an article; `reason` says why, in words that follow the file's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
