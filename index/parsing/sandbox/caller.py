"""The requests that a parser in the child process may send to its parent; the base class sends none."""

from collections.abc import Sequence
from typing import NamedTuple


class Word(NamedTuple):
    """A recognised word: the block, paragraph and line it stands in, its place in pixels, and its confidence (0..100).

    Places count from the left and the top of the picture.
    """

    block: int
    paragraph: int
    line: int
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str


class Caller:
    """The process that asked for the document; this default grants nothing and keeps nothing.

    `tesseract` is the path of the program that recognises text; empty where there is none.
    """

    tesseract = ""

    def grant(self, seconds: float) -> None:
        """Let the document take this many more seconds."""

    def make_room(self) -> None:
        """Let the document take the memory that pictures of pages need."""

    def known_words(self, digest: str, done: int, pages: int) -> list[Word] | None:
        """The words that were recognised in this picture before, or None; `done` of `pages` are recognised."""
        return None

    def keep_words(self, digest: str, words: Sequence[Word]) -> None:
        """Keep the words for the next time this picture is read."""
