"""The paths of history and feedback below `/-/`: list, delete one or all, judge an answer, export the judgements."""

from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import BaseModel, Field

from ui.history.feedback import question_file
from ui.markup.conversation_list import conversations_markup

from .article_routes import OwnerOf, SiteOf, TextsOf, markup

_REASON_CHARS = 600
router = APIRouter(prefix="/-")


@router.get("/history")
def conversations(site: SiteOf, texts: TextsOf, owner: OwnerOf) -> HTMLResponse:
    """The list of conversations."""
    read_only = site.settings.read_only
    listed = [] if read_only else site.history.conversations(owner)
    return markup(lambda: conversations_markup(listed, read_only, texts))(texts)


@router.delete("/history")
def delete_all(site: SiteOf, owner: OwnerOf) -> Response:
    """Delete every conversation; on a read-only page each visitor has but his own."""
    if site.settings.read_only:
        return PlainTextResponse("this page is read-only\n", 403)
    site.history.delete_all(owner)
    return Response(status_code=204)


@router.delete("/history/{conversation}")
def delete(site: SiteOf, owner: OwnerOf, conversation: str) -> Response:
    """Delete one conversation."""
    site.history.delete(conversation, owner)
    return Response(status_code=204)


class Judgement(BaseModel):
    """What the page sends of an answer."""

    turn: Annotated[int, Field(ge=1, le=1 << 62)]
    conversation: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
    thumb: Literal[-1, 0, 1]
    reason: Annotated[str, Field(max_length=_REASON_CHARS)] = ""


@router.post("/feedback")
def feedback(site: SiteOf, owner: OwnerOf, told: Judgement) -> Response:
    """Keep a judgement with its turn."""
    reason = told.reason.encode("utf-8", "replace").decode()
    kept = site.history.judge(told.turn, told.conversation, told.thumb, reason, owner)
    return Response(status_code=204 if kept else 404)


class Stopped(BaseModel):
    """What the page sends of a question that is not to be answered."""

    token: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[a-z0-9-]*$")]


@router.post("/stop")
async def stop(site: SiteOf, told: Stopped) -> Response:
    """Take a question back."""
    site.chat.stop(told.token)
    return Response(status_code=204)


@router.get("/feedback.jsonl")
def export(site: SiteOf, owner: OwnerOf) -> Response:
    """The judgements as a question file."""
    if site.settings.read_only:
        return PlainTextResponse("this page is read-only\n", 403)
    headers = {"content-disposition": 'attachment; filename="dzherelo-feedback.jsonl"'}
    return Response(question_file(site.history, owner), media_type="application/x-ndjson", headers=headers)
