"""Whose history a request belongs to: on a page with a password every browser has its own, by an unguessable cookie.

Without a password the page is its owner's alone, and there is one history. What is stored is a hash: whoever reads the
file cannot pose as a visitor.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping, MutableMapping
from typing import Any

from .guard import App, Message, Receive, Send

COOKIE = "dzherelo_visitor"
_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
_YEAR = 365 * 24 * 3600


def owner_of(cookies: Mapping[str, str], per_visitor: bool) -> str:
    """The owner of a request's history; one that nobody is, where a visitor has no cookie."""
    if not per_visitor:
        return ""
    token = cookies.get(COOKIE, "")
    return hashlib.sha256((token if _TOKEN.fullmatch(token) else secrets.token_hex()).encode()).hexdigest()


def add_visitors(app: App, pages: tuple[str, ...]) -> App:
    """The app, whose pages give a browser its cookie, or the one it has for another year."""

    async def visiting(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                # Lax: a visitor who comes by a link from elsewhere keeps the history that is his.
                cookie = f"{COOKIE}={token}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
                message = {**message, "headers": [*message["headers"], (b"set-cookie", cookie.encode())]}
            await send(message)

        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in pages:
            sent = _cookies(scope).get(COOKIE, "")
            token = sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(24)
            await app(scope, receive, sending)
        else:
            await app(scope, receive, send)

    return visiting


def _cookies(scope: MutableMapping[str, Any]) -> dict[str, str]:
    written = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"cookie"]
    pairs = (part.strip().partition("=") for part in ";".join(written).split(";"))
    return {name: value for name, _, value in pairs}
