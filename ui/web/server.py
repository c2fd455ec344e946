"""The web server: listens on an address and serves the page until it is interrupted."""

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable
from json import dumps
from threading import Thread

from starlette.types import ASGIApp

from index.errors import DzhereloError
from qa.repair.dictionary import ensure_dictionaries
from ui.asgi.policy import Policy, is_loopback

from .app import app_of
from .site import Settings, Site, page_path

_MOST_CONNECTIONS = 300


class AddressError(DzhereloError):
    """The page cannot be served at this address."""


def serve(
    settings: Settings,
    policy: Policy,
    port: int = 7860,
    *,
    json: bool = False,
    announcement: str = "Dzherelo answers at {url}",
) -> None:
    """Serve the page on the policy's host until it is interrupted, and print `announcement`, or JSON, with its address.

    AddressError if other machines could reach it without a password, or if the port is taken; NoIndexError if there is
    no index.
    """
    if not is_loopback(policy.host) and not policy.password:
        raise AddressError(
            f"{policy.host} can be reached from other machines, and there is no password",
            "Set one with --password, or serve on 127.0.0.1",
        )
    listening = _listen(policy.host, port)
    site = Site.open(settings)
    app = app_of(site, policy)
    _attempt(site.assistant.load, "No question can be answered yet")  # or the first question would wait for it
    listening.listen(_MOST_CONNECTIONS)  # from here on clients can connect
    shown = f"[{policy.host}]" if ":" in policy.host else policy.host
    url = f"http://{shown}:{listening.getsockname()[1]}"
    sys.stdout.write(f"{_described(site, url) if json else announcement.format(url=url)}\n")
    sys.stdout.flush()
    # Some questions need the dictionaries. If the cache lacks them, making them takes seconds, so it is done meanwhile.
    Thread(target=_attempt, args=(ensure_dictionaries, "Typing mistakes cannot be repaired"), daemon=True).start()
    run(app, listening)


def _attempt(work: Callable[[], object], failure: str) -> None:
    """Do the work; if it fails, log why: whoever needs it later gets the error, too."""
    try:
        work()
    except DzhereloError as error:
        logging.getLogger("dzherelo").warning("%s: %s", failure, error)


def _described(site: Site, url: str) -> str:
    """A one-line JSON description of the served page, for programs."""
    pages = {code: f"{url}{page_path(code)}" for code in site.languages}
    facts = {
        "url": url,
        "urls": pages,
        "index": str(site.settings.index_dir),
        "corpus": str(site.settings.corpus),
        "articles": len(site.assistant.generation().articles),
        "pid": os.getpid(),
        "read_only": site.settings.read_only,
    }
    return dumps(facts, ensure_ascii=False)


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve the app on a socket until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        proxy_headers=False,
        ws="none",
    )
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it once it has stopped
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is given explicitly, because asyncio sets TCP_NODELAY only on a socket whose protocol is TCP; without
    # it every answer would wait 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
    except OSError as error:
        listening.close()
        raise AddressError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}",
            f"Use another port: dzherelo serve --port {port + 1 if port < 65535 else 7860}",
        ) from error
    return listening
