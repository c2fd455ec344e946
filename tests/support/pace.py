"""Bounds on time that hold on slow processors too: they grow with the time of a fixed piece of work."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TEXT = "Суд у Києві оголосив вирок 15 березня 2024 року: шість років. " * 4_000
_REFERENCE = 0.07  # seconds of the fixed work on the processor where the bounds were chosen


def _fixed_work(clock: Callable[[], float]) -> float:
    """The seconds that the fixed work takes now."""
    begun = clock()
    words = re.findall(r"\w+", json.loads(json.dumps(_TEXT)))
    sorted({f"{word.casefold()}{number}" for number, word in enumerate(words)})
    return clock() - begun


@contextmanager
def at_most(seconds: float, clock: Callable[[], float] = time.thread_time) -> Iterator[None]:
    """Fails if the block takes longer than this on a processor as quick as the reference.

    `clock` is the processor time of this thread, or `time.monotonic` where another process does the work. The block is
    not traced for coverage, which may double its time.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    begun = clock()
    try:
        yield
    finally:
        taken = clock() - begun
        sys.settrace(tracer)
    if taken > seconds:
        slowness = max(1, max(_fixed_work(clock) for _ in range(3)) / _REFERENCE)
        assert taken <= seconds * slowness, f"{taken:.2f} s, {taken / slowness:.2f} s on the reference machine"
