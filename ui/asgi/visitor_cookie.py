"""The owner of a request's history: on a page with a password, an unguessable cookie gives every browser its own.

Without a password the page has one user, and there is one history. Only a hash of the cookie is stored, so that nobody
who reads the file can impersonate a visitor.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dzherelo_visitor"
_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
_YEAR = 365 * 24 * 3600


def owner_of(cookies: Mapping[str, str], per_visitor: bool) -> str:
    """The owner of a request's history; a visitor without a cookie gets a new, unique owner."""
    if not per_visitor:
        return ""
    return hashlib.sha256(_token(cookies).encode()).hexdigest()


def _token(cookies: Mapping[str, str]) -> str:
    """The token in the cookie, or a new one."""
    sent = cookies.get(COOKIE, "")
    return sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(24)


class VisitorCookie:
    """ASGI middleware: pages at these paths set a browser's cookie, or renew it for another year."""

    def __init__(self, app: ASGIApp, pages: tuple[str, ...]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the cookie to the response with a page."""
        opens = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._pages
        await self._app(scope, receive, _with_cookie(send, HTTPConnection(scope)) if opens else send)


def _with_cookie(send: Send, connection: HTTPConnection) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            cookies = Response()
            # Lax: a visitor who follows a link from another site keeps their history.
            cookies.set_cookie(COOKIE, _token(connection.cookies), _YEAR, httponly=True, samesite="lax")
            MutableHeaders(scope=message).append("set-cookie", cookies.headers["set-cookie"])
        await send(message)

    return sending
