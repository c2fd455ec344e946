"""Mounts the interfaces; those that need an extra only if it is installed or requested."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec

from fastapi import FastAPI

from .extras import require
from .openai import openai_app
from .paths import OPENAI, REST
from .rest import rest_app
from .service import Service


def mount_interfaces(
    app: FastAPI, service: Service, mcp: bool = False, root: str = ""
) -> AbstractAsyncContextManager[None]:
    """Mount each interface at its path; the app must be served inside the returned context manager.

    `root` is the path below which a proxy serves them. MissingExtraError if `mcp` is requested but not installed.
    """
    app.mount(REST, rest_app(service, root))
    app.mount(OPENAI, openai_app(service))
    if find_spec("prometheus_client"):
        from .metrics import mount_metrics

        mount_metrics(app, service)
    return _mounted_mcp(app, service) if mcp else _nothing()


def _mounted_mcp(app: FastAPI, service: Service) -> AbstractAsyncContextManager[None]:
    require("mcp")
    from .mcp_server import mcp_server

    server = mcp_server(service)
    app.router.routes.extend(server.http_app().routes)
    return server.session_manager.run()


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield
