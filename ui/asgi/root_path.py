"""The path below which a proxy serves the page, for proxies that keep it in forwarded requests."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import DzhereloError

_ROOT = re.compile(r"(/[\w.~-]+)+", re.ASCII)


class RootPathError(DzhereloError):
    """The page cannot be served below this path."""


def read_root_path(typed: str) -> str:
    """The path prefix of every address, `/archive`, without a trailing slash; empty for none. RootPathError if bad."""
    path = typed.rstrip("/")
    if path and not (_ROOT.fullmatch(path) and not {".", ".."} & set(path.split("/"))):
        raise RootPathError(f"{typed!r} is not a path under which a page can be served", "Give a path such as /archive")
    return path


class RootPath:
    """ASGI middleware that removes the path from requests; some proxies have already removed it."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its path below the root."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._root}/"):
            path = scope["path"].removeprefix(self._root) or "/"
            raw = scope.get("raw_path", b"").removeprefix(self._root.encode()) or b"/"
            scope = {**scope, "path": path, "raw_path": raw}
        await self._app(scope, receive, send)


class WithRootPath:
    """ASGI middleware that adds the path again for an app that follows ASGI, where `path` includes `root_path`."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its full path."""
        if scope["type"] == "http":
            raw = self._root.encode() + (scope.get("raw_path") or scope["path"].encode())
            scope = {**scope, "path": self._root + scope["path"], "raw_path": raw, "root_path": self._root}
        await self._app(scope, receive, send)
