"""What a parser in the child process may ask of the process that gave it a document. By itself it asks nobody."""

from collections.abc import Sequence
from typing import NamedTuple


class Word(NamedTuple):
    """A recognised word: the block, paragraph and line it stands in, its place in pixels, and how sure it is (0..100).

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
    """The process that asked for the document; this one gives nothing and keeps nothing.

    `tesseract` is the path of the program that recognises text; empty where there is none.
    """

    tesseract = ""

    def grant(self, seconds: float) -> None:
        """Let the document take so many more seconds."""

    def make_room(self) -> None:
        """Let the document take the memory that pictures of pages need."""

    def known_words(self, digest: str, done: int, pages: int) -> list[Word] | None:
        """The words that were recognised in this picture before, or None; `done` of `pages` are recognised."""
        return None

    def keep_words(self, digest: str, words: Sequence[Word]) -> None:
        """Keep the words for the next time that this picture comes."""
