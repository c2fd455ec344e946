"""Mounts the interfaces; those that need an extra only if it is installed or requested."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec

from fastapi import FastAPI

from .extras import require
from .openai import openai_app
from .paths import MCP, METRICS, OPENAI, REST
from .problems import problem_response
from .rest import rest_app
from .service import Service


def mount_interfaces(
    app: FastAPI, service: Service, mcp: bool = False, root: str = ""
) -> AbstractAsyncContextManager[None]:
    """Mount each interface at its path; the app must be served inside the returned context manager.

    `root` is the path below which a proxy serves the page. MissingExtraError if `mcp` is requested but not installed.
    """
    app.mount(REST, rest_app(service, root))
    app.mount(OPENAI, openai_app(service))
    if find_spec("prometheus_client"):
        from .metrics import mount_metrics

        mount_metrics(app, service)
    else:
        _explain(app, METRICS, "The metrics need the library prometheus_client.", "pip install 'dzherelo[metrics]'")
    if mcp:
        return _mounted_mcp(app, service)
    _explain(app, MCP, "MCP is not served here.", "Serve it: dzherelo mcp --http")
    return _nothing()


def _explain(app: FastAPI, path: str, reason: str, fix: str) -> None:
    """Say at the path of an interface why it is not there."""
    app.add_route(path, lambda _request: problem_response(404, reason, fix=fix), ["GET", "POST"])


def _mounted_mcp(app: FastAPI, service: Service) -> AbstractAsyncContextManager[None]:
    require("mcp")
    from .mcp_server import mcp_server

    server = mcp_server(service)
    app.router.routes.extend(server.http_app().routes)
    return server.session_manager.run()


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield
