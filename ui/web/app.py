"""The page in every language as one ASGI app: Gradio's frames, our routes, and the middleware around them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from index.errors import DiskError, DzhereloError
from ui.api.paths import HEALTH
from ui.api.refusals import REFUSALS
from ui.asgi.document import DocumentHead
from ui.asgi.guard import Guard
from ui.asgi.head_requests import HeadAsGet
from ui.asgi.language_redirect import LanguageRedirect
from ui.asgi.policy import Policy
from ui.asgi.root_path import RootPath, WithRootPath
from ui.asgi.visitor_cookie import VisitorCookie
from ui.texts import DEFAULT, Texts

from .head import page_head
from .site import Site, page_path


def app_of(site: Site, policy: Policy) -> ASGIApp:
    """The site as an ASGI app; the site is closed when the app shuts down."""
    clean_environment()
    paths = {page_path(code): texts for code, texts in site.languages.items()}
    root = site.settings.root_path
    heads = {path: (texts.code, page_head(texts, root)) for path, texts in paths.items()}
    app: ASGIApp = DocumentHead(_routes(site), heads)
    if site.settings.per_visitor:
        app = VisitorCookie(app, tuple(paths))
    app = LanguageRedirect(app, tuple(site.languages), root)
    mounts = [path.rstrip("/") for path in paths if path != "/"]
    limited = replace(policy, upload_bytes=site.settings.limits.file_bytes)
    app = Guard(HeadAsGet(app), limited, mounts, REFUSALS, (HEALTH,))
    return RootPath(app, root) if root else app


def _routes(site: Site) -> ASGIApp:
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

    from ui.api.interfaces import mount_interfaces
    from ui.api.service import Service
    from ui.chat.question_log import log_question

    from . import article_routes, ask_routes, corpus_routes, draft_routes, history_routes, mention_routes, page_routes
    from .static_files import OwnFiles

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with interfaces:
            yield
        site.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.site = site
    if site.settings.logs:
        site.chat.queue.observe(partial(log_question, words=site.settings.logs_words))
    app.add_exception_handler(DzhereloError, _error_response)
    app.add_exception_handler(RequestValidationError, _invalid_response)
    for routes in (
        ask_routes,
        article_routes,
        page_routes,
        history_routes,
        corpus_routes,
        draft_routes,
        mention_routes,
    ):
        app.include_router(routes.router)
    root = site.settings.root_path
    interfaces = mount_interfaces(app, Service(site.assistant, site.chat.queue), site.settings.mcp, root)
    app.mount("/-/static", OwnFiles())
    app.mount("/", _frames(site.languages, root))
    return app


def _frames(languages: dict[str, Texts], root: str) -> ASGIApp:
    """Gradio's page in each language.

    It is a mounted app, because the lifespan of a mounted app does not run: Gradio's would start its event queue, which
    polls a thousand times a second, and the page has no events.
    """
    from fastapi import FastAPI

    from .gradio import gr
    from .page import build_page
    from .theme import page_theme

    frames = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for code in sorted(languages, key=lambda code: code == DEFAULT):  # the root comes last: it matches every path
        gr.mount_gradio_app(
            frames,
            build_page(languages.values(), languages[code], root),
            path=page_path(code).rstrip("/") or "/",
            root_path=f"{root}{page_path(code)}".rstrip("/") if root else None,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            max_file_size=0,
            enable_monitoring=False,
            theme=page_theme(),
        )
    return WithRootPath(frames, root) if root else frames  # Gradio looks for its root path in the path


def _error_response(_request: Request, error: Exception) -> Response:
    """The response for an error that the user can fix."""
    return JSONResponse({"error": str(error)}, 507 if isinstance(error, DiskError) else 503)


def _invalid_response(request: Request, _error: Exception) -> Response:
    """The response to an invalid request; it does not repeat the request's content."""
    site: Site = request.app.state.site
    texts = site.texts(request.query_params.get("lang", ""))
    return JSONResponse({"error": texts("invalid_request")}, 422)


def clean_environment() -> None:
    """Remove Gradio's settings from the environment, and disable its telemetry and downloads."""
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        MPLBACKEND="agg",  # Gradio asks matplotlib for its backend, and detecting one takes a second
    )
