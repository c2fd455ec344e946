"""The routes that list every mention of a name, a topic or a date, as markup or as a table."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from index.errors import DzhereloError
from qa.topic_search import Topic, search_topic
from ui.chat.typed_field import read_typed_filter
from ui.history.records import Asked
from ui.markup.mentions import STORIES_SHOWN, mentions_markup
from ui.markup.notices import error_notice
from ui.texts.mentions_table import mentions_csv

from .dependencies import Field, Short, SiteOf, TextsOf
from .site import Site

_MOST_SHOWN = 10_000
router = APIRouter(prefix="/-")


def _asked(term: Short, since: Short = "", until: Short = "", language: Short = "", where: Field = "") -> Asked:
    return Asked(term, since, until, language, where)


AskedTerm = Annotated[Asked, Depends(_asked)]


def _topic(site: Site, asked: Asked, without_time: bool) -> Topic:
    wanted = read_typed_filter(asked.since, asked.until, asked.language, asked.where)
    return search_topic(site.assistant.generation(), asked.question, wanted, without_time=without_time)


@router.get("/mentions")
def mentions(
    site: SiteOf, texts: TextsOf, asked: AskedTerm, without_time: bool = False, shown: int = STORIES_SHOWN
) -> HTMLResponse:
    """Every mention of the term, newest first, with the totals."""
    most = min(max(1, shown), _MOST_SHOWN)
    try:
        topic = _topic(site, asked, without_time)
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)
    return HTMLResponse(mentions_markup(topic, asked, most, texts, site.settings.root_path, without_time))


@router.get("/mentions.csv")
def table(site: SiteOf, texts: TextsOf, asked: AskedTerm, without_time: bool = False) -> Response:
    """All mentions of the term as a table, one line per passage."""
    try:
        found = _topic(site, asked, without_time).found
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)
    headers = {"content-disposition": 'attachment; filename="dzherelo-mentions.csv"'}
    return Response("\ufeff" + mentions_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
