"""A PDF document to a draft: the text of its pages as they are laid out, with wrapped lines joined to paragraphs.

Runs in the child process. It must not know where the document comes from.
"""

import re
from ctypes import create_string_buffer
from datetime import date
from itertools import accumulate
from math import hypot
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.parsed_document import LONGEST_TEXT_CHARS, Draft, UnreadableError
from index.parsing.pdf_reflow import running_text
from index.parsing.pdf_title import Line, title_of_page
from index.parsing.titles import reads_like_title, repair, shorten

MOST_PAGES = 10_000
_PAGE_GAP = "\n\n"
_HEADING_CHARS = 3_000
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(data: bytes) -> Draft:
    """The draft of a PDF. Raises `UnreadableError` for one that is locked, damaged, or has pictures of text only."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableError("is locked with a password" if locked else "is not a PDF that can be read") from None
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableError(f"has {len(document):,} pages, and {MOST_PAGES:,} are read")
        pages, lines = _pages(document)
        facts = document.get_metadata_dict()
    finally:
        document.close()
    pages = [canonical(page) for page in running_text(pages)]
    text = _PAGE_GAP.join(pages)
    starts = accumulate((len(page) + len(_PAGE_GAP) for page in pages[:-1]), initial=0)
    if not any(map(str.isalnum, text)):
        raise UnreadableError("has no text, only pictures of it: it needs text recognition (OCR) first")
    stated = repair(one_line(canonical(facts["Title"])))
    title = stated if reads_like_title(stated) else title_of_page(lines)
    return Draft(text, shorten(title), _published(facts), page_starts=tuple(starts))


def _pages(document: Any) -> tuple[list[str], list[Line]]:  # noqa: ANN401 - pypdfium2 has no types
    """The raw text of each page, and the lines at the head of the first page that has text."""
    import pypdfium2

    texts: list[str] = []
    room = LONGEST_TEXT_CHARS
    lines: list[Line] = []
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
        except pypdfium2.PdfiumError:
            texts.append("")
            continue
        if text.strip() and not lines:
            lines = _lines(text_page)
        texts.append(text)
        text_page.close()
        page.close()
        if (room := room - len(text)) < 0:
            raise UnreadableError(f"holds more than {LONGEST_TEXT_CHARS:,} characters")
    return texts, lines


def _lines(text_page: Any) -> list[Line]:  # noqa: ANN401
    """The first lines of the page, each with its largest letters and whether it is set in bold."""
    from pypdfium2 import raw

    name, matrix = create_string_buffer(128), raw.FS_MATRIX()
    lines: list[Line] = []
    text, size, bold = "", 0.0, 0
    for place in range(min(text_page.count_chars(), _HEADING_CHARS)):
        char = chr(raw.FPDFText_GetUnicode(text_page, place))
        if char == "\n":
            lines.append(Line(text.strip(), round(size, 1), bold * 2 > len(text)))
            text, size, bold = "", 0.0, 0
        elif char != "\r":
            text += char
            raw.FPDFText_GetMatrix(text_page, place, matrix)
            height = raw.FPDFText_GetFontSize(text_page, place) * hypot(matrix.c, matrix.d)
            size = max(size, height) if char.strip() else size
            raw.FPDFText_GetFontInfo(text_page, place, name, len(name), None)
            bold += b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(text_page, place) >= 600
    return [*lines, Line(text.strip(), round(size, 1), bold * 2 > len(text) > 0)]


def _published(facts: dict[str, str]) -> date | None:
    """The day the document was made, unless it was changed long after: then either day may be the wrong one."""
    made, changed = (_day(facts.get(key, "")) for key in ("CreationDate", "ModDate"))
    return made if made and (not changed or abs((changed - made).days) <= 60) else None


def _day(stamp: str) -> date | None:
    match = _CREATED.match(stamp)
    try:
        found = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return found if found and date(1993, 1, 1) <= found <= date.today() else None
