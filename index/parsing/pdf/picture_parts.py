"""Pictures that stand among the text of a PDF page: where they are, and whether they look like pictures of text.

A screenshot or a photographed table holds words that the page does not; a picture behind the text holds none.
"""

from collections.abc import Sequence
from ctypes import byref, c_int
from typing import Any

Part = tuple[float, float, float, float]
"""Left, bottom, right and top in points, as the page states them."""

_MOST_PICTURES, _NEAR = 400, 2.0
# A smaller one is a logo or a bullet, a larger one the page itself.
_LEAST_SHARE, _MOST_SHARE, _LEAST_HEIGHT = 0.02, 0.8, 18.0
# A picture under so many letters of the page is its background, or has a layer of recognised text.
_LETTERS_OVER = 20
_DPI, _POINTS_AN_INCH, _MOST_PIXELS = 100, 72, 2_000_000
# Lines of print: rows with sharp edges between rows with almost none, and this much paper in all.
_SHARP, _INKED, _BLANK, _LEAST_LINES, _MOST_INK = 60, 0.03, 0.008, 3, 0.3


def pictures_beside(page: Any, text_page: Any) -> list[Part]:  # noqa: ANN401 - pypdfium2 has no types
    """The pictures on the page that stand beside its text; those that touch are one."""
    width, height = page.get_size()
    parts = []
    for part in _joined(pictures_of(page)):
        share = (part[2] - part[0]) * (part[3] - part[1]) / (width * height or 1.0)
        if _LEAST_SHARE <= share < _MOST_SHARE and part[3] - part[1] >= _LEAST_HEIGHT:
            over = text_page.get_text_bounded(*part)
            if sum(map(str.isalnum, over)) < _LETTERS_OVER:
                parts.append(part)
    return parts


def pictures_of(page: Any) -> list[Part]:  # noqa: ANN401
    """The pictures that the page shows, as far as they lie on its sheet."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    found: list[Part] = []
    for number, picture in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if number == _MOST_PICTURES:
            break
        west, south, east, north = picture.get_bounds()
        part = max(west, left), max(south, bottom), min(east, right), min(north, top)
        if part[0] < part[2] and part[1] < part[3]:
            found.append(part)
    return found


def _joined(parts: Sequence[Part]) -> list[Part]:
    """The parts, those that touch as one: programs cut a picture into strips."""
    joined: list[Part] = []
    for part in parts:
        while touched := next((each for each in joined if _touch(each, part)), None):
            joined.remove(touched)
            part = (*map(min, touched[:2], part[:2]), *map(max, touched[2:], part[2:]))  # type: ignore[assignment]
        joined.append(part)
    return joined


def _touch(one: Part, other: Part) -> bool:
    return (
        one[0] <= other[2] + _NEAR
        and other[0] <= one[2] + _NEAR
        and one[1] <= other[3] + _NEAR
        and other[1] <= one[3] + _NEAR
    )


def shows_lines(page: Any, part: Part) -> bool:  # noqa: ANN401
    """Whether the picture looks like lines of print: sharp edges in rows with paper between them."""
    from PIL import ImageChops

    whole = grey_picture(page, _DPI / _POINTS_AN_INCH, _MOST_PIXELS)
    picture = whole.crop(on_paper(page, part, whole.width, whole.height))
    if min(picture.size) < 2:
        return False
    edges = ImageChops.difference(picture, ImageChops.offset(picture, 1, 0)).point(lambda step: 255 * (step > _SHARP))
    rows = [value / 255 for value in edges.reduce((picture.width, 1)).tobytes()]
    lines, inked = 0, False
    for share in rows:
        lines += share >= _INKED and not inked
        inked = share > _BLANK if inked else share >= _INKED
    return lines >= _LEAST_LINES and sum(rows) < _MOST_INK * len(rows)


def grey_picture(page: Any, scale: float, most_pixels: int) -> Any:  # noqa: ANN401
    """The page as a grey picture of Pillow's, at that scale or, if it would have more pixels, at a smaller one."""
    width, height = page.get_size()
    scale = min(scale, (most_pixels / (width * height or 1.0)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")


def on_paper(page: Any, part: Part, width: int, height: int) -> tuple[int, int, int, int]:  # noqa: ANN401
    """Left, top, right and bottom of the part on the page drawn so many pixels wide and high."""
    from pypdfium2 import raw

    across, down = c_int(), c_int()
    corners = []
    for x, y in (part[:2], part[2:]):
        raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, byref(across), byref(down))
        corners.append((min(max(across.value, 0), width), min(max(down.value, 0), height)))
    (x, y), (other_x, other_y) = corners
    return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)
