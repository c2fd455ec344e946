"""The routes that check a draft and return receipts."""

from contextlib import suppress
from functools import partial
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.requests import ClientDisconnect

from index.errors import CorpusError, DzhereloError, QuestionError
from index.parsing.files import LARGEST
from qa import Answer
from qa.receipts import Receipt, receipt
from qa.verification import DraftCheck, check_draft
from ui.asgi.closed_requests import unless_closed
from ui.chat.queue import QueueFull
from ui.corpus.draft_file import read_sent_draft
from ui.markup.draft_check import draft_check, draft_form
from ui.markup.notices import error_notice, notice
from ui.markup.receipts import annotation, copied

from .dependencies import Long, OwnerOf, Short, SiteOf, TextsOf
from .site import Site

Form = Literal["text", "markdown", "bibtex", "json"]
router = APIRouter(prefix="/-")


@router.get("/draft-form")
def form(texts: TextsOf) -> HTMLResponse:
    """The form for pasting or choosing a draft."""
    return HTMLResponse(draft_form(",".join(LARGEST), texts))


@router.put("/draft/{name}")
async def verify(site: SiteOf, texts: TextsOf, name: str, request: Request) -> Response:
    """The checked quotations of the sent draft, which is not stored."""
    try:
        content = await request.body()
        checked = await unless_closed(request, site.chat.queue.run(partial(_checked, site, name, content)))
    except ClientDisconnect:
        return Response(status_code=400)  # the client is gone
    except QueueFull:
        return HTMLResponse(notice(texts("busy")), 503)
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts, "draft_failed"), 400)
    return HTMLResponse(draft_check(checked, texts))


def _checked(site: Site, name: str, content: bytes) -> DraftCheck:
    if not content.strip():
        raise CorpusError("the draft is empty", "Paste a text, or choose a file that has one")
    return check_draft(site.assistant.generation(), read_sent_draft(name, content))


@router.get("/receipt")
def one_receipt(site: SiteOf, texts: TextsOf, article: Long, start: int, end: int) -> Response:
    """The receipt of a place in an article, as an annotation; 404 if there is no such place."""
    found = site.assistant.generation().find(article)
    with suppress(QuestionError):
        if found:
            return JSONResponse(annotation(receipt(found, start, end)))
    return JSONResponse({"error": texts("article_changed")}, 404)


@router.get("/copied")
def copied_answer(site: SiteOf, texts: TextsOf, owner: OwnerOf, c: Short, turn: int, form: Form) -> Response:
    """An answer of a conversation for the clipboard, with its receipts; 404 if there is no such answer."""
    asked = next((each for each in site.chat.turns(c, owner) if each.id == turn), None)
    if asked is None:
        return PlainTextResponse(texts("conversation_missing"), 404)
    return PlainTextResponse(copied(asked.answer, _receipts(site, asked.answer), form, texts))


def _receipts(site: Site, answer: Answer) -> dict[int, Receipt]:
    """The receipts of the citations that are unchanged in their articles."""
    found = {}
    for citation in answer.citations:
        with suppress(QuestionError):
            given = site.assistant.receipt(citation)
            if given.text == citation.answer_text:
                found[citation.number] = given
    return found
