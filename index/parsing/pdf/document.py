"""Parses PDF: the text of its pages in reading order, and notices of what could not be read.

Runs in the child process. It does not know where the document comes from.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.decoding.letters import repair_letters
from index.parsing.facts.authors import authors_in
from index.parsing.facts.titles import reads_like_title, repair, shorten, title_in
from index.parsing.parsed_document import LONGEST_TEXT_CHARS, ParsedDocument, UnreadableError
from index.parsing.pdf.day_made import day_made
from index.parsing.pdf.fields import field_runs, with_fields
from index.parsing.pdf.footnotes import notes_out_of_sentences, rule_above_notes
from index.parsing.pdf.hidden_letters import hidden_letters
from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.lines import pieces_of
from index.parsing.pdf.pages import Pages, is_scan, notices_of
from index.parsing.pdf.picture_parts import Part, pictures_beside, shows_lines
from index.parsing.pdf.pictures import has_more_text, is_nonsense, recognised_lines, with_pictures, with_stamps
from index.parsing.pdf.reflow import running_text
from index.parsing.pdf.rules import grids_of
from index.parsing.pdf.running_heads import repeated_head, without_running_heads
from index.parsing.pdf.runs import MOST_LETTERS, Run, is_invisible, page_runs
from index.parsing.pdf.tables import lines_with_tables, with_whole_rows
from index.parsing.pdf.tesseract import engine_at
from index.parsing.pdf.title import Line, title_of_page
from index.parsing.sandbox.caller import Caller

MOST_PAGES = 10_000
_SECONDS_A_PAGE = 0.05
# A page that is a picture may still have a page number or a stamp.
_FEW_LETTERS = 30
_PICTURE_SHARE, _SOME_PICTURE = 0.5, 0.02
# A scan with a stamp or a register's lines drawn on it: so few letters on a picture that covers the page.
_STAMP_LETTERS, _WHOLE_PAGE = 400, 0.8
# Cyrillic letters that a font calls Latin ones with accents.
_LATIN1, _LEAST_LATIN1 = re.compile("[À-ÿ]"), 8
# So many pages are searched for text in pictures that look like none.
_MOST_PHOTOGRAPHS = 40
_MISSING_SHARE, _MISSING_TOLD = 0.1, 0.01


def read_pdf(data: bytes, caller: Caller | None = None) -> ParsedDocument:
    """The draft of a PDF. UnreadableError if it is locked or damaged, or has no text that can be read.

    Asks the `caller` for more time, and for the recognition of pages that are pictures.
    """
    caller = caller or Caller()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableError("is locked with a password" if locked else "is not a PDF that can be read") from None
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableError(f"has {len(document):,} pages; at most {MOST_PAGES:,} are read")
        caller.grant(_SECONDS_A_PAGE * len(document))
        document.init_forms()
        pages = _read_pages(document)
        _recognise(document, pages, caller)
        facts = document.get_metadata_dict()
    finally:
        document.close()
    return _parsed(pages, facts)


def _parsed(pages: Pages, facts: dict[str, str]) -> ParsedDocument:
    lines = with_whole_rows(without_running_heads(pages.lines))
    lines = notes_out_of_sentences(lines, pages.rules)
    text, starts = running_text(with_pictures(lines, pages.read_beside))
    if unicodedata.normalize("NFC", text) != text:  # joining lines may bring letters and combining marks together
        text = canonical(text)
    if not any(map(str.isalnum, text)):
        if pages.unsure:
            raise UnreadableError("has only pictures of text, none of which could be recognised reliably (OCR)")
        if pages.no_letters:
            raise UnreadableError("has unreadable letters (its fonts lack a map to Unicode): it needs OCR first")
        raise UnreadableError("has no text, only pictures of it: it needs text recognition (OCR) first")
    stated = repair(one_line(canonical(facts["Title"])))
    repeated = repeated_head(pages.lines)
    head = [line for line in next((page for page in lines if page), []) if line is not repeated]
    shown = [Line(one_line(line.text), round(line.size, 1), line.bold) for line in head]
    title = stated if reads_like_title(stated) else title_of_page(shown)
    if repeated and not title:
        title = title_in(running_text([head])[0])
    # A first name alone is what somebody called his computer.
    authors = tuple(name for name in authors_in(repair(one_line(canonical(facts["Author"])))) if " " in name)
    return ParsedDocument(
        text,
        shorten(title),
        day_made(facts, is_scan(pages)),
        page_starts=tuple(starts),
        notices=tuple(notices_of(pages)),
        fields={"author": authors} if authors else {},
        recognised=tuple(sorted({*pages.recognised, *pages.read_beside})),
    )


def _read_pages(document: Any) -> Pages:  # noqa: ANN401 - pypdfium2 has no types
    """The lines of each page."""
    import pypdfium2

    pages = Pages()
    room = LONGEST_TEXT_CHARS
    weighed = False
    for number in range(1, len(document) + 1):
        rule = None
        try:
            page = document[number - 1]
            lines = _page(document, page, number, pages, weigh=not weighed)
            rule = rule_above_notes(page, lines)
            page.close()
        except pypdfium2.PdfiumError:
            pages.unread.append(number)
            lines = []
        weighed = weighed or bool(lines)
        pages.lines.append(lines)
        pages.rules.append(rule)
        if (room := room - sum(len(line.text) for line in lines)) < 0:
            raise UnreadableError(f"holds more than {LONGEST_TEXT_CHARS:,} characters")
    return pages


def _recognise(document: Any, pages: Pages, caller: Caller) -> None:  # noqa: ANN401
    """Put recognised lines in the place of pages that have none of their own, where there is a Tesseract."""
    import pypdfium2

    whole: dict[int, list[Part]] = {number: [] for number in (*pages.pictures, *pages.no_letters, *pages.stamped)}
    others = [number for number in pages.beside if number not in pages.like_text][:_MOST_PHOTOGRAPHS]
    wanted = {number: pages.beside[number] for number in (*pages.like_text, *others)} | whole
    engine = engine_at(caller.tesseract) if wanted else None
    if not engine:
        return
    stamped = set(pages.stamped)
    pages.unmapped = set(pages.no_letters)
    like_text, pages.like_text = set(pages.like_text), []
    pages.pictures, pages.no_letters, pages.stamped = [], [], []
    try:
        for number, lines in recognised_lines(document, wanted, engine, caller):
            if number not in whole:
                if lines:
                    pages.read_beside[number] = lines
                elif number in like_text:
                    pages.unsure_beside.append(number)
                continue
            if number in stamped and lines:
                if not has_more_text(lines, pages.lines[number - 1]):
                    continue
                lines = with_stamps(lines, pages.lines[number - 1])
            (pages.recognised if lines else pages.unsure).append(number)
            pages.lines[number - 1] = lines or pages.lines[number - 1]
            pages.rules[number - 1] = None
    except (pypdfium2.PdfiumError, MemoryError):
        pages.unsure += [number for number in whole if number not in {*pages.recognised, *pages.unsure}]
        pages.unsure_beside += [number for number in like_text if number not in pages.read_beside]


def _page(document: Any, page: Any, number: int, pages: Pages, weigh: bool) -> list[PageLine]:  # noqa: ANN401
    """The lines of a page; problems are recorded in `pages`."""
    text_page = page.get_textpage()
    if text_page.count_chars() > MOST_LETTERS:
        return [PageLine(canonical(line.strip()), 0, 1, 0, 1, (0, 1), True) for line in _raw_lines(text_page)]
    grids = grids_of(page)
    borders = [rule for grid in grids for rule in grid.upright]
    if hidden := hidden_letters(page, text_page, MOST_LETTERS):
        pages.hidden.append(number)
    runs = page_runs(text_page, weigh, borders, page.get_bbox(), hidden, grids)
    runs = with_fields(runs, field_runs(document, page))
    invisible = is_invisible(text_page)
    parts = pictures_beside(page, text_page)
    text_page.close()
    letters = sum(char.isalnum() or char == "\ufffd" for run in runs for char in run.text)
    missing = sum(run.missing for run in runs)
    if _is_nonsense_on_picture(page, runs, letters, invisible, number, pages):
        return []
    if missing > _MISSING_SHARE * letters and missing > 2:
        pages.no_letters.append(number)
        return []
    if parts and number not in {*pages.pictures, *pages.recognised, *pages.stamped}:
        pages.beside[number] = parts
        if any(shows_lines(page, part) for part in parts):
            pages.like_text.append(number)
    if missing > _MISSING_TOLD * letters:
        pages.few_missing.append(number)
    lines = lines_with_tables(pieces_of(runs, borders), grids)
    return _repaired(lines, pages)


def _is_nonsense_on_picture(
    page: Any,  # noqa: ANN401
    runs: Sequence[Run],
    letters: int,
    invisible: bool,
    number: int,
    pages: Pages,
) -> bool:
    """Whether the page's letters are a useless recognition of its picture; pages with text in pictures are recorded."""
    share = _picture_share(page) if letters < _STAMP_LETTERS or invisible else 0.0
    if letters < _FEW_LETTERS and share >= (_PICTURE_SHARE if letters else _SOME_PICTURE):
        pages.pictures.append(number)
    elif invisible and share >= _PICTURE_SHARE:
        nonsense = is_nonsense(" ".join(run.text for run in runs))
        (pages.pictures if nonsense else pages.recognised).append(number)
        return nonsense
    elif letters < _STAMP_LETTERS and share >= _WHOLE_PAGE:
        pages.stamped.append(number)
    return False


