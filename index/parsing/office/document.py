"""Parses presentations, spreadsheets, books, OpenDocument, RTF and old Word texts, with anydoc.

anydoc (MIT, no dependencies, no network) was the only one of five converters that read Ukrainian RTF in Windows-1251
and every chapter of a book; kreuzberg, sharepoint-to-text, markitdown and pandoc lost letters, notes or chapters.
Runs in the child process. It does not know where the document comes from.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.titles import reads_like_title, shorten
from index.parsing.office.archive import check_archive, part_names, part_of
from index.parsing.office.article_rows import articles_in, rows_of_csv
from index.parsing.office.facts import Facts, facts_of, hidden_slides, sheet_names, spine_length
from index.parsing.office.marks import with_marks
from index.parsing.office.slides import with_marked_slides
from index.parsing.office.text import OfficeText, Unit, rows_of_table, units_of
from index.parsing.parsed_document import Notice, ParsedDocument, UnreadableError, places_named

NEEDS_EXTRA = "needs the program's extra for office documents: pip install 'dzherelo[office]'"
_ARCHIVES = {
    "pptx": "a PowerPoint presentation",
    "xlsx": "an Excel workbook",
    "odt": "an OpenDocument text",
    "ods": "an OpenDocument spreadsheet",
    "odp": "an OpenDocument presentation",
    "epub": "an EPUB book",
}
SHEETS = ("xlsx", "xls", "ods")
_UNITS = {"pptx": "slide", "odp": "slide", "epub": "chapter"} | dict.fromkeys(SHEETS, "sheet")
# anydoc's names of the formats that a file with an old suffix may really have.
_OLD = {"doc": ("doc", "rtf"), "ppt": ("ppt",), "xls": ("xlsx",)}
_HEAD_BYTES = 1_024
_MARK_FOR_EXCEL = re.compile(rb"\A(?:\xef\xbb\xbf)?sep=.\n")
_DRAWN = re.compile(r"ppt/(?:charts|diagrams)/(?:chart|data)\d*\.xml")


def read_office(kind: str, data: bytes) -> ParsedDocument:
    """The parsed document of that kind, its suffix without the dot; "csv" comes as UTF-8.

    Raises `UnreadableError` if it is not one, is locked or damaged, or anydoc is not installed.
    """
    if kind in _ARCHIVES:
        check_archive(data, _ARCHIVES[kind])
    elif kind == "csv":
        data = _MARK_FOR_EXCEL.sub(b"", data)
        if articles := articles_in(rows_of_csv(data.decode().removeprefix("\ufeff"))):
            return ParsedDocument("", records=tuple(articles))
    if kind == "epub" and b"xmlenc#aes" in part_of(data, "META-INF/encryption.xml"):
        raise UnreadableError("is protected against copying (DRM)")
    document = _converted(_format(kind, data), data)
    facts = facts_of(kind, data)
    text = OfficeText({note.id: note for note in document.notes}, with_headers=kind in (*SHEETS, "csv"))
    units = units_of(_UNITS.get(kind, ""), document.blocks)
    if kind in SHEETS and len(units) == 1 and not units[0].name:  # a single sheet gets no heading
        units[0].name = next(iter(sheet_names(kind, data, hidden=False)), "")
    if kind == "ods":  # anydoc never returns the hidden sheets of the other formats
        hidden = sheet_names(kind, data, hidden=True)
        units = [unit for unit in units if unit.name not in hidden]
    if kind in SHEETS and (articles := _articles(units)):
        notices = tuple(_notices(kind, data, units, [], []))
        return ParsedDocument("", notices=notices, records=tuple(articles))
    hidden_pages = hidden_slides(data) if kind == "pptx" else []
    for number in hidden_pages[: len(units)]:
        units[number - 1].blocks.clear()
    pages = [canonical("\n\n".join(filter(str.strip, text.of(unit.blocks)))) for unit in units]
    return _parsed(kind, data, facts, units, pages, hidden_pages)


def _articles(units: list[Unit]) -> list[dict[str, str]]:
    """The articles of a workbook in which every sheet is a table of articles."""
    found = [
        articles_in(rows_of_table(block.table)) for unit in units for block in unit.blocks if block.kind == "table"
    ]
    return [article for articles in found for article in articles] if all(found) else []


def _format(kind: str, data: bytes) -> str:
    """anydoc's name of the format; UnreadableError where an old suffix stands on a file of another format."""
    if kind not in _OLD:
        return kind
    try:
        import anydoc
    except ImportError:
        raise UnreadableError(NEEDS_EXTRA) from None
    found = "html" if b"<html" in data[:_HEAD_BYTES].lower() else anydoc.format_from_bytes(data)
    if found and found not in _OLD[kind]:
        raise UnreadableError(f"is actually {found.upper()}, despite its name")
    return str(found or _OLD[kind][0])


