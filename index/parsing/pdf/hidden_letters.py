"""Letters of a PDF page that nobody can see: drawn without ink, in the colour of the paper, or too small to read.

A quote must be there to be seen. Invisible letters over a picture are the recognised text of that picture.
"""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_uint, c_void_p, cast
from dataclasses import dataclass, field
from math import hypot
from statistics import median
from typing import Any

from index.parsing.pdf.picture_parts import Part, grey_picture, on_paper, pictures_of

_LEAST_SIZE, _LEAST_OF_USUAL = 2.5, 0.25
# Paler ink is looked at where it is drawn: white letters are seen on a dark cell.
_PALE, _FAINT, _LEAST_CONTRAST = 225, 25, 20
_SCALE, _MOST_PIXELS = 2.0, 4_000_000


@dataclass(slots=True)
class _Drawn:
    """Letters that are drawn as one: how, in which size, and where each stands."""

    invisible: bool
    pale: bool
    size: float
    places: list[int] = field(default_factory=list)
    boxes: list[Part] = field(default_factory=list)

    def box(self) -> Part:
        left, bottom, right, top = zip(*self.boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)


def hidden_letters(page: Any, text_page: Any, most: int) -> set[int]:  # noqa: ANN401 - pypdfium2 has no types
    """The places of the letters, among the first `most`, that the page does not show."""
    every = [drawn for drawn in _drawn(text_page, most) if drawn.boxes]
    invisible = [drawn for drawn in every if drawn.invisible]
    pictures = pictures_of(page) if invisible else []
    if not every or (len(invisible) == len(every) and pictures):
        return set()
    usual = median(drawn.size for drawn in every for _ in drawn.places)
    hidden = [drawn for drawn in every if drawn.size < min(_LEAST_SIZE, _LEAST_OF_USUAL * usual)]
    hidden += [drawn for drawn in invisible if not any(_is_over(drawn.box(), each) for each in pictures)]
    if pale := [drawn for drawn in every if drawn.pale and not drawn.invisible]:
        hidden += _without_contrast(page, pale)
    return {place for drawn in hidden for place in drawn.places}


def _drawn(text_page: Any, most: int) -> Iterator[_Drawn]:  # noqa: ANN401
    from pypdfium2 import raw

    last, drawn = None, None
    matrix = raw.FS_MATRIX()
    sides = [c_double() for _ in range(4)]
    for place in range(min(text_page.count_chars(), most)):
        thing = raw.FPDFText_GetTextObject(text_page.raw, place)
        if not thing:
            continue
        if drawn is None or cast(thing, c_void_p).value != last:
            if drawn:
                yield drawn
            last = cast(thing, c_void_p).value
            raw.FPDFText_GetMatrix(text_page.raw, place, byref(matrix))
            size = raw.FPDFText_GetFontSize(text_page.raw, place) * hypot(matrix.c, matrix.d)
            mode = raw.FPDFTextObj_GetTextRenderMode(thing)
            drawn = _Drawn(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE, _is_pale(thing, mode), size or 1.0)
        drawn.places.append(place)
        left, right, bottom, top = sides
        if raw.FPDFText_GetCharBox(text_page.raw, place, *map(byref, sides)) and right.value > left.value:
            drawn.boxes.append((left.value, bottom.value, right.value, top.value))
    if drawn:
        yield drawn


def _is_pale(thing: Any, mode: int) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    red, green, blue, alpha = (c_uint() for _ in range(4))
    if mode not in (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP):
        return False
    known = raw.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha))
    return bool(known) and (min(red.value, green.value, blue.value) >= _PALE or alpha.value <= _FAINT)


def _without_contrast(page: Any, pale: Sequence[_Drawn]) -> list[_Drawn]:  # noqa: ANN401
    """Those that leave no trace where they are drawn."""
    picture = grey_picture(page, _SCALE, _MOST_PIXELS)
    found = []
    for drawn in pale:
        box = on_paper(page, drawn.box(), picture.width, picture.height)
        if box[0] < box[2] and box[1] < box[3]:
            darkest, lightest = picture.crop(box).getextrema()
            if lightest - darkest < _LEAST_CONTRAST:
                found.append(drawn)
    return found


def _is_over(box: Part, picture: Part) -> bool:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return picture[0] <= across <= picture[2] and picture[1] <= up <= picture[3]
