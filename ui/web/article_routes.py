"""The page's own paths below `/-/` that read: its script and style, the reader, the lists, what a filter excludes.

Each answers with a piece of markup or a file. The guard has already refused whatever came from elsewhere.
"""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from index.errors import DzhereloError
from index.generation import Filter
from ui.chat.chat import error_notice, filter_days
from ui.history.store import Asked
from ui.markup.article_list import Wanted, articles_markup, filter_note
from ui.markup.article_view import Place, reader_markup
from ui.markup.html import Html, tag
from ui.texts import Texts

from .site import Site

Short = Annotated[str, Query(max_length=200)]
Long = Annotated[str, Query(max_length=20_000)]
_MOST_PAGES = 100_000
router = APIRouter(prefix="/-")


def site_of(request: Request) -> Site:
    """The site that the app serves."""
    site: Site = request.app.state.site
    return site


def texts_of(request: Request, lang: Short = "") -> Texts:
    """The words of the language that the request names."""
    return site_of(request).texts(lang)


def owner_of(request: Request) -> str:
    """Whose history the request is about."""
    return site_of(request).owner(request.cookies)


SiteOf = Annotated[Site, Depends(site_of)]
OwnerOf = Annotated[str, Depends(owner_of)]
TextsOf = Annotated[Texts, Depends(texts_of)]


def markup(make: Callable[[], Html]) -> Callable[[Texts], HTMLResponse]:
    """A response with what `make` gives, or with the notice of an error that the user can do something about."""

    def response(texts: Texts) -> HTMLResponse:
        try:
            return HTMLResponse(make())
        except DzhereloError as error:
            return HTMLResponse(error_notice(error, texts), 400)

    return response


@router.get("/page.js")
def script(texts: TextsOf) -> Response:
    """The page's script with its words in front."""
    told = {**texts.script(), **{key: texts(key) for key in ("title", "busy")}, "language": texts.code}
    words = json.dumps(told, ensure_ascii=True).replace("<", "\\u003c")
    return Response(f"const WORDS = {words};\n{_own('page.js')}", media_type="text/javascript; charset=utf-8")


@router.get("/style.css")
def style() -> Response:
    """The page's style sheet."""
    return Response(_own("style.css"), media_type="text/css; charset=utf-8")


@router.get("/icon.svg")
def icon() -> Response:
    """The drop."""
    return Response(_own("icon.svg"), media_type="image/svg+xml")


@router.get("/reader")
def reader(
    site: SiteOf, texts: TextsOf, article: Long, start: int = 0, end: int = 0, quote: Long = "", whole: bool = False
) -> HTMLResponse:
    """An article, at the quote."""
    place = Place(article, max(0, start), max(0, end), quote, whole)
    return markup(lambda: reader_markup(site.assistant.generation(), place, texts))(texts)


@router.get("/articles")
def articles(
    site: SiteOf, texts: TextsOf, search: Short = "", since: Short = "", until: Short = "", language: Short = "",
    page: int = 1,
) -> HTMLResponse:  # fmt: skip
    """The list of articles with its chart."""

    def shown() -> Html:
        generation = site.assistant.generation()
        wanted = Wanted(_filter(since, until, language), search, min(max(1, page), _MOST_PAGES))
        return articles_markup(generation, site.lengths.of(generation), wanted, texts)

    return markup(shown)(texts)


@router.get("/filter")
def excluded(site: SiteOf, texts: TextsOf, since: Short = "", until: Short = "", language: Short = "") -> HTMLResponse:
    """What a filter excludes, in a sentence."""

    def note() -> Html:
        return tag("span", filter_note(site.assistant.generation(), _filter(since, until, language), texts))

    return markup(note)(texts)


def _filter(since: str, until: str, language: str) -> Filter:
    first, last = filter_days(Asked("", since, until))
    return Filter(first, last, language or None)


def _own(name: str) -> str:
    return files("ui.web").joinpath("static", name).read_text("utf-8")
