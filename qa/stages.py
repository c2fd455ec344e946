"""Measures the stages of a question: search, read, quote."""

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
    """The seconds of every stage that this thread passes within the block; stages that are not reached are missing."""
    seconds: Seconds = {}
    token = _measured.set(seconds)
    try:
        yield seconds
    finally:
        _measured.reset(token)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Measure the block as that stage; nested stages, as those of the previous question, are counted separately."""
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