def _converted(kind: Any, data: bytes) -> Any:  # noqa: ANN401 - anydoc's document
    try:
        import anydoc
    except ImportError:
        raise UnreadableError(NEEDS_EXTRA) from None
    try:
        marked = with_marks(kind, data)
        return anydoc.to_document(with_marked_slides(marked) if kind == "pptx" else marked, kind)
    except anydoc.EncryptedError:
        raise UnreadableError("is locked with a password") from None
    except anydoc.ResourceLimitError as error:
        raise UnreadableError(f"is too large for a document ({error.limit})") from None
    except (anydoc.ConvertError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"is a damaged document ({one_line(str(error))[:100]})") from None


def _parsed(
    kind: str, data: bytes, facts: Facts, units: list[Unit], pages: list[str], hidden: list[int]
) -> ParsedDocument:
    text = "\n\n".join(pages)
    title = facts.title if reads_like_title(facts.title) else ""
    if kind == "pptx" and not title:
        title = next((unit.heading for unit in units if unit.heading), "")
    unit = _UNITS.get(kind, "")
    return ParsedDocument(
        text,
        shorten(title),
        facts.published,
        facts.language,
        page_starts=tuple(_starts(pages)) if unit else (),
        notices=tuple(_notices(kind, data, units, pages, hidden)),
        fields={"author": facts.authors} if facts.authors else {},
        unit=unit or "page",
        page_names=_names(units) if unit in ("sheet", "chapter") else (),
    )


def _names(units: list[Unit]) -> tuple[str, ...]:
    names = tuple(unit.name for unit in units)
    return names if any(names) else ()


def _starts(pages: list[str]) -> Iterator[int]:
    start = 0
    for page in pages:
        yield start
        start += len(page) + 2


def _notices(kind: str, data: bytes, units: list[Unit], pages: list[str], unseen: list[int]) -> Iterator[Notice]:
    """Notices about what was not read."""
    if kind == "pptx":
        if unseen:
            problem = "is hidden there and was not read"
            yield Notice(places_named("slide", unseen), "left out", problem, "show the slide if it is needed")
        bare = [number for number, page in enumerate(pages, 1) if not page.strip() and number not in unseen]
        if 0 < len(bare) < len(pages):
            place = places_named("slide", bare)
            yield Notice(place, "no text", "has no text there", "describe it in the notes of the slide")
        if any(map(_DRAWN.fullmatch, part_names(data))):
            problem = "has charts or diagrams, whose words were not read"
            yield Notice("", "left out", problem, "describe them in the notes of the slide")
    if kind in SHEETS and (hidden := sheet_names(kind, data, hidden=True)):
        yield Notice(
            ", ".join(hidden), "left out", "is hidden there and was not read", "show the sheet if it is needed"
        )
    if kind == "epub" and (lost := spine_length(data) - sum(unit.files for unit in units)) > 0:
        problem = f"has damaged parts ({lost}); the rest was read"
        yield Notice("", "damaged", problem, "export the document again from its source")
