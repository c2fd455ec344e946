"""How a build reports its progress: the names of its steps, and the function that is called with them."""

from collections.abc import Callable
from enum import StrEnum


class BuildStep(StrEnum):
    """A step of a build, in order; the interfaces show a text for each."""

    DOWNLOADING = "downloading"
    MODEL = "model"
    READING = "reading"
    RECOGNISING = "recognising"
    ENCODING = "encoding"
    WRITING = "writing"


Progress = Callable[[str, int, int], None]
"""Called with the step (a `BuildStep`, or a text to show as it is), how much is done, and how much there is."""


def silent(what: str, done: int, total: int) -> None:
    """No report."""
