"""The guard in front of the page: who may ask, which paths exist, how much may be sent, and the security headers.

It is plain ASGI, so that nothing is read, stored or routed before a request has passed the guard.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .policy import BODY_BYTES, PROGRAM_BYTES, Policy
from .problem import Refusal
from .unread_body import discard_body

Form = Callable[[Refusal], Response]
OWN = "/-/"
UPLOADS = "/-/uploads/"
DRAFTS = "/-/draft/"
DRAFT_BYTES = 32 << 20
# Gradio's page needs inline scripts and styles; nothing may come from other hosts, and eval is forbidden.
CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CSP,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# The Gradio paths that the page loads. Gradio has many more (files, uploads, events, proxies), but a page without
# events does not need them.
_GRADIO_PATHS = {"", "/", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json"}
_GRADIO_FOLDERS = ("/assets/", "/static/")
_SECONDS_AFTER_WRONG_PASSWORD = 0.5
# How long the body of a refused request is discarded. Whoever sends too large a file may send all of it and read why.
_SECONDS_TO_DISCARD = 0.3
_SECONDS_TO_DISCARD_A_FILE = 30.0
_SECONDS_TO_WAIT = 20.0
_REALM = 'realm="Dzherelo"'
# Any client can send these headers, and Gradio would trust them.
_FORWARDED = {b"forwarded", b"x-forwarded-host", b"x-forwarded-prefix", b"x-original-url", b"x-rewrite-url"}


class Guard:
    """ASGI middleware that passes on only what `Policy` allows, and adds the security headers to every response.

    `mounts` are the addresses of the page in other languages, such as `/en`. `programs` are the paths for programs,
    each with the form of its refusals; a path that ends with a slash includes everything below it. There a token is
    accepted. `open_paths` need no password.
    """

    def __init__(
        self,
        app: ASGIApp,
        policy: Policy,
        mounts: Sequence[str] = (),
        programs: Mapping[str, Form] = {},
        open_paths: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._policy = policy
        self._mounts = tuple(mounts)
        self._programs = dict(programs)
        self._open_paths = frozenset(open_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the page has no websockets
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_security_headers(send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is None:
            own = [pair for pair in scope["headers"] if pair[0].lower() not in _FORWARDED]
            return await self._app({**scope, "headers": own}, _without_stalled_clients(receive), send)
        if refusal.status == 401 and "authorization" in headers:
            await asyncio.sleep(_SECONDS_AFTER_WRONG_PASSWORD)
        longest = _SECONDS_TO_DISCARD_A_FILE if refusal.status == 413 else _SECONDS_TO_DISCARD
        await discard_body(receive, headers, longest)
        response = (self._form_of(scope["path"]) or _plain_refusal)(refusal)
        response.headers["connection"] = "close"
        await response(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Why the request is refused; None if it may pass."""
        path, method = scope["path"], scope["method"]
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._policy.knows_host(host):
            return Refusal(421, "This page is not served under that host name.", "Allow it: dzherelo serve --name HOST")
        if not _is_same_origin(headers, method, host):
            return Refusal(403, "Requests from other sites are refused.", "Open the page itself, or use a program")
        if not self._accepts(path, headers.get("authorization", "")):
            return self._password_refusal(path)
        if not self._has_path(path):
            return Refusal(404, "There is no such page.", "Start from the page itself")
        return self._body_refusal(headers, path, method)

    def _password_refusal(self, path: str) -> Refusal:
        basic = f'Basic {_REALM}, charset="UTF-8"'
        if self._form_of(path) and self._policy.token:
            accepted = [f"Bearer {_REALM}", *([basic] if self._policy.password else [])]
            challenge = {"www-authenticate": ", ".join(accepted)}
            return Refusal(
                401, "This page needs its token.", "Send the token as Authorization: Bearer TOKEN", challenge
            )
        fix = "Send it as HTTP basic authentication, with any user name"
        return Refusal(401, "This page needs its password.", fix, {"www-authenticate": basic})

    def _accepts(self, path: str, authorization: str) -> bool:
        if path in self._open_paths:
            return True
        policy = self._policy
        return policy.accepts_program(authorization) if self._form_of(path) else policy.accepts(authorization)

    def _form_of(self, path: str) -> Form | None:
        """The form of refusals at a path for programs, None for other paths."""
        forms = self._programs.items()
        return next((form for own, form in forms if path == own or (own[-1] == "/" and path.startswith(own))), None)

    def _has_path(self, path: str) -> bool:
        if any(part in ("..", ".") for part in unquote(path).replace("\\", "/").split("/")):
            return False
        if "\x00" in path or "\n" in path:  # no route matches a line feed
            return False
        if path.startswith(OWN) or self._form_of(path):
            return True
        mount = next((mount for mount in self._mounts if path == mount or path.startswith(mount + "/")), "")
        inner = path.removeprefix(mount)
        return inner in _GRADIO_PATHS or inner.startswith(_GRADIO_FOLDERS)

    def _body_refusal(self, headers: Headers, path: str, method: str) -> Refusal | None:
        if "transfer-encoding" in headers:
            return Refusal(411, "The request must have a Content-Length.", "Send the body whole, not in chunks")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return Refusal(400, "The Content-Length is not a number.", "Send the number of bytes of the body")
        most = PROGRAM_BYTES if self._form_of(path) else BODY_BYTES
        if method == "PUT" and path.startswith(UPLOADS):
            most = self._policy.upload_bytes
        elif method == "PUT" and path.startswith(DRAFTS):
            most = DRAFT_BYTES
        if int(length) > most:
            return Refusal(413, f"The request has {int(length):,} bytes.", f"Send at most {most:,}")
        return None


def _is_same_origin(headers: Headers, method: str, host: str) -> bool:
    """Whether the request comes from the page itself, from a link to it, or from a program other than a browser."""
    reading = method in ("GET", "HEAD")
    site = headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none"):
        return reading and headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    origin = headers.get("origin")
    if origin is None and not reading and (referer := headers.get("referer", "")):
        parts = urlsplit(referer)
        origin = f"{parts.scheme}://{parts.netloc}"
    return origin is None or origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


def _with_security_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(SECURITY_HEADERS)
        await send(message)

    return sending


def _without_stalled_clients(receive: Receive) -> Receive:
    """The receiver, which treats a client as disconnected if it stops sending in the middle of a body."""
    complete = False

    async def receiving() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), _SECONDS_TO_WAIT)
        except TimeoutError:
            return {"type": "http.disconnect"}
        complete = not message.get("more_body", False)
        return message

    return receiving


def _plain_refusal(refusal: Refusal) -> Response:
    return PlainTextResponse(f"{refusal.reason} {refusal.fix}.\n", refusal.status, refusal.headers)
