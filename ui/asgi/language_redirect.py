"""The entrance at `/`: a browser that prefers another language is led to the page in it, unless it has chosen one."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote

from ui.texts import DEFAULT

from .guard import App, Receive, Send

COOKIE = "dzherelo_language"


def add_entrance(app: App, languages: tuple[str, ...]) -> App:
    """The app, with requests of browsers for `/` led to the page in their language."""

    async def entering(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/" and (code := _elsewhere(scope, languages)):
            query = scope["query_string"].decode("latin-1")
            location = f"/{code}/" + (f"?{quote(query, safe='=&%+-._~')}" if query else "")
            headers = [(b"location", location.encode()), (b"vary", b"accept-language, cookie")]
            await send({"type": "http.response.start", "status": 307, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await app(scope, receive, send)

    return entering


def _elsewhere(scope: MutableMapping[str, Any], languages: tuple[str, ...]) -> str:
    """The language to lead to; empty where the page at `/` is the right one."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if "text/html" not in headers.get(b"accept", ""):
        return ""
    chosen = _chosen(headers.get(b"cookie", ""))
    code = chosen if chosen in languages else preferred(headers.get(b"accept-language", ""), languages)
    return "" if code == DEFAULT else code


def _chosen(cookies: str) -> str:
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")


def preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """The first language of an Accept-Language header, by its weights, that the page has; else the default."""
    weighted = []
    for place, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";")
        try:
            share = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            share = 0.0
        weighted.append((-share, place, name.strip().lower().split("-")[0]))
    return next((name for share, _, name in sorted(weighted) if share < 0 and name in languages), DEFAULT)
