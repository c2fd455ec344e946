"""The web server: the page in every language behind the guard, with an environment that cannot change what it does."""

import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DiskError, DzhereloError
from ui.asgi.guard import App, Guard, Policy, is_loopback
from ui.texts import DEFAULT

from .site import Settings, Site

if TYPE_CHECKING:
    from fastapi import Request, Response

_MOST_CONNECTIONS = 300


class AddressError(DzhereloError):
    """The page cannot be served at this address."""


def serve(
    index_dir: Path,
    corpus: Path,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    read_only: bool = False,
    password: str = "",
    names: tuple[str, ...] = (),
    json: bool = False,
) -> None:
    """Serve the page until it is interrupted, and tell its address on stdout, with `json` as one line of JSON.

    `names` are further host names it is reached by. AddressError if others could reach it and there is no password,
    or if the port is taken; NoIndexError if there is no index.
    """
    if not is_loopback(host) and not password:
        raise AddressError(
            f"{host} can be reached from other machines, and there is no password",
            "Set one with --password, or serve on 127.0.0.1",
        )
    listening = _listen(host, port)
    policy = Policy(host, names, password)
    site = Site.open(Settings(index_dir, corpus, read_only, per_visitor=bool(password)))
    app = app_of(site, policy)
    listening.listen(_MOST_CONNECTIONS)  # from here on whoever reads the address may come
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}"
    sys.stdout.write(f"{_described(site, url) if json else f'Dzherelo answers at {url}'}\n")
    sys.stdout.flush()
    run(app, listening)


def _described(site: Site, url: str) -> str:
    """The served page for programs, on one line."""
    pages = {code: f"{url}/" if code == DEFAULT else f"{url}/{code}/" for code in site.languages}
    index, corpus = str(site.settings.index_dir), str(site.settings.corpus)
    articles = len(site.assistant.generation().articles)
    facts = {"url": url, "urls": pages, "index": index, "corpus": corpus, "articles": articles, "pid": os.getpid()}
    return dumps({**facts, "read_only": site.settings.read_only}, ensure_ascii=False)


def run(app: App, listening: socket.socket) -> None:
    """Serve the app on a socket until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(
        app, log_level="warning", server_header=False, limit_concurrency=_MOST_CONNECTIONS, timeout_keep_alive=30,
        timeout_graceful_shutdown=2, proxy_headers=False, ws="none",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def create_app(settings: Settings, policy: Policy) -> App:
    """The whole page as an ASGI app."""
    return app_of(Site.open(settings), policy)


def app_of(site: Site, policy: Policy) -> App:
    """The site as an ASGI app, which closes it when it ends."""
    settings = site.settings
    clean_environment()
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

    from ui.asgi.document import add_document
    from ui.asgi.door import add_door
    from ui.asgi.language_redirect import add_entrance
    from ui.asgi.visitor_cookie import add_visitors

    from . import article_routes, corpus_routes, history_routes
    from .page import build_page
    from .theme import head, page_theme

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.site = site
    app.add_exception_handler(DzhereloError, _told)
    app.add_exception_handler(RequestValidationError, _not_understood)
    for part in (article_routes, history_routes, corpus_routes):
        app.include_router(part.router)
    for code in sorted(site.languages, key=lambda code: code == DEFAULT):  # the default one last: it is at the root
        gr.mount_gradio_app(
            app, build_page(site, site.languages[code]), path="/" if code == DEFAULT else f"/{code}",
            footer_links=[], run_history=False, show_error=False, ssr_mode=False, mcp_server=False, pwa=False,
            max_file_size=0, enable_monitoring=False, theme=page_theme(), head=head(code),
        )  # fmt: skip
    others = tuple(code for code in site.languages if code != DEFAULT)
    pages = {"/" if code == DEFAULT else f"/{code}/": texts for code, texts in site.languages.items()}
    described = add_document(app, pages)
    visited = add_visitors(described, tuple(pages)) if settings.per_visitor else described
    entered = add_door(add_entrance(visited, tuple(site.languages)), site.chat.line, pages)
    return Guard(entered, Policy(policy.host, policy.names, policy.password, others, settings.limits.file_bytes))


def _told(_request: "Request", error: Exception) -> "Response":
    """The answer to a request that met an error which the user can do something about."""
    from fastapi.responses import JSONResponse

    return JSONResponse({"error": str(error)}, 507 if isinstance(error, DiskError) else 503)


def _not_understood(_request: "Request", _error: Exception) -> "Response":
    """The answer to a forged request, which is not told its own words again."""
    from fastapi.responses import JSONResponse

    return JSONResponse({"error": "the request is not one of this page"}, 422)


def clean_environment() -> None:
    """Take every setting of Gradio out of the environment, and forbid its telemetry and downloads."""
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1",
        MPLBACKEND="agg",  # Gradio asks matplotlib for its backend; looking for one takes a second
    )  # fmt: skip


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends without delay only on a socket that says it is TCP; with the delay
    # every answer would wait 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
    except OSError as error:
        listening.close()
        raise AddressError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}",
            f"Name another port: dzherelo serve --port {port + 1 if port < 65535 else 7860}",
        ) from error
    return listening
