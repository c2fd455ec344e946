"""How long each stage of a question took: search, read, quote. Whoever wants to know measures around the question."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import Literal

Stage = Literal["search", "read", "quote"]
Seconds = dict[Stage, float]

_measured: ContextVar[Seconds | None] = ContextVar("measured", default=None)


@contextmanager
def measured() -> Iterator[Seconds]:
    """The seconds of every stage that this thread goes through meanwhile; a stage that is not reached is not there."""
    seconds: Seconds = {}
    token = _measured.set(seconds)
    try:
        yield seconds
    finally:
        _measured.reset(token)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """What is done in here is that stage; stages within it, as those of the question before, count for themselves."""
    seconds = _measured.get()
    if seconds is None:
        yield
        return
    began, counted = perf_counter(), sum(seconds.values())
    try:
        yield
    finally:
        within = sum(seconds.values()) - counted
        seconds[name] = seconds.get(name, 0.0) + perf_counter() - began - within
