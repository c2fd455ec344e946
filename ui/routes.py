"""The page's own paths below `/-/`: the reader, the lists, what the filter excludes, feedback, and the script's words.

Each answers with a piece of markup or with JSON. The guard has already refused whatever came from elsewhere.
"""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from index.errors import DzhereloError
from index.generation import Filter

from .articles import Wanted, articles_markup, filter_note
from .conversations import conversations_markup
from .escape import Html, tag
from .feedback import question_file
from .reader import Place, reader_markup
from .site import Site
from .chat import filter_days
from .history import Asked
from .texts import Texts

Short = Annotated[str, Query(max_length=200)]
Long = Annotated[str, Query(max_length=20_000)]
_REASON_CHARS = 600


def reading_routes(site: Site) -> APIRouter:
    """The paths that only read."""
    router = APIRouter(prefix="/-")

    @router.get("/page.js")
    def script(lang: Short = "") -> Response:
        words = {**site.texts(lang).script(), "language": site.texts(lang).code}
        source = files("ui").joinpath("page.js").read_text("utf-8")
        safe = json.dumps(words, ensure_ascii=True).replace("<", "\\u003c")
        return Response(f"const WORDS = {safe};\n{source}", media_type="text/javascript; charset=utf-8")

    @router.get("/icon.svg")
    def icon() -> Response:
        return Response(files("ui").joinpath("icon.svg").read_text("utf-8"), media_type="image/svg+xml")

    @router.get("/reader")
    def reader(
        article: Long, start: int = 0, end: int = 0, quote: Long = "", whole: bool = False, lang: Short = ""
    ) -> HTMLResponse:
        place = Place(article, max(0, start), max(0, end), quote, whole)
        return _markup(lambda texts: reader_markup(site.assistant.generation(), place, texts), site.texts(lang))

    @router.get("/articles")
    def articles(
        search: Short = "", since: Short = "", until: Short = "", language: Short = "", page: int = 1, lang: Short = ""
    ) -> HTMLResponse:
        def shown(texts: Texts) -> Html:
            generation = site.assistant.generation()
            first, last = filter_days(Asked("", since, until))
            wanted = Wanted(search, Filter(first, last, language or None), min(max(1, page), 100_000))
            return articles_markup(generation, site.lengths.of(generation), wanted, texts)

        return _markup(shown, site.texts(lang))

    @router.get("/filter")
    def excluded(since: Short = "", until: Short = "", language: Short = "", lang: Short = "") -> HTMLResponse:
        def note(texts: Texts) -> Html:
            first, last = filter_days(Asked("", since, until))
            wanted = Filter(first, last, language or None)
            return tag("span", filter_note(site.assistant.generation(), wanted, texts))

        return _markup(note, site.texts(lang))

    return router


def history_routes(site: Site) -> APIRouter:
    """The paths of history and feedback."""
    router = APIRouter(prefix="/-")

    @router.get("/history")
    def conversations(lang: Short = "") -> HTMLResponse:
        listed = [] if site.settings.read_only else site.history.conversations()
        return _markup(lambda texts: conversations_markup(listed, site.settings.read_only, texts), site.texts(lang))

    @router.delete("/history")
    def delete_all() -> Response:
        if not site.settings.read_only:
            site.history.delete_all()
        return Response(status_code=204)

    @router.delete("/history/{conversation}")
    def delete(conversation: str) -> Response:
        site.history.delete(conversation)
        return Response(status_code=204)

    @router.post("/feedback")
    async def feedback(request: Request) -> Response:
        try:
            told = json.loads(await request.body())
            turn, conversation = int(told["turn"]), str(told["conversation"])
            thumb, reason = int(told["thumb"]), str(told.get("reason", ""))[:_REASON_CHARS]
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "no feedback in this request"}, 400)
        kept = thumb in (-1, 0, 1) and site.history.judge(turn, conversation, thumb, reason)
        return Response(status_code=204 if kept else 404)

    @router.get("/feedback.jsonl")
    def export() -> Response:
        if site.settings.read_only:
            return PlainTextResponse("", 404)
        headers = {"content-disposition": 'attachment; filename="dzherelo-feedback.jsonl"'}
        return Response(question_file(site.history), media_type="application/x-ndjson", headers=headers)

    return router


def _markup(make: Callable[[Texts], Html], texts: Texts) -> HTMLResponse:
    """The markup, or the notice of an error that the user can do something about."""
    try:
        return HTMLResponse(make(texts))
    except DzhereloError as error:
        detail = tag("p", str(error), lang="en", class_="detail")
        notice = tag("div", tag("p", texts("error")), detail, class_="warning", role="alert")
        return HTMLResponse(notice, 400)
