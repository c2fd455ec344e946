"""Where a quote stands in the picture of a scanned page: boxes around the words that were recognised there.

The words are those that the build kept; without them there are no boxes.
"""

from collections.abc import Sequence
from typing import Any

from index.parsing.pdf.page_boxes import Box, folded, joined_boxes, places_of
from index.parsing.pdf.picture_parts import Part, pictures_beside
from index.parsing.pdf.pictures import drawn
from index.parsing.pdf.tesseract import engine_at, tesseract_path
from index.parsing.sandbox.caller import Word
from index.parsing.sandbox.recognised_cache import recall


def recognised_boxes(sheet: Any, quote: str, place: float) -> list[Box]:  # noqa: ANN401 - pypdfium2 has no types
    """Left, top, right and bottom of each line of the quote, as shares of the page; empty where it is not found."""
    engine = engine_at(tesseract_path())
    if not engine:
        return []
    tried: list[Sequence[Part]] = [()]
    if parts := pictures_beside(sheet, sheet.get_textpage()):
        tried.insert(0, parts)
    for each in tried:
        picture = drawn(sheet, each)
        words = recall(picture.digest(engine))
        if words and (boxes := _boxes(words, quote, place, picture.width, picture.height)):
            return boxes
    return []


def _boxes(words: Sequence[Word], quote: str, place: float, width: int, height: int) -> list[Box]:
    letters = [(char, number) for number, word in enumerate(words) for char in folded(word.text)]
    found = places_of("".join(char for char, _ in letters), "".join(folded(quote)), place)
    numbers = dict.fromkeys(letters[at][1] for at in found)
    return joined_boxes([_box(words[number], width, height) for number in numbers])


def _box(word: Word, width: int, height: int) -> Box:
    return (
        word.left / width,
        word.top / height,
        (word.left + word.width) / width,
        (word.top + word.height) / height,
    )
