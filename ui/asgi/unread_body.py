"""Discards what a client still sends of a refused request: one that is cut off while sending never reads why."""

import asyncio
import contextlib

from starlette.datastructures import Headers
from starlette.types import Receive

_SECONDS_OF_SILENCE = 0.5


async def discard_body(receive: Receive, headers: Headers, most_seconds: float | None = None) -> None:
    """Discard the rest of the body while it keeps arriving, at most for that long."""
    if headers.get("expect", "").lower() == "100-continue":  # the client sends nothing before it has an answer
        return
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(most_seconds):
            while (await asyncio.wait_for(receive(), _SECONDS_OF_SILENCE)).get("more_body", False):
                pass
