"""Ends a command on Ctrl-C or SIGTERM with one line and the exit status that shells expect."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer


@contextmanager
def stoppable(message: str) -> Iterator[None]:
    """Run the block; if it is stopped, print `message` to stderr and exit with 130 (Ctrl-C) or 143 (SIGTERM)."""
    terminated: list[int] = []  # a library may replace our exception and so lose the signal

    def terminate(number: int, frame: FrameType | None) -> None:
        terminated.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{message}\n")
        raise typer.Exit(128 + (signal.SIGTERM if terminated else signal.SIGINT)) from None
    finally:
        signal.signal(signal.SIGTERM, before)
