"""What was read of the pages of a PDF, and the notices of what was not, or not well."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.parsing.parsed_document import Notice, places_named
from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.picture_parts import Part


@dataclass(slots=True)
class Pages:
    """The lines of every page, and the numbers (from 1) of pages that were not read completely."""

    lines: list[list[PageLine]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    stamped: list[int] = field(default_factory=list)
    no_letters: list[int] = field(default_factory=list)
    unmapped: set[int] = field(default_factory=set)
    few_missing: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    rules: list[float | None] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    beside: dict[int, list[Part]] = field(default_factory=dict)
    like_text: list[int] = field(default_factory=list)
    read_beside: dict[int, list[PageLine]] = field(default_factory=dict)
    unsure_beside: list[int] = field(default_factory=list)
    repaired: bool = False


def is_scan(pages: Pages) -> bool:
    """Whether the first page or half of all pages are pictures of text."""
    pictures = {*pages.recognised, *pages.unsure, *pages.pictures, *pages.stamped} - pages.unmapped
    return 1 in pictures or 2 * len(pictures) >= len(pages.lines)


def notices_of(pages: Pages) -> Iterator[Notice]:
    """Notices about pages that were not read, or not well."""
    recognise = "to recognise them: sudo apt install tesseract-ocr tesseract-ocr-ukr, then dzherelo build"
    anew = "scan them again at 300 dpi, or install their language (tesseract-ocr-ukr)"
    unsure = "has pictures there whose text could not be recognised reliably; they were left out"
    stamped = "has pictures of whole pages there, with few words of their own; text in the pictures is not indexed"
    beside = "has pictures among its text there that look like text; they were not indexed"
    hidden = "has words there that the page does not show (invisible, or tiny); they were left out"
    no_letters = "has letters there that its fonts do not map to Unicode; they were left out"
    compare = "compare a quote with its page"
    for numbers, kind, problem, advice in (
        (
            sorted({*pages.recognised, *pages.read_beside}),
            "recognised text",
            "has pictures of text there; the text was recognised (OCR)",
            compare,
        ),
        (sorted({*pages.unsure, *pages.unsure_beside}), "uncertain text", unsure, anew),
        (sorted(pages.like_text), "no text", beside, recognise),
        (pages.pictures, "no text", "has only pictures there, and no text to index", recognise),
        (pages.stamped, "no text", stamped, recognise),
        (pages.no_letters, "no letters", no_letters, recognise),
        (pages.few_missing, "broken letters", "has some letters there that its fonts do not map to Unicode", compare),
        (pages.hidden, "hidden text", hidden, compare),
        (pages.unread, "damaged", "is damaged there, and the rest was read", "get a new copy of the document"),
    ):
        if numbers:
            yield Notice(places_named("page", numbers), kind, problem, advice)
    if pages.repaired:
        problem = "has fonts with a wrong map to Unicode; its letters were repaired"
        yield Notice("", "repaired letters", problem, compare)
