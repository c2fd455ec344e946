"""The guard in front of the page: who may ask, which paths there are, how much may be sent, and the safety headers.

It is plain ASGI, so that nothing is read, stored or routed before a request has passed it.
"""

import asyncio
import base64
import binascii
import contextlib
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

OWN = "/-/"
UPLOADS = "/-/uploads/"
BODY_BYTES = 256 << 10
# Gradio's page needs inline scripts and styles; nothing at all may come from elsewhere, and no text is run as code.
CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# The paths of Gradio that the page uses; its file, upload, proxy and recording paths are not among them.
_EXACT = {
    "", "/", "/config", "/config/", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json",
    *(f"/gradio_api/{name}" for name in ("info", "queue/join", "queue/data", "cancel", "reset", "startup-events",
                                         "app_id", "theme.css", "login_check")),
}  # fmt: skip
_BELOW = ("/assets/", "/static/", "/gradio_api/heartbeat/")
_SECONDS_AFTER_WRONG_PASSWORD = 0.5
_SECONDS_TO_DRAIN = 0.3
_SECONDS_TO_WAIT = 20.0
_HOST = re.compile(r"([^:@/\\\[\]]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
# Anybody can send these, and Gradio would believe them.
_FORWARDED = {b"forwarded", b"x-forwarded-host", b"x-forwarded-prefix", b"x-original-url", b"x-rewrite-url"}


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the page answers: the `host` it listens on, further `names` it is reached by, and the password if any."""

    host: str
    names: tuple[str, ...] = ()
    password: str = ""
    languages: tuple[str, ...] = ()
    upload_bytes: int = 0

    def knows_host(self, host: str) -> bool:
        """Whether a request for this `Host` is for us: a name given to us, or an address that no foreign name hides."""
        match = _HOST.fullmatch(host)
        name = match[1].lower().rstrip(".") if match else ""
        if name in {"localhost", "127.0.0.1", "[::1]", self.host.lower(), *map(str.lower, self.names)}:
            return True
        return not is_loopback(self.host) and _is_address(name.strip("[]"))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """ASGI middleware that lets through only what `Policy` allows, and puts the safety headers on every answer."""

    def __init__(self, app: App, policy: Policy) -> None:
        self._app = app
        self._policy = policy
        self._mounts = tuple(f"/{code}" for code in policy.languages)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer, refuse, or pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the page has none
        elif scope["type"] == "http":
            safe = _with_headers(send)
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            status, reason = self._refusal(scope, headers)
            if status == 401:
                await asyncio.sleep(_SECONDS_AFTER_WRONG_PASSWORD if "authorization" in headers else 0)
            if status:
                await _drain(receive)
                await _refuse(safe, status, reason)
            else:
                own = [pair for pair in scope["headers"] if pair[0].lower() not in _FORWARDED]
                await self._app({**scope, "headers": own}, _patient(receive), safe)

    def _refusal(self, scope: MutableMapping[str, Any], headers: dict[str, str]) -> tuple[int, str]:
        """The HTTP status and the reason to refuse with, or 0."""
        path, method = str(scope["path"]), str(scope["method"])
        hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1 or not self._policy.knows_host(headers["host"]):
            return 421, "This page does not answer for that host."
        if not _own_origin(headers, method, headers["host"]):
            return 403, "Requests from other sites are refused."
        if self._policy.password and not _knows_password(headers, self._policy.password):
            return 401, "This page needs its password."
        if not self._has_path(path):
            return 404, "There is no such page."
        return self._body_refusal(headers, path, method)

    def _has_path(self, path: str) -> bool:
        if any(part in ("..", ".") for part in unquote(path).replace("\\", "/").split("/")) or "\x00" in path:
            return False
        if path.startswith(OWN):
            return True
        mount = next((mount for mount in self._mounts if path == mount or path.startswith(mount + "/")), "")
        inner = path.removeprefix(mount)
        return inner in _EXACT or inner.startswith(_BELOW)

    def _body_refusal(self, headers: dict[str, str], path: str, method: str) -> tuple[int, str]:
        if "transfer-encoding" in headers:
            return 411, "Say how long the request is."
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return 400, "The length of the request is no number."
        most = self._policy.upload_bytes if path.startswith(UPLOADS) and method == "PUT" else BODY_BYTES
        return (413, f"At most {most:,} bytes may be sent.") if int(length) > most else (0, "")


def _own_origin(headers: dict[str, str], method: str, host: str) -> bool:
    """Whether the page itself, a link to it, or a program that is no browser sent the request."""
    reading = method in ("GET", "HEAD")
    site = headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none"):
        return reading and headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    own = (f"http://{host.lower()}", f"https://{host.lower()}")
    origin = headers.get("origin")
    if origin is None and not reading and (referer := headers.get("referer", "")):
        parts = urlsplit(referer)
        origin = f"{parts.scheme}://{parts.netloc}"
    return origin is None or origin.lower() in own


def _knows_password(headers: dict[str, str], password: str) -> bool:
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        given = base64.b64decode(value, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return secrets.compare_digest(given, password.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.encode() for name in HEADERS}
            kept: Sequence[tuple[bytes, bytes]] = [pair for pair in message["headers"] if pair[0].lower() not in own]
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return sending


def _patient(receive: Receive) -> Receive:
    """The receiver, which takes a sender for gone who sends nothing more of what he has begun."""
    whole = False

    async def receiving() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), _SECONDS_TO_WAIT)
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return receiving


async def _drain(receive: Receive) -> None:
    """Throw away what was sent, for a moment: who is cut off while sending would not get to read the refusal."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SECONDS_TO_DRAIN):
            while (await receive()).get("more_body", False):
                pass


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = f"{reason}\n".encode()
    length = str(len(body)).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", length), (b"connection", b"close")]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="Dzherelo", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
