"""Read-only routes about articles: the article view, the list, the forms, and the note on what a filter excludes.

Each route returns a piece of markup. The guard has already refused requests from other sites.
"""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from index.errors import DzhereloError
from index.parsing.files import LARGEST
from ui.chat.typed_field import read_typed_filter
from ui.corpus.samples import sample_files
from ui.markup.article_list import Wanted, article_list, filter_note
from ui.markup.article_view import Quoted, article_view
from ui.markup.filter_fields import choices_of
from ui.markup.forms import articles_tab, filters_form
from ui.markup.html import Html, tag, unbroken
from ui.markup.notices import error_notice
from ui.texts import Texts

from .dependencies import Field, Long, Short, SiteOf, TextsOf

_MOST_PAGES = 100_000
router = APIRouter(prefix="/-")


def _response(make: Callable[[], Html], texts: Texts) -> HTMLResponse:
    """A response with the markup of `make`, or with a notice if it raises an error that the user can fix."""
    try:
        return HTMLResponse(make())
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)


@router.get("/article")
def article(
    site: SiteOf, texts: TextsOf, article: Long, start: int = 0, end: int = 0, quote: Long = "", whole: bool = False
) -> HTMLResponse:
    """An article, opened at the quote."""
    quoted = Quoted(article, max(0, start), max(0, end), quote, whole)
    return _response(lambda: article_view(site.assistant.generation(), quoted, texts), texts)


@router.get("/articles")
def articles(
    site: SiteOf,
    texts: TextsOf,
    search: Short = "",
    since: Short = "",
    until: Short = "",
    language: Short = "",
    where: Field = "",
    page: int = 1,
) -> HTMLResponse:
    """A page of the list of articles, with the chart."""

    def listed() -> Html:
        generation = site.assistant.generation()
        wanted = Wanted(read_typed_filter(since, until, language, where), search, min(max(1, page), _MOST_PAGES))
        removable = not site.settings.read_only and bool(sample_files(site.settings.corpus, generation.articles))
        return article_list(generation, site.lengths.of(generation), wanted, texts, removable)

    return _response(listed, texts)


@router.get("/articles-tab")
def tab(site: SiteOf, texts: TextsOf) -> HTMLResponse:
    """The Articles tab before its lists are loaded."""
    formats = () if site.settings.read_only else tuple(LARGEST)
    return _response(lambda: articles_tab(choices_of(site.assistant.generation()), formats, texts), texts)


@router.get("/filters")
def filters(site: SiteOf, texts: TextsOf) -> HTMLResponse:
    """The filters below the question."""
    return _response(lambda: filters_form(choices_of(site.assistant.generation()), texts), texts)


@router.get("/filter")
def excluded(
    site: SiteOf, texts: TextsOf, since: Short = "", until: Short = "", language: Short = "", where: Field = ""
) -> HTMLResponse:
    """A sentence about what a filter excludes."""

    def sentence() -> Html:
        generation, wanted = site.assistant.generation(), read_typed_filter(since, until, language, where)
        generation.check_where(wanted)
        return tag("span", unbroken(filter_note(generation, wanted, texts)))

    return _response(sentence, texts)
