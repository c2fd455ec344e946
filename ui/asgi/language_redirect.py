"""Redirects a browser from `/` to the page in its preferred language, unless the visitor has chosen one."""

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "dzherelo_language"


class LanguageRedirect:
    """ASGI middleware that redirects browsers from `/` to `/xx/`; the first of the languages is at `/`.

    `root` is the path below which a proxy serves the page.
    """

    def __init__(self, app: ASGIApp, languages: tuple[str, ...], root: str = "") -> None:
        self._app = app
        self._languages = languages
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect the request, or pass it on."""
        app = self._app
        if scope["type"] == "http" and scope["path"] == "/":
            connection = HTTPConnection(scope)
            code = self._code(connection)
            if code != self._languages[0]:
                query = connection.url.query
                headers = {"vary": "accept-language, cookie"}
                app = RedirectResponse(f"{self._root}/{code}/" + (f"?{query}" if query else ""), 307, headers)
        await app(scope, receive, send)

    def _code(self, connection: HTTPConnection) -> str:
        """The language of the page for this browser."""
        if "text/html" not in connection.headers.get("accept", ""):
            return self._languages[0]
        chosen = connection.cookies.get(COOKIE, "")
        accepted = connection.headers.get("accept-language", "")
        return chosen if chosen in self._languages else preferred(accepted, self._languages)


def preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """The page's language with the highest weight in an Accept-Language header; else the page's first language."""
    weighted = []
    for place, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";")
        try:
            share = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            share = 0.0
        weighted.append((-share, place, name.strip().lower().split("-")[0]))
    return next((name for share, _, name in sorted(weighted) if share < 0 and name in languages), languages[0])
