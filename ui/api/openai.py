"""The OpenAI protocol below `/v1`: chat clients get quotes with numbered sources, or a refusal.

The user's last message is the question, and the user's messages before it are the conversation; all other messages and
settings are ignored. Two extensions are our own: a request may have the conditions of the REST interface, such as
`where`, and `answer` is the whole answer in its form.
"""

import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from index.errors import QuestionError
from qa import Answer
from qa.question import MAX_CHARS, MAX_HISTORY
from ui.asgi.closed_requests import unless_closed

from .openai_errors import NoModelError, answer_with_errors
from .plain_text import paragraphs, texts_for
from .requests import Asking, Conditions
from .responses import AnswerRecord
from .service import Service, ServiceOf

MODEL = "dzherelo"
# No language model runs, so no tokens are used; clients that add up tokens need the numbers.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
_MODEL_RECORD = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
router = APIRouter()


class Part(BaseModel):
    """A part of a message; only text counts."""

    type: str = ""
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The text of the message."""
        parts = self.content or ""
        return (parts if isinstance(parts, str) else " ".join(part.text for part in parts)).strip()


class StreamOptions(BaseModel):
    """What a stream should contain besides the answer."""

    include_usage: bool = False


class ChatRequest(Conditions):
    """The body of a chat request; settings of language models are accepted and ignored."""

    model: str = MODEL
    messages: Annotated[list[Message], Field(min_length=1, max_length=1000)]
    stream: bool = False
    stream_options: StreamOptions | None = None

    @property
    def with_usage(self) -> bool:
        """Whether a stream should end with the used tokens."""
        return self.stream_options is not None and self.stream_options.include_usage


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer to send to the client, whole or in chunks."""

    answer: Answer
    texts: tuple[str, ...]
    id: str
    created: int

    @classmethod
    def of(cls, answer: Answer) -> "Completion":
        """The completion for this answer, in the language of its question."""
        parts = tuple(paragraphs(answer, texts_for(answer.question)))
        return cls(answer, parts, f"chatcmpl-{secrets.token_hex(12)}", int(time.time()))

    def whole(self) -> dict[str, Any]:
        """The completion as one object; a refusal is in `content` for chat clients and in `refusal` for programs."""
        text = "\n\n".join(self.texts)
        message = {"role": "assistant", "content": text, "refusal": text if self._is_refusal else None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._envelope("chat.completion", [choice]) | {"usage": _USAGE, "answer": self._record}

    def events(self, with_usage: bool = False) -> Iterator[str]:
        """The completion as server-sent events, one per paragraph; the one that says "stop" has the whole answer.

        With `with_usage` another event follows, without choices, which has the used tokens.
        """
        yield self._event({"role": "assistant", "content": ""})
        for place, text in enumerate(self.texts):
            words = f"\n\n{text}" if place else text
            yield self._event({"content": words} | ({"refusal": words} if self._is_refusal else {}))
        yield self._event({}, "stop", answer=self._record)
        if with_usage:
            yield self._sent([], usage=_USAGE)
        yield "data: [DONE]\n\n"

    @property
    def _is_refusal(self) -> bool:
        return self.answer.status == "no_answer"

    @property
    def _record(self) -> dict[str, Any]:
        return AnswerRecord.model_validate(self.answer).model_dump(mode="json")

    def _event(self, delta: dict[str, str], reason: str | None = None, **more: Any) -> str:  # noqa: ANN401
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return self._sent([choice], **more)

    def _sent(self, choices: Sequence[object], **more: Any) -> str:  # noqa: ANN401
        chunk = self._envelope("chat.completion.chunk", choices) | more
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    def _envelope(self, kind: str, choices: Sequence[object]) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "choices": choices}


def openai_app(service: Service) -> FastAPI:
    """The interface as an app, to be mounted at `/v1`."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.service = service
    app.include_router(router)
    answer_with_errors(app)
    return app


@router.get("/models")
def models() -> dict[str, Any]:
    """The only model."""
    return {"object": "list", "data": [_MODEL_RECORD]}


@router.get("/models/{name}")
def model(name: str) -> dict[str, Any]:
    """The model, by its name."""
    _check_model(name)
    return _MODEL_RECORD


@router.post("/chat/completions")
async def complete(service: ServiceOf, request: Request, body: ChatRequest) -> Response:
    """Answer the user's last message."""
    _check_model(body.model)
    completion = Completion.of(await unless_closed(request, service.ask(asking_of(body.messages, body.conditions()))))
    if body.stream:
        return StreamingResponse(completion.events(body.with_usage), media_type="text/event-stream")
    return JSONResponse(completion.whole())


def asking_of(messages: Sequence[Message], conditions: Mapping[str, Any]) -> Asking:
    """The question with its conversation and conditions; QuestionError if the user's messages contain no question."""
    sent = [message.text for message in messages if message.role == "user"]
    if not sent:
        raise QuestionError("there is no message with the role user", 'Add one: {"role": "user", "content": "…"}')
    earlier = [text for text in sent[:-1] if _can_be_asked(text)]
    if not 0 < len(sent[-1]) <= MAX_CHARS:
        raise QuestionError(
            f"the last message has {len(sent[-1]):,} characters; a question may have 1 to {MAX_CHARS:,}",
            "Ask in a sentence or two",
        )
    return Asking(question=sent[-1], history=earlier[-MAX_HISTORY:], **conditions)


def _can_be_asked(text: str) -> bool:
    return len(text) <= MAX_CHARS and any(map(str.isalnum, text))


def _check_model(name: str) -> None:
    if name != MODEL:
        raise NoModelError(f"There is no model {name[:80]!r}, only {MODEL!r}.")
