"""PDF pages that show text but contain none: drawn as pictures, and recognised by Tesseract.

Runs in the child process. A page that is recognised with too little confidence gives no words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from typing import Any

from index.parsing.canonical import canonical
from index.parsing.pdf.footnotes import paragraph_start
from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.picture_parts import Part, on_paper
from index.parsing.pdf.reflow import goes_on
from index.parsing.pdf.tesseract import SECONDS_A_PICTURE, Engine, Picture, RecognitionError, words_of
from index.parsing.sandbox.caller import Caller, Word

_DPI, _POINTS_AN_INCH = 300, 72
_MOST_PIXELS, _LONGEST_SIDE = 16_000_000, 20_000
# Clean print is recognised at 90 and more; below this every third word is wrong.
_LEAST_CONFIDENCE = 65.0
_CLEAN = 90.0
_LEAST_LETTERS = 10
# So few of the letters of a Cyrillic text are Latin.
_LATIN, _LATIN_WORD, _MOST_LATIN = re.compile("[A-Za-z]"), re.compile("[A-Za-z]{3}"), 0.3
_LEAST_WORD, _LEAST_OF_PARAGRAPH = 3, 65.0
_LARGE = 1.25
# Capitals, figures and signs in the midst of words, and how many such words a readable text has at most.
_ODD = re.compile(r"[a-zа-яіїєґ][A-ZА-ЯІЇЄҐ]|[^\W\d_]\d+[^\W\d_]|\w[|!~^°*;:<>{}=]+\w|[|~^{}\\]")
_MOST_ODD = 0.25
# Of a scan with a stamp so much more is recognised than the page draws itself; of a photograph, nothing more.
_MUCH_MORE, _SAME_LINE = 1.5, 0.6


def recognised_lines(
    document: Any,  # noqa: ANN401 - pypdfium2 has no types
    wanted: Mapping[int, Sequence[Part]],
    engine: Engine,
    caller: Caller,
) -> Iterator[tuple[int, list[PageLine]]]:
    """Each of these pages, counted from 1, with its recognised lines; none where the confidence is too low.

    Where parts of the page are named, only those are recognised.
    """
    caller.make_room()
    for done, number in enumerate(sorted(wanted)):
        page = document[number - 1]
        picture, height = drawn(page, wanted[number]), page.get_height()
        page.close()
        try:
            words = _words(picture, engine, caller, done, len(wanted))
            if (cyrillic := engine.of_cyrillic()) and is_doubtful(words):
                words = in_cyrillic(words, _words(picture, cyrillic, caller, done, len(wanted)))
        except RecognitionError:
            yield number, []
            continue
        if wanted[number]:
            words = [word for paragraph in _sure_paragraphs(words) for word in paragraph]
        yield number, lines_of(words, picture.dpi / _POINTS_AN_INCH, height) if is_sure(words) else []


def _words(picture: Picture, engine: Engine, caller: Caller, done: int, pages: int) -> list[Word]:
    """The words in the picture, kept or recognised now. Raises `RecognitionError`."""
    digest = picture.digest(engine)
    if (known := caller.known_words(digest, done, pages)) is not None:
        return known
    caller.grant(SECONDS_A_PICTURE)
    words = words_of(picture, engine)
    if engine.turns and not is_sure(words):
        caller.grant(SECONDS_A_PICTURE)
        words = _surer(words, words_of(picture, engine, turned=True))
    caller.keep_words(digest, words)
    return words


def is_doubtful(words: Sequence[Word]) -> bool:
    """Whether Latin words in a Cyrillic text that is not clean print may be Cyrillic ones, such as «Crapocra»."""
    text = "".join(word.text for word in words)
    sure = sum(word.confidence * len(word.text) for word in words)
    few = len(_LATIN.findall(text)) < _MOST_LATIN * len(text)
    return few and sure < _CLEAN * len(text) and any(_LATIN_WORD.search(word.text) for word in words)


def in_cyrillic(words: Sequence[Word], cyrillic: Sequence[Word]) -> list[Word]:
    """The words, Latin ones as they are in `cyrillic` where that is as sure of them."""
    places = {(word.left + word.width // 2, word.top + word.height // 2): word for word in cyrillic}
    found = []
    for word in words:
        if _LATIN_WORD.search(word.text):
            right, bottom = word.left + word.width, word.top + word.height
            alike = [each for (x, y), each in places.items() if word.left <= x <= right and word.top <= y <= bottom]
            if len(alike) == 1 and alike[0].confidence >= word.confidence:
                found.append(word._replace(text=alike[0].text, confidence=alike[0].confidence))
                continue
        found.append(word)
    return found


def _sure_paragraphs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The paragraphs of a picture among text that are sure; a drawing has signs and scraps of words besides."""
    for _, group in groupby(words, key=lambda word: word[:2]):
        paragraph = list(group)
        letters = sum(sum(map(str.isalnum, word.text)) for word in paragraph)
        sure = sum(sum(map(str.isalnum, word.text)) * word.confidence for word in paragraph)
        longest = max((len(word.text) for word in paragraph if word.text.isalnum()), default=0)
        if longest >= _LEAST_WORD and sure >= _LEAST_OF_PARAGRAPH * letters:
            yield paragraph


def _surer(words: list[Word], turned: list[Word]) -> list[Word]:
    return turned if is_sure(turned) else words


