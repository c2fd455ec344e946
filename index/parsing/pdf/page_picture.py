"""A page of a PDF as a picture, and where on it a quote stands: drawn in a child process of limited time and memory.

The child is started for one page and ends with it, so that no document can harm this process or the next picture.
"""

import json
import subprocess
import threading
from dataclasses import dataclass

from index.parsing.sandbox.child_program import child_command

SECONDS = 20
# The child's limit is processor time; on a busy machine the clock runs faster than that.
_PATIENCE = 3
_AT_ONCE = 2
_START = "from index.parsing.pdf.page_picture_worker import draw; draw(sys.argv[2])"
_places = threading.BoundedSemaphore(_AT_ONCE)
Box = tuple[float, float, float, float]


class UndrawnError(Exception):
    """A page cannot be drawn within the limits; the message says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: a page (from 1) so many pixels wide, 0 for no picture, and a quote to look for.

    `place` is about where on the page the quote stands, from 0 to 1, for a quote that stands there twice.
    """

    page: int
    width: int = 0
    quote: str = ""
    place: float = 0.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture as WebP, empty where none was wanted; the size of the page in points; the lines of the quote.

    A box is left, top, right and bottom as shares of the page; there are none where the quote was not found.
    """

    picture: bytes
    width: float
    height: float
    boxes: tuple[Box, ...]


def page_picture(data: bytes, wanted: Wanted) -> PagePicture:
    """The page of the PDF with these bytes. Raises `UndrawnError` if it cannot be drawn within the limits."""
    asked = {"page": wanted.page, "width": wanted.width, "quote": wanted.quote, "place": wanted.place}
    command = child_command(_START, json.dumps(asked | {"seconds": SECONDS}))
    with _places:
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE * SECONDS, cwd="/")
        except subprocess.TimeoutExpired:
            raise UndrawnError(f"Drawing the page took longer than {SECONDS} seconds") from None
    head, _, picture = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise UndrawnError("The page could not be drawn, or drawing it takes too much time or memory")
    reply = json.loads(head)
    if "reason" in reply:
        raise UndrawnError(reply["reason"])
    boxes = tuple((left, top, right, bottom) for left, top, right, bottom in reply["boxes"])
    return PagePicture(picture, reply["width"], reply["height"], boxes)
