"""Running coroutines."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


def in_new_loop(work: Coroutine[Any, Any, Made]) -> Made:
    """What the coroutine returns; a browser test in this process may have left a loop running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
