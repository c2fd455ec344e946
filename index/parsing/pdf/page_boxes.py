"""Where a quote stands on a page of a PDF: a box for each of its lines.

The text of an article is what a person reads, not what the page draws: line ends, hyphens and spaces differ. So only
letters and digits are compared.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import byref, c_int
from difflib import SequenceMatcher
from typing import Any

MOST_LETTERS = 50_000
_MOST_COMPARED = 20_000
# A quote whose letters the page draws in another order is found by its pieces: so long each, so much of it together.
_PIECE, _SHARE = 6, 0.6
_GRID = 100_000
_SAME_LINE, _SAME_COLUMN = 0.5, 2.5
Box = tuple[float, float, float, float]


def page_boxes(sheet: Any, quote: str, place: float) -> list[Box]:  # noqa: ANN401 - pypdfium2 has no types
    """Left, top, right and bottom of each line of the quote, as shares of the page; empty where it is not found.

    Of several places the one nearest to the share `place` of the page's text is taken.
    """
    text_page = sheet.get_textpage()
    drawn = list(_drawn_letters(text_page))
    letters = "".join(char for char, _ in drawn)
    numbers = [drawn[at][1] for at in places_of(letters, "".join(folded(quote)), place)]
    boxes = [box for number in dict.fromkeys(numbers) if (box := _box(sheet, text_page, number))]
    if sheet.get_rotation() in (90, 270):  # its lines run down the page
        return [_mirrored(line) for line in joined_boxes([_mirrored(box) for box in boxes])]
    return joined_boxes(boxes)


def _mirrored(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


def _drawn_letters(text_page: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    """Each letter and digit as it is compared, with the number that pdfium gives it."""
    from pypdfium2 import raw

    for number in range(min(text_page.count_chars(), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(text_page.raw, number)
        for char in folded(chr(code)):
            yield char, number


def folded(text: str) -> Iterator[str]:
    """The letters and digits of the text as they are compared."""
    for char in unicodedata.normalize("NFKD", text).casefold():
        if char.isalnum():
            yield char


def places_of(page: str, quote: str, place: float) -> list[int]:
    """The places in `page` of the letters of `quote`."""
    starts = list(_occurrences(page, quote))
    if starts:
        start = min(starts, key=lambda start: abs(start - place * len(page)))
        return list(range(start, start + len(quote)))
    matcher = SequenceMatcher(None, page[:_MOST_COMPARED], quote, autojunk=False)
    pieces = [piece for piece in matcher.get_matching_blocks() if piece.size >= min(_PIECE, len(quote))]
    if not quote or sum(piece.size for piece in pieces) < _SHARE * len(quote):
        return []
    return [at for piece in pieces for at in range(piece.a, piece.a + piece.size)]


def _occurrences(page: str, quote: str) -> Iterator[int]:
    start = page.find(quote) if quote else -1
    while start >= 0:
        yield start
        start = page.find(quote, start + 1)


def _box(sheet: Any, text_page: Any, number: int) -> Box | None:  # noqa: ANN401
    """Where the letter is on the page as it is shown, turned and cropped; None for one without an area."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page.raw, number, byref(box)):
        return None
    across, down = c_int(), c_int()
    corners = []
    for x, y in ((box.left, box.bottom), (box.right, box.top)):
        raw.FPDF_PageToDevice(sheet.raw, 0, 0, _GRID, _GRID, 0, x, y, byref(across), byref(down))
        corners.append((across.value / _GRID, down.value / _GRID))
    (x, y), (other_x, other_y) = corners
    found = min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)
    return found if found[2] > found[0] and found[3] > found[1] else None


def joined_boxes(boxes: Sequence[Box]) -> list[Box]:
    """The boxes of letters put together where they stand in one line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _goes_on(lines[-1], box):
            last = lines[-1]
            lines[-1] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
        else:
            lines.append(box)
    return [tuple(round(side, 4) for side in line) for line in lines]  # type: ignore[misc]


def _goes_on(line: Box, box: Box) -> bool:
    height = min(line[3] - line[1], box[3] - box[1])
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return overlap >= _SAME_LINE * height and gap <= _SAME_COLUMN * height
