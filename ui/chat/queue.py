"""The queue of questions: how many are answered at a time, and how many may wait.

It knows nothing of the web. A question that is taken back while it waits leaves the queue at once; one that is being
answered keeps its place until its thread really ends, since a thread cannot be stopped.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

ANSWERED_AT_ONCE = 2
WAITING = 64

Result = TypeVar("Result")


class QueueFull(Exception):
    """As many questions wait as may."""


class QuestionQueue:
    """Runs at most `ANSWERED_AT_ONCE` questions at a time, each in a thread, while at most `waiting` others wait."""

    def __init__(self, waiting: int = WAITING) -> None:
        self._places = threading.BoundedSemaphore(ANSWERED_AT_ONCE + waiting)
        self._threads = ThreadPoolExecutor(ANSWERED_AT_ONCE, thread_name_prefix="question")

    async def run(self, work: Callable[[], Result]) -> Result:
        """What `work` returns; QueueFull at once if there is no place. If this is cancelled, the result is dropped."""
        if not self._places.acquire(blocking=False):
            raise QueueFull
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Drop the questions that wait; those that are being answered end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
