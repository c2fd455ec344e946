"""Stopping cleanly: Ctrl-C and SIGTERM end a command with one line and the exit status that shells expect."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer


class _Terminated(KeyboardInterrupt):
    """SIGTERM came; it ends the same blocks that Ctrl-C does."""


@contextmanager
def stoppable(said: str) -> Iterator[None]:
    """Runs the block; if it is stopped, prints `said` to stderr and exits with 130 (Ctrl-C) or 143 (SIGTERM)."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"\n{said}\n")
        raise typer.Exit(128 + (signal.SIGTERM if isinstance(stopped, _Terminated) else signal.SIGINT)) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise _Terminated
