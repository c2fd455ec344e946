"""The routes of history and feedback: list, delete one or all, undo, rate an answer, export the ratings."""

from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from index.errors import DzhereloError
from ui.history.feedback import question_file
from ui.markup.conversation_export import MEDIA_TYPES, Form, export
from ui.markup.conversations import conversation_list, history_tab
from ui.markup.html import note
from ui.markup.notices import error_notice
from ui.texts import Texts

from .dependencies import WRITABLE, OwnerOf, Short, SiteOf, TextsOf, Typed

_REASON_CHARS = 600
router = APIRouter(prefix="/-")


@router.get("/history-tab")
def tab(site: SiteOf, texts: TextsOf) -> HTMLResponse:
    """The History tab before its list is loaded."""
    return HTMLResponse(note(texts("history_off")) if site.settings.read_only else history_tab(texts))


@router.get("/history")
def conversations(site: SiteOf, texts: TextsOf, owner: OwnerOf, search: Short = "") -> HTMLResponse:
    """The list of conversations, those that hold the words of a search."""
    if site.settings.read_only:
        return HTMLResponse(note(texts("history_off")))
    try:
        listed = site.history.conversations(owner, search)
        return HTMLResponse(conversation_list(listed, texts, site.settings.root_path, bool(search.strip())))
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)


@router.delete("/history", dependencies=[WRITABLE])
def delete_all(site: SiteOf, owner: OwnerOf) -> Response:
    """Delete all conversations of the owner."""
    site.history.delete_all(owner)
    return Response(status_code=204)


@router.delete("/history/{conversation}", dependencies=[WRITABLE])
def delete(site: SiteOf, owner: OwnerOf, conversation: str) -> Response:
    """Delete one conversation."""
    site.history.delete(conversation, owner)
    return Response(status_code=204)


@router.post("/history/undo", dependencies=[WRITABLE])
def undo(site: SiteOf, texts: TextsOf, owner: OwnerOf) -> Response:
    """Restore what the owner deleted in the last ten seconds; 410 if it is too late."""
    return Response(status_code=204) if site.history.undo(owner) else _refused("too_late", texts, 410)


@router.get("/conversation.{form}")
def exported(site: SiteOf, texts: TextsOf, owner: OwnerOf, form: Form, c: Short) -> Response:
    """A whole conversation as a document or as references; 404 if its owner has no such conversation."""
    turns = site.chat.turns(c, owner)
    if not turns:
        return Response(texts("conversation_missing"), 404, media_type="text/plain; charset=utf-8")
    cited = {citation.article_id for turn in turns for citation in turn.answer.citations}
    content = export(turns, form, site.files_of(cited), texts)
    headers = {"content-disposition": f'attachment; filename="dzherelo-{turns[0].asked_at:%Y-%m-%d}.{form}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


class Rating(BaseModel):
    """The body of a rating: the turn of a conversation, a thumb, and a reason for a thumb down."""

    turn: Annotated[int, Field(ge=1, le=1 << 62)]
    conversation: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
    thumb: Literal[-1, 0, 1]
    reason: Annotated[Typed, Field(max_length=_REASON_CHARS)] = ""


@router.post("/feedback")
def feedback(site: SiteOf, texts: TextsOf, owner: OwnerOf, rating: Rating) -> Response:
    """Store a rating with its turn; on a read-only page both are kept only in memory."""
    kept = site.history.rate(rating.turn, rating.conversation, rating.thumb, rating.reason, owner)
    return Response(status_code=204) if kept else _refused("conversation_missing", texts, 404)


def _refused(key: str, texts: Texts, status: int) -> Response:
    return JSONResponse({"error": texts(key)}, status)


@router.get("/feedback.jsonl", dependencies=[WRITABLE])
def ratings(site: SiteOf, owner: OwnerOf) -> Response:
    """The ratings as a question file; refused on a read-only page."""
    headers = {"content-disposition": 'attachment; filename="dzherelo-feedback.jsonl"'}
    return Response(question_file(site.history, owner), media_type="application/x-ndjson", headers=headers)