def _raw_lines(text_page: Any) -> list[str]:  # noqa: ANN401
    text = str(text_page.get_text_bounded()).replace("\x02", "-").replace("\ufffe", "-")
    return [line for line in text.splitlines() if line.strip()]


def _repaired(lines: list[PageLine], pages: Pages) -> list[PageLine]:
    """The lines in canonical form, repaired if a font's map is wrong, without single unreadable signs."""
    letters = repair_letters("\n".join(line.text.replace("\n", "\v") for line in lines))
    if letters.repaired:
        pages.repaired = True
        for line, text in zip(lines, letters.text.split("\n"), strict=True):
            line.text, line.cells, line.lefts = text.replace("\v", "\n"), (), ()
    else:
        _repair_lines(lines, pages)
    for line in lines:
        line.text = _clean(line.text)
        line.cells = tuple(map(_clean, line.cells))
    return [line for line in lines if line.text]


def _repair_lines(lines: list[PageLine], pages: Pages) -> None:
    """Repair the lines that are drawn in a font with a wrong map, where other fonts of the page are right."""
    for line in lines:
        if len(_LATIN1.findall(line.text)) < _LEAST_LATIN1:
            continue
        letters = repair_letters(line.text)
        if letters.repaired:
            pages.repaired = True
            line.text, line.cells, line.lefts = letters.text, (), ()


def _clean(text: str) -> str:
    return canonical(re.sub(r" *(?<!\w)\ufffd+(?!\w) *", " ", text)).strip()


def _picture_share(page: Any) -> float:  # noqa: ANN401
    """The share of the page covered by pictures."""
    from pypdfium2 import raw

    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return covered / (width * height or 1.0)
