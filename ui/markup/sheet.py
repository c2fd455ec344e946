"""A page of a PDF as a picture, with the quote in boxes and controls for paging and zooming."""

from dataclasses import dataclass
from urllib.parse import urlencode

from index.parsing.pdf.page_picture import Box
from ui.texts import Texts

from .html import Html, button, tag, void

PATH = "/-/page-picture"
WIDTHS = (900, 1800)
"""The widths in pixels that pictures are drawn in; the browser takes the one that suits its screen."""
_SHOWN_WIDTH = 620


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of an article: its number and the number of pages, its size in points, the boxes of the quote.

    `version` tells one state of the file from another.
    """

    article: str
    page: int
    pages: int
    width: float
    height: float
    boxes: tuple[Box, ...]
    version: str


def sheet_figure(sheet: Sheet, texts: Texts, root: str = "") -> Html:
    """The figure, its picture loaded from below the `root` path."""
    style = f"aspect-ratio: {sheet.width:.2f} / {sheet.height:.2f}"
    paper = tag("div", _picture(sheet, texts, root), *map(_box, sheet.boxes), class_="paper", style=style)
    label = texts("sheet_of", number=sheet.page, pages=sheet.pages)
    scroller = tag("div", paper, class_="scroll", tabindex=0, role="group", aria_label=label)
    return tag("figure", _tools(sheet, texts), scroller, class_="sheet", data_page=sheet.page)


def _tools(sheet: Sheet, texts: Texts) -> Html:
    return tag(
        "div",
        _turning("←", sheet.page - 1, texts("sheet_back"), sheet),
        tag("span", texts("page_of", number=sheet.page, pages=sheet.pages), class_="count"),
        _turning("→", sheet.page + 1, texts("sheet_on"), sheet),
        _zooming("−", -1, texts("zoom_out")),
        _zooming("+", 1, texts("zoom_in")),
        class_="tools",
    )


def _turning(sign: str, page: int, label: str, sheet: Sheet) -> Html:
    disabled = not 1 <= page <= sheet.pages
    return button("turn-page", sign, data_page=page, aria_label=label, title=label, disabled=disabled)


def _zooming(sign: str, by: int, label: str) -> Html:
    return button("zoom", sign, data_by=by, aria_label=label, title=label, disabled=by < 0)


def _picture(sheet: Sheet, texts: Texts, root: str) -> Html:
    first, *_ = addresses = [_address(sheet, width, root) for width in WIDTHS]
    widths = ", ".join(f"{address} {width}w" for address, width in zip(addresses, WIDTHS, strict=True))
    alt = texts("sheet_alt", number=sheet.page)
    return void("img", src=first, srcset=widths, sizes=f"{_SHOWN_WIDTH}px", alt=alt)


def _address(sheet: Sheet, width: int, root: str) -> str:
    query = {"article": sheet.article, "page": sheet.page, "width": width, "version": sheet.version}
    return f"{root}{PATH}?{urlencode(query)}"


def _box(box: Box) -> Html:
    left, top, right, bottom = (100 * side for side in box)
    place = f"left: {left:.2f}%; top: {top:.2f}%; width: {right - left:.2f}%; height: {bottom - top:.2f}%"
    return tag("span", class_="box", style=place)
