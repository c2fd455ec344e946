"""Turns the lines of pages into running text: paragraphs instead of wrapped lines, whole words.

It knows lines and their places, nothing of PDF. A line end becomes a space or stays; nothing else is changed.
"""

import re
from collections.abc import Sequence

from index.parsing.pdf.divided_words import DocumentWords
from index.parsing.pdf.layout import PageLine

PAGE_GAP = "\n\n"
LINE_END = (".", "!", "?", "…", ":", ";")
_ITEM = re.compile(r"(?:[-–—•▪●○➢✓·*]|\(?[a-zа-яіїєґ]\)|\(?\d{1,3}[.)])\s")
# The page number of an entry in a table of contents.
_LEADERS = re.compile(r"(?:[._…]\s?){5}\s*\d{1,4}$")
# A line that ends before this share of its column was not wrapped for lack of space.
_FULL = 0.8
_LINE_GAP, _SAME_SIZE = 2.1, 0.12


def running_text(pages: Sequence[Sequence[PageLine]]) -> tuple[str, list[int]]:
    """The text of the pages, and the offset where each begins.

    A sentence continues across a page break as across a line break; the next page then begins in mid-line.
    """
    writer = _Writer(DocumentWords(text for page in pages for line in page for text in line.text.split("\n")))
    for number, page in enumerate(pages):
        writer.turn_page(first=number == 0, blank=not page)
        for line in page:
            writer.write(line)
    return "".join(writer.parts), writer.starts


class _Writer:
    """Joins lines into a text and records where pages begin."""

    def __init__(self, words: DocumentWords) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self._words = words
        self._length = 0
        self._before: PageLine | None = None
        self._turned = self._first = True

    def turn_page(self, first: bool, blank: bool) -> None:
        """Begin a page; a blank page also ends here."""
        self._turned, self._first = True, first
        if blank:
            self._add("" if first else PAGE_GAP)
            self.starts.append(self._length)
            self._before = None

    def write(self, line: PageLine) -> None:
        """Add a line and the separator before it."""
        text = self._joined_cell(line.text)
        self._add(self._gap(line, text))
        if self._turned:
            self.starts.append(self._length)
        self._add(text)
        self._before, self._turned = line, False

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _gap(self, line: PageLine, text: str) -> str:
        before = self._before
        none = ("" if self._first else PAGE_GAP) if self._turned else "\n"
        if before is None or before.is_row or line.is_row or line.apart:
            return none
        divided = self._words.is_divided(before.text, text) if before.text.endswith("-") else None
        if divided is None:
            return _between(before.text, text) if _wraps(before, line, self._turned) else none
        if divided:
            self.parts[-1] = self.parts[-1][:-1]
            self._length -= 1
        return ""

    def _joined_cell(self, text: str) -> str:
        """The lines of a cell as one line."""
        first, *rest = text.split("\n")
        for line in rest:
            divided = self._words.is_divided(first, line) if first.endswith("-") else None
            first = f"{first[:-1] if divided else first}{_between(first, line) if divided is None else ''}{line}"
        return first


def _between(line: str, below: str) -> str:
    """What stands between a line and its continuation: a space, but nothing within a range of figures or after mg/."""
    ranges = re.search(r"\d[–-]$", line[-2:]) and below[:1].isdigit()
    return "" if ranges or (re.search(r"\w/$", line[-2:]) and below[:1].isalnum()) else " "


def goes_on(line: PageLine, below: PageLine, turned: bool) -> bool:
    """Whether a sentence or a word of the line goes on in the line below, or on the next page."""
    return not (line.is_row or below.is_row or below.apart) and (line.text.endswith("-") or _wraps(line, below, turned))


def _wraps(line: PageLine, below: PageLine, turned: bool) -> bool:
    """Whether the line continues below: with a lower-case letter, or because it is full and does not end a sentence."""
    if line.text.endswith("/") and below.text[:1].islower():
        return True
    if line.text.endswith(LINE_END) or _LEADERS.search(line.text) or _ITEM.match(below.text):
        return False
    if below.text[:1].islower() and not (_is_small_and_far(line, below) and not turned):
        return True
    beside = turned or line.column != below.column or not 0 < line.base - below.base <= _LINE_GAP * line.size
    if beside or abs(line.size - below.size) > _SAME_SIZE * line.size or line.bold != below.bold:
        return False
    return _is_full(line) and (below.text[:1].isalnum() or below.text[:1] in '«"“(')


def _is_full(line: PageLine) -> bool:
    left, right = line.column
    return line.right >= left + _FULL * (right - left)


def _is_small_and_far(line: PageLine, below: PageLine) -> bool:
    """Whether the line is a head or a caption above the line below: in other type, and at a distance."""
    size = max(line.size, below.size)
    return abs(line.size - below.size) > _SAME_SIZE * size and line.base - below.base > _LINE_GAP * size
