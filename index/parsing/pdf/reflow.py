"""Turns the lines of pages into running text: paragraphs instead of wrapped lines, whole words, no running heads.

It knows lines and their places, nothing of PDF. A line end becomes a space or stays; nothing else is changed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from index.parsing.pdf.divided_words import DocumentWords
from index.parsing.pdf.layout import PageLine

_ROMAN = re.compile(r"[^\w\n]*(?=[ivxl])(x{0,3}(?:l?x{0,3})(?:ix|iv|v?i{0,3}))[^\w\n]*", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
PAGE_GAP = "\n\n"
LINE_END = (".", "!", "?", "…", ":", ";")
_ITEM = re.compile(r"(?:[-–—•▪●○➢✓·*]|\(?[a-zа-яіїєґ]\)|\(?\d{1,3}[.)])\s")
# The page number of an entry in a table of contents.
_LEADERS = re.compile(r"(?:[._…]\s?){5}\s*\d{1,4}$")
# A line that ends before this share of its column was not wrapped for lack of space.
_FULL = 0.8
_LINE_GAP, _SAME_SIZE = 2.1, 0.12
_PITCH = 1.5
_HEADS_AND_FEET = 3
_REPEATED, _COUNTED = 3, 2


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
        if before is None or before.is_row or line.is_row:
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
    return not (line.is_row or below.is_row) and (line.text.endswith("-") or _wraps(line, below, turned))


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


def without_running_heads(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages without running heads: top or bottom lines that repeat on several pages or count the pages.

    A table row that repeats is a header row; it stays on the page where it stands first. A line of a paragraph that
    does not repeat as a whole is text: «Додаток 2» above «до Правил …», or a sentence that letters have in common.
    """
    kept = [list(page) for page in pages]
    rows: dict[str, int] = {}
    holders = Counter(text for page in pages for text in {line.text for line in page})
    for _ in range(_HEADS_AND_FEET):
        for edge in (max, min):
            outer = {number: edge(page, key=lambda line: line.base) for number, page in enumerate(kept) if page}
            for number in sorted(_repeated({number: line.text for number, line in outer.items()}, len(pages))):
                line = outer[number]
                paragraph = _paragraph_of(line, kept[number])
                if len(paragraph) > 1 and any(holders[each.text] < _REPEATED for each in paragraph):
                    continue
                if not line.is_row or rows.setdefault(line.text, number) != number:
                    kept[number].remove(line)
    return kept


def _paragraph_of(line: PageLine, page: Sequence[PageLine]) -> list[PageLine]:
    """The line with those above and below it that stand in one paragraph with it."""
    start = next(number for number, each in enumerate(page) if each is line)
    end = start + 1
    while start and _is_one_paragraph(page[start - 1], page[start]):
        start -= 1
    while end < len(page) and _is_one_paragraph(page[end - 1], page[end]):
        end += 1
    return list(page[start:end])


def _is_one_paragraph(above: PageLine, below: PageLine) -> bool:
    width = above.column[1] - above.column[0]
    return (
        0 < above.base - below.base <= _PITCH * above.size
        and abs(above.size - below.size) <= _SAME_SIZE
        and not (above.is_row or below.is_row)
        and (_wraps(above, below, turned=False) or above.right - above.left >= _FULL * width)
    )


def _repeated(lines: dict[int, str], pages: int) -> set[int]:
    """The pages whose line is also on other pages; two are enough if the line counts the pages."""
    holders: defaultdict[tuple[str, int | None], set[int]] = defaultdict(set)
    for number, text in lines.items():
        for key in _keys(text, number):
            holders[key].add(number)
    found: set[int] = set()
    for (words, offset), numbers in holders.items():
        least = _REPEATED if offset is None else _COUNTED
        enough = len(numbers) >= least and (words or len(numbers) * 2 > pages)
        found |= numbers if enough else set()
    return found


def _keys(text: str, number: int) -> Iterator[tuple[str, int | None]]:
    """The line itself, and the line without each number, with that number minus the page number."""
    if any(map(str.isalpha, text)):
        yield text.casefold(), None
    if roman := _ROMAN.fullmatch(text):
        yield "", _roman(roman[1]) - number
    for match in re.finditer(r"\d{1,4}", text[:200]):
        rest = "".join(char for char in text[: match.start()] + text[match.end() :] if char.isalnum())
        yield rest.casefold(), int(match[0]) - number


def _roman(number: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in number.lower()]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
