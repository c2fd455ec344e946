"""Cancels the work for a request when its client closes it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

Result = TypeVar("Result")


async def unless_closed(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of the work; if the client closes the request first, cancel the work and raise ClientDisconnect.

    The request's body must have been read.
    """
    working = asyncio.ensure_future(work)
    closing = asyncio.ensure_future(_closed(request))
    try:
        await asyncio.wait((working, closing), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return await working
    finally:
        working.cancel()
        closing.cancel()


async def _closed(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
