"""The pages of PDF articles: a figure with the quote in boxes, and its picture.

Where there is no picture, the answer is 404 with a note that says why, and the page's script leaves the text alone.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from index.errors import DzhereloError
from index.parsing.pdf.page_picture import Wanted
from index.records import Article
from qa import Assistant
from ui.corpus.page_pictures import NoPictureError
from ui.markup.html import NOTHING, note
from ui.markup.notices import error_notice
from ui.markup.sheet import Sheet, sheet_figure

from .dependencies import Long, SiteOf, TextsOf

_MOST_PAGES = 10_000
_FOREVER = "private, max-age=31536000, immutable"  # the version in the address tells one state of a file from another
Page = Annotated[int, Query(ge=1, le=_MOST_PAGES)]
router = APIRouter(prefix="/-")


@router.get("/page")
def page(site: SiteOf, texts: TextsOf, article: Long, page: Page, start: int = 0, end: int = 0) -> HTMLResponse:
    """The figure of a page, the part of `text[start:end]` that stands on it in boxes."""
    try:
        found = _article(site.assistant, article)
        picture, version = site.pictures.of(article, _wanted(found, page, start, end))
    except NoPictureError as none:
        return HTMLResponse(note(texts(none.key)) if none.key else NOTHING, 404)
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)
    pages = len(found.page_starts)
    sheet = Sheet(article, page, pages, picture.width, picture.height, picture.boxes, version)
    return HTMLResponse(sheet_figure(sheet, texts, site.settings.root_path))


@router.get("/page-picture")
def picture(site: SiteOf, article: Long, page: Page, width: Literal["900", "1800"], version: Long) -> Response:
    """The picture of a page, in one of two widths; 404 if the file is another one by now."""
    try:
        drawn, now = site.pictures.of(article, Wanted(page, int(width)))
    except (NoPictureError, DzhereloError):
        return Response(status_code=404)
    if version != now:
        return Response(status_code=404)
    return Response(drawn.picture, media_type="image/webp", headers={"cache-control": _FOREVER})


def _article(assistant: Assistant, article_id: str) -> Article:
    article = assistant.generation().find(article_id)
    if article is None:
        raise NoPictureError
    return article


def _wanted(article: Article, page: int, start: int, end: int) -> Wanted:
    """The page with the part of the quote that stands on it, and about where."""
    starts = (*article.page_starts, len(article.text))
    if page >= len(starts):
        raise NoPictureError
    first, last = starts[page - 1], starts[page]
    begin, stop = max(start, first), min(end, last)
    if begin >= stop:
        return Wanted(page)
    return Wanted(page, quote=article.text[begin:stop], place=(begin - first) / (last - first))
