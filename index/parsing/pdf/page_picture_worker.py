"""The child process that draws a page of a PDF within its own limits: bytes in, JSON and a picture out."""

import json
import resource
import sys
from io import BytesIO
from typing import Any

from index.parsing.pdf.page_boxes import page_boxes
from index.parsing.pdf.recognised_boxes import recognised_boxes

MOST_PIXELS = 8_000_000
_MEMORY_BYTES = 1 << 30
_MEMORY_PER_BYTE = 4
_QUALITY = 82


def draw(argument: str) -> None:
    """Draw what the argument asks for, as JSON, of the PDF on standard input."""
    wanted = json.loads(argument)
    data = sys.stdin.buffer.read()
    _limit(len(data), wanted.pop("seconds"))
    try:
        reply, picture = _drawn(data, **wanted)
    except MemoryError:
        reply, picture = {"reason": "The page needs more memory than a page may take"}, b""
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n" + picture)


def _limit(size: int, seconds: int) -> None:
    memory = _MEMORY_BYTES + _MEMORY_PER_BYTE * size
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _drawn(data: bytes, page: int, width: int, quote: str, place: float) -> tuple[dict[str, Any], bytes]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        if not 1 <= page <= len(document):
            return {"reason": f"The document has no page {page}"}, b""
        document.init_forms()
        sheet = document[page - 1]
        points = sheet.get_size()
        boxes = (page_boxes(sheet, quote, place) or recognised_boxes(sheet, quote, place)) if quote else []
        picture = _picture(sheet, width, points) if width else b""
    except pypdfium2.PdfiumError:
        return {"reason": "This is no PDF whose pages can be drawn"}, b""
    return {"width": points[0], "height": points[1], "boxes": boxes}, picture


def _picture(sheet: Any, width: int, points: tuple[float, float]) -> bytes:  # noqa: ANN401 - pypdfium2 has no types
    """The page so many pixels wide, or as wide as the most pixels allow."""
    widest = (MOST_PIXELS * points[0] / points[1]) ** 0.5
    scale = min(width, widest) / points[0]
    written = BytesIO()
    sheet.render(scale=scale).to_pil().convert("RGB").save(written, "WEBP", quality=_QUALITY, method=2)
    return written.getvalue()