def has_more_text(recognised: Sequence[PageLine], drawn: Sequence[PageLine]) -> bool:
    """Whether a page's picture holds much more text than the page draws on it."""
    return _letters(recognised) >= _MUCH_MORE * _letters(drawn)


def is_nonsense(text: str) -> bool:
    """Whether the text is what a program makes of letters that it does not know, such as «BpaHui 12 TpaBH9|»."""
    words = [word for word in text.split() if len(word) > 2]
    return sum(bool(_ODD.search(word)) for word in words) > _MOST_ODD * len(words)


def with_stamps(recognised: Sequence[PageLine], drawn: Sequence[PageLine]) -> list[PageLine]:
    """The recognised lines with those that the page draws on its picture, which are recognised too, but are sure."""
    own = [line for line in recognised if not any(_overlap(line, each) for each in drawn)]
    top = max((line.base for line in own), default=0.0)
    return [*(line for line in drawn if line.base > top), *own, *(line for line in drawn if line.base <= top)]


def _letters(lines: Sequence[PageLine]) -> int:
    return sum(char.isalnum() for line in lines for char in line.text)


def _overlap(line: PageLine, drawn: PageLine) -> bool:
    level = abs(line.base - drawn.base) <= _SAME_LINE * max(line.size, drawn.size)
    return level and min(line.right, drawn.right) - max(line.left, drawn.left) > _SAME_LINE * (line.right - line.left)


def is_sure(words: Sequence[Word]) -> bool:
    """Whether there are enough letters, recognised with enough confidence on average."""
    weights = [(sum(map(str.isalnum, word.text)), word.confidence) for word in words]
    letters = sum(count for count, _ in weights)
    sure = sum(count * confidence for count, confidence in weights)
    return letters >= _LEAST_LETTERS and sure >= _LEAST_CONFIDENCE * letters


def lines_of(words: Sequence[Word], pixels_a_point: float, height: float) -> list[PageLine]:
    """The lines of the words, in the order they are read, placed in points on a page of that height."""
    lines = []
    heights = [max(word.height for word in row) for _, row in groupby(words, key=lambda word: word[:3])]
    usual = median(heights) if heights else 0
    for _, block in groupby(words, key=lambda word: word.block):
        rows = [list(row) for _, row in groupby(block, key=lambda word: (word.paragraph, word.line))]
        every = [word for row in rows for word in row]
        height_of_rows = median(max(word.height for word in row) for row in rows)
        # Letters without tails look smaller; only much larger ones are a heading.
        size = (usual if height_of_rows < _LARGE * usual else height_of_rows) / pixels_a_point
        column = _left(every) / pixels_a_point, _right(every) / pixels_a_point
        for row in rows:
            text = canonical(" ".join(word.text for word in row))
            if any(map(str.isalnum, text)):
                base = height - max(word.top + word.height for word in row) / pixels_a_point
                left, right = _left(row) / pixels_a_point, _right(row) / pixels_a_point
                lines.append(PageLine(text, left, right, base, size, column))
    return lines


def _left(words: Sequence[Word]) -> int:
    return min(word.left for word in words)


def _right(words: Sequence[Word]) -> int:
    return max(word.left + word.width for word in words)


def drawn(page: Any, parts: Sequence[Part] = ()) -> Picture:  # noqa: ANN401
    """The page as a picture of at most so many pixels; white outside of the `parts`, if any are named."""
    width, height = (max(1.0, side) for side in page.get_size())
    most = min((_MOST_PIXELS / (width * height)) ** 0.5, _LONGEST_SIDE / max(width, height))
    scale = min(_DPI / _POINTS_AN_INCH, most)
    bitmap = page.render(scale=scale, grayscale=True)
    data, stride, across, down = bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height
    bitmap.close()
    if stride != across:
        data = b"".join(data[row * stride : row * stride + across] for row in range(down))
    if parts:
        data = _only(data, across, [on_paper(page, part, across, down) for part in parts])
    return Picture(across, down, max(1, round(scale * _POINTS_AN_INCH)), data)


def _only(data: bytes, width: int, parts: Sequence[tuple[int, int, int, int]]) -> bytes:
    """The grey picture with white outside of the parts."""
    shown = bytearray(b"\xff") * len(data)
    for left, top, right, bottom in parts:
        for row in range(top * width, bottom * width, width):
            shown[row + left : row + right] = data[row + left : row + right]
    return bytes(shown)


def with_pictures(pages: Sequence[list[PageLine]], found: Mapping[int, Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages with the lines `found` in pictures beside their text, by page number, after that text.

    They stand before its last paragraph if that goes on on the next page. A logo is read once.
    """
    read = []
    seen: set[str] = set()
    for number, lines in enumerate(pages, 1):
        pictured = [line for line in found.get(number, ()) if line.text not in seen]
        seen.update(line.text for line in pictured)
        after = next((page[0] for page in pages[number:] if page), None)
        place = paragraph_start(lines) if lines and after and goes_on(lines[-1], after, turned=True) else len(lines)
        rest = lines[place:]
        parts = [[replace(part[0], apart=True), *part[1:]] if part else [] for part in (pictured, rest)]
        read.append([*lines[:place], *parts[0], *parts[1]] if pictured else lines)
    return read
