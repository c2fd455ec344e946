"""The queue of questions: limits how many are answered at a time and how many may wait.

It does not depend on the web server. A question that is cancelled while it waits leaves the queue at once. A question
that is being answered keeps its place until its thread ends, because a thread cannot be stopped.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from qa import Answer
from qa.stages import Stage, measured

ANSWERED_AT_ONCE = 2
WAITING = 64
# A question that would wait longer is rejected immediately. On two quiet processors a new question takes .17 s
# (benchmarks/QUALITY.md): 35 have a place, and of 20 people who ask in the same moment the last one waits for 1.7 s.
MOST_SECONDS = 3.0
# This many are accepted even if recent answers were slow: a slow machine must serve a few people, too.
LEAST_PLACES = 8
_RECENT = 16

Result = TypeVar("Result")


Outcome = Literal["answered", "no_answer", "searched", "failed", "rejected", "taken_back"]


class QueueFull(Exception):
    """The queue is full."""


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """The outcome of a question in the queue, and the time spent waiting and working.

    `stages` are the seconds of each stage that was reached; `question` is its text, empty for other work.
    """

    outcome: Outcome
    waiting_seconds: float = 0.0
    working_seconds: float = 0.0
    stages: Mapping[Stage, float] = field(default_factory=dict)
    question: str = ""


class _Timed(Generic[Result]):
    """The work for a question, with the times when it began and ended."""

    def __init__(self, work: Callable[[], Result], question: str) -> None:
        self._work = work
        self._question = question
        self._stages: Mapping[Stage, float] = {}
        self._queued = self._began = self._ended = time.monotonic()

    def __call__(self) -> Result:
        self._began = time.monotonic()
        try:
            with measured() as self._stages:
                return self._work()
        finally:
            self._ended = time.monotonic()

    def record(self, future: "Future[Result]") -> QuestionRecord:
        """The record of the question; call it once the future is done."""
        if future.cancelled():
            return QuestionRecord("taken_back", time.monotonic() - self._queued, question=self._question)
        waited, worked = self._began - self._queued, self._ended - self._began
        return QuestionRecord(_outcome(future), waited, worked, self._stages, self._question)


def _outcome(future: "Future[Result]") -> Outcome:
    if future.exception() is not None:
        return "failed"
    result = future.result()
    return result.status if isinstance(result, Answer) else "searched"


class QuestionQueue:
    """Runs at most `ANSWERED_AT_ONCE` questions at a time, each in a thread, and lets others wait.

    At most `waiting` may wait, and only as many as will be answered within `MOST_SECONDS`, going by the last answers.
    """

    def __init__(self, waiting: int = WAITING) -> None:
        self._most = ANSWERED_AT_ONCE + waiting
        self._taken = 0
        self._recent = deque([0.0] * _RECENT, _RECENT)  # the seconds of the last answers; none at first
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(ANSWERED_AT_ONCE, thread_name_prefix="question")
        self._observers: list[Callable[[QuestionRecord], None]] = []

    def observe(self, observer: Callable[[QuestionRecord], None]) -> None:
        """Call `observer` with every question that ends from now on; the call may come from any thread."""
        self._observers.append(observer)

    def _notify(self, record: QuestionRecord) -> None:
        if record.outcome in ("answered", "no_answer"):
            with self._lock:
                self._recent.append(record.working_seconds)
        for observer in self._observers:
            observer(record)

    async def run(self, work: Callable[[], Result], question: str = "") -> Result:
        """The result of `work`; it is dropped if this is cancelled. QueueFull immediately if the queue is full.

        `question` is passed to the observers.
        """
        if not self._take_place():
            self._notify(QuestionRecord("rejected", question=question))
            raise QueueFull
        timed = _Timed(work, question)
        future = self._threads.submit(timed)
        future.add_done_callback(lambda _: self._free_place())
        future.add_done_callback(lambda done: self._notify(timed.record(done)))
        return await asyncio.wrap_future(future)

    def _take_place(self) -> bool:
        with self._lock:
            if self._taken >= self._places():
                return False
            self._taken += 1
            return True

    def _free_place(self) -> None:
        with self._lock:
            self._taken -= 1

    def _places(self) -> int:
        """How many questions may be here at a time, answered or waiting."""
        mean = sum(self._recent) / _RECENT
        in_time = int(ANSWERED_AT_ONCE * MOST_SECONDS / mean) if mean else self._most
        return min(self._most, max(LEAST_PLACES, in_time))

    def close(self) -> None:
        """Drop waiting questions; those being answered run to their end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
