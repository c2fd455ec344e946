"""The routes for asking and for opening a conversation: a question is one JSON request, its turn the response.

If the client closes the request, the question is cancelled.
"""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from index.errors import DzhereloError
from ui.asgi.closed_requests import unless_closed
from ui.chat.chat import Place
from ui.chat.question_check import QuestionProblem
from ui.chat.queue import QueueFull
from ui.history.records import Asked
from ui.history.store import is_conversation, new_conversation
from ui.markup.answers import turn_markup
from ui.markup.conversations import conversation_markup, turns_markup
from ui.markup.html import Html
from ui.markup.notices import error_notice, notice, warning
from ui.texts import Texts

from .dependencies import LONGEST_FIELD, OwnerOf, Short, SiteOf, TextsOf, Typed

_SECONDS_TO_RETRY = "3"
router = APIRouter(prefix="/-")


class QuestionBody(BaseModel):
    """The body of a question: its filter, its conversation (empty begins one), the turn that it replaces (0: none)."""

    model_config = ConfigDict(strict=True)

    question: Typed
    since: Annotated[Typed, Field(max_length=64)] = ""
    until: Annotated[Typed, Field(max_length=64)] = ""
    language: Annotated[Typed, Field(max_length=64)] = ""
    where: Annotated[Typed, Field(max_length=LONGEST_FIELD)] = ""
    conversation: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""
    instead_of: Annotated[int, Field(ge=0, le=1 << 62)] = 0
    alone: bool = False
    as_typed: bool = False
    without_time: bool = False

    def asked(self) -> Asked:
        """The question with its filter."""
        filters = (self.since, self.until, self.language, self.where)
        return Asked(self.question.strip(), *(each.strip() for each in filters))

    def place(self) -> Place:
        """The question's place in the conversation."""
        conversation = self.conversation or new_conversation()
        return Place(conversation, self.instead_of or None, self.alone, self.as_typed, self.without_time)


@router.post("/ask")
async def ask(site: SiteOf, texts: TextsOf, owner: OwnerOf, request: Request, body: QuestionBody) -> Response:
    """The turn with the answer; 422 for an invalid question, 503 immediately if the queue is full."""
    try:
        turn = await unless_closed(request, site.chat.ask(body.asked(), body.place(), owner))
    except QuestionProblem as problem:
        sentence = texts(problem.key, problem.count, most=texts.number(problem.most))
        return _failure(422, sentence, notice(sentence))
    except QueueFull:
        response = _failure(503, texts("busy"), notice(texts("busy")))
        response.headers["retry-after"] = _SECONDS_TO_RETRY
        return response
    except DzhereloError as error:
        return _failure(400, str(error), error_notice(error, texts))
    except ClientDisconnect:
        return Response(status_code=400)  # the client is gone, and nothing was stored
    markup = turn_markup(turn, texts, partial(site.indexed, texts))
    return JSONResponse({"conversation": turn.conversation, "turn": turn.id, "markup": markup})


def _failure(status: int, error: str, shown: Html) -> JSONResponse:
    """An error, as text for programs and as a notice for the page."""
    return JSONResponse({"error": error, "notice": shown}, status)


@router.get("/conversation")
def conversation(site: SiteOf, texts: TextsOf, owner: OwnerOf, c: Short = "") -> HTMLResponse:
    """The conversation with that id so far, or the empty page."""
    try:
        turns = site.chat.turns(c, owner) if is_conversation(c) else []
        shown = turns_markup(turns, texts, partial(site.indexed, texts)) or (*_missing(c, texts), site.welcome(texts))
    except DzhereloError as error:
        return HTMLResponse(conversation_markup("", error_notice(error, texts)), 400)
    return HTMLResponse(conversation_markup(c if turns else "", *shown))


def _missing(conversation: str, texts: Texts) -> tuple[Html, ...]:
    """The notice that the requested conversation does not exist."""
    return (warning(texts("conversation_missing")),) if conversation else ()
