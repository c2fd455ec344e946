"""The door of the line: who asks while it is full is told so at once, before Gradio hears of the question.

Through Gradio the same would take an event, a stream and a turn in its queue: seconds, just when many ask.
"""

import json
from collections import deque
from collections.abc import Mapping, MutableMapping
from typing import Any

from ui.chat.queue import Busy, Line, Ticket
from ui.texts import Texts

from .guard import App, Message, Receive, Send

JOIN = "gradio_api/queue/join"
_TICKET = "dzherelo.ticket"
_SECONDS_TO_RETRY = b"3"


def add_door(app: App, line: Line, pages: Mapping[str, Texts]) -> App:
    """The app, in which a question to one of these pages has a ticket, or is refused in the page's language."""
    joins = {path + JOIN: texts for path, texts in pages.items()}

    async def entering(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        texts = joins.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if texts is None:
            return await app(scope, receive, send)
        sent = await _all_of(receive)
        if not _is_question(sent):
            return await app(scope, _again(sent, receive), send)
        try:
            ticket = line.ticket()
        except Busy:
            return await _tell_busy(send, texts)
        joining = _Joining(send)
        try:
            await app({**scope, _TICKET: ticket}, _again(sent, receive), joining)
        finally:
            if not joining.joined:
                line.give_back(ticket)

    return entering


def ticket_of(scope: Mapping[str, Any]) -> Ticket | None:
    """The ticket of the request that brought a question; None if it did not come through the door."""
    return scope.get(_TICKET)


class _Joining:
    """Passes the answer on, and knows whether it says that the question is on its way."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.joined = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.joined = message["status"] == 200
        await self._send(message)


async def _all_of(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(sent: list[Message], receive: Receive) -> Receive:
    """What was sent, once more, and then what comes after it."""
    left = deque(sent)

    async def receiving() -> Message:
        return left.popleft() if left else await receive()

    return receiving


def _is_question(sent: list[Message]) -> bool:
    """Whether an event brings something: opening the page and clearing it bring nothing."""
    try:
        told = json.loads(b"".join(message.get("body", b"") for message in sent))
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and bool(told.get("data"))


async def _tell_busy(send: Send, texts: Texts) -> None:
    body = json.dumps({"error": texts("busy")}, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", _SECONDS_TO_RETRY),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})
