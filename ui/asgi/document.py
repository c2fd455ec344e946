"""The page's document as it is sent: in its own language, described as itself, without what Gradio says of Gradio.

Previews of a link that somebody shares, and everything that reads a page without running it, see nothing else.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from ui.markup.html import join, tag, void
from ui.texts import Texts

from .guard import App, Message, Receive, Send

# Cards for other sites, with pictures on other hosts; the attributes stand on lines of their own.
_CARD = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*", re.ASCII)
_CHARSET = b'<meta charset="utf-8" />'
_LANGUAGE = re.compile(rb"<html\b[^>]*?\blang=\"[a-z-]+\"")


def add_document(app: App, pages: Mapping[str, Texts]) -> App:
    """The app, with the documents at these paths rewritten in the language of each."""

    async def describing(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        texts = pages.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if texts is None:
            return await app(scope, receive, send)
        plain = [pair for pair in scope["headers"] if pair[0].lower() != b"accept-encoding"]
        await app({**scope, "headers": plain}, receive, _Rewriting(send, texts))

    return describing


class _Rewriting:
    """Holds back the answer until it is whole, then sends it rewritten."""

    def __init__(self, send: Send, texts: Texts) -> None:
        self._send = send
        self._texts = texts
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            body = _described(self._body, self._texts)
            kept = [pair for pair in self._start["headers"] if pair[0].lower() != b"content-length"]
            headers = [*kept, (b"content-length", str(len(body)).encode())]
            await self._send({**self._start, "headers": headers})
            await self._send({"type": "http.response.body", "body": body})


def _described(document: bytes, texts: Texts) -> bytes:
    own = join(
        void("meta", name="description", content=texts("promise")),
        void("meta", name="referrer", content="same-origin"),
        tag("title", texts("title")),
    )
    named = _LANGUAGE.sub(f'<html lang="{texts.code}"'.encode(), _CARD.sub(b"", document), count=1)
    return named.replace(_CHARSET, _CHARSET + own.encode(), 1)
