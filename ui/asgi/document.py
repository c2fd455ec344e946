"""Rewrites the page's HTML document: sets its language and our head, and removes Gradio's own metadata.

Link previews and everything else that does not run scripts see only this document.
"""

from collections.abc import Mapping

import lxml.html
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Cards for other sites with pictures on other hosts, and the manifest of an installable app, which this page is not.
_CARDS = "//meta[starts-with(@property, 'og:') or starts-with(@name, 'twitter:')] | //link[@rel='manifest']"


class DocumentHead:
    """ASGI middleware that rewrites the documents at these paths, each with its language and head."""

    def __init__(self, app: ASGIApp, heads: Mapping[str, tuple[str, str]]) -> None:
        self._app = app
        self._heads = heads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and rewrite the response if it is a document."""
        head = self._heads.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if head is None:
            return await self._app(scope, receive, send)
        uncompressed = [pair for pair in scope["headers"] if pair[0].lower() != b"accept-encoding"]
        await self._app({**scope, "headers": uncompressed}, receive, _Rewriting(send, *head))


class _Rewriting:
    """Buffers the response until it is complete, then sends it rewritten."""

    def __init__(self, send: Send, language: str, head: str) -> None:
        self._send = send
        self._language = language
        self._head = head
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            body = with_head(self._body, self._language, self._head)
            MutableHeaders(scope=self._start)["content-length"] = str(len(body))
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": body})


def with_head(document: bytes, language: str, head: str) -> bytes:
    """The document in this language, with the elements of `head` at the start of its head, and without cards."""
    tree = lxml.html.document_fromstring(document, parser=lxml.html.HTMLParser(encoding="utf-8"))
    tree.set("lang", language)
    for card in tree.xpath(_CARDS):
        card.drop_tree()
    own = lxml.html.document_fromstring(f"<html><head>{head}</head></html>").head
    for place, element in enumerate(list(own), 1):  # the first element declares the encoding
        tree.head.insert(place, element)
    return bytes(lxml.html.tostring(tree, encoding="utf-8", doctype="<!doctype html>"))
