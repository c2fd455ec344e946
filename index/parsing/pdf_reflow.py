"""The text of laid-out pages as running text: paragraphs instead of wrapped lines, whole words, no page numbers.

Knows strings only. Nothing a person would quote is changed: a line end becomes a space, a hyphen stays a hyphen.
"""

import re
from collections import Counter
from collections.abc import Sequence

# pdfium's own sign for a hyphen at the end of a line, which it joins to the next.
_HYPHEN = re.compile("[\x02\ufffe]")
_LINES = re.compile(r"\r\n|\r|\n")
_WORD, _LAST_WORD = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
_LONGEST_WORD = 60
_NUMBER = re.compile(r"[-–—]?\s*(\d{1,4})\s*[-–—]?")
_LINE_END = (".", "!", "?", "…", ":", ";")
# A line shorter than this part of the longest one was not wrapped because it was full.
_FULL = 0.8


def running_text(pages: Sequence[str]) -> list[str]:
    """The pages, each as running text, as many as there were."""
    words = {word for page in pages for word in _WORD.findall(page.lower())}
    lines = [[line.strip() for line in _LINES.split(_join_hyphens(page, words).strip())] for page in pages]
    return [_paragraphs(page) for page in _without_numbers(lines)]


def _join_hyphens(page: str, words: set[str]) -> str:
    """The page with each hyphen that ended a line put back, or left out where the document has the word without it.

    Of 57 such hyphens in our sample 55 belonged to the word ("ВІЛ-інфекція"), so a hyphen is kept when in doubt.
    """
    text, *rest = _HYPHEN.split(page)
    for piece in rest:
        head, tail = _LAST_WORD.search(text[-_LONGEST_WORD:]), _WORD.match(piece[:_LONGEST_WORD])
        divided = head and tail and (head[0] + tail[0]).lower() in words
        text += piece if divided else f"-{piece}"
    return text


def _without_numbers(pages: list[list[str]]) -> list[list[str]]:
    """The lines of the pages without page numbers: numbers on the first or last line that count with the pages."""
    for place in (0, -1):
        found = {
            index: int(match[1]) - index
            for index, page in enumerate(pages)
            if (match := _NUMBER.fullmatch(page[place]))
        }
        [(offset, count)] = Counter(found.values()).most_common(1) or [(0, 0)]
        if count >= 3 and count * 2 > len(pages):
            numbered = {index for index, difference in found.items() if difference == offset}
            kept = slice(1, None) if place == 0 else slice(None, -1)
            pages = [page[kept] or [""] if index in numbered else page for index, page in enumerate(pages)]
    return pages


def _paragraphs(lines: Sequence[str]) -> str:
    """The lines with a space for each line end that only wraps a paragraph, so that a line end parts paragraphs.

    A line goes on in the next if that begins with a small letter, or if it is full and no sentence ends with it.
    """
    full = _FULL * max(map(len, lines))
    text = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = bool(line and below) and not line.endswith(_LINE_END)
        wraps = goes_on and (below[0].islower() or (len(line) >= full and (below[0].isalnum() or below[0] in '«"“(')))
        text += line + (" " if wraps else "\n")
    return text.strip()
