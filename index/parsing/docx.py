"""A DOCX document to a draft: paragraphs and table rows in their order, and the title and date among its properties.

Runs in the child process. It must not know where the document comes from.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.parsed_document import Draft, UnreadableError
from index.parsing.titles import find_headline, reads_like_title, shorten
from index.text.languages import UNDETERMINED, detect_language, stated_language

LARGEST_XML_BYTES = 32 << 20
LARGEST_UNPACKED_BYTES = 512 << 20
MOST_PARTS = 5_000
_ENCRYPTED = 1
# Word's XML packs to a twentieth or so; what unpacks to a hundred times its size was made to do harm.
_MOST_UNPACKED_PER_BYTE = 100
_FREE_UNPACKED_BYTES = 4 << 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DROPPED = {_W + "del", _W + "moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011",
    _W + "softHyphen": "\u00ad",
}
_HEADING_STYLES = ("title", "heading 1", "назва", "заголовок 1", "заголовок", "название")


def read_docx(data: bytes) -> Draft:
    """The draft of a DOCX. Raises `UnreadableError` for what is none, is damaged, or unpacks to far too much."""
    _check_archive(data)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [canonical(block) for block in _blocks(document.element.body)]
        heading = _heading(document)
        facts = document.core_properties
        made = None if facts.author == "python-docx" else _published(facts.created, facts.modified)
        title, language = one_line(facts.title), stated_language(facts.language)
    except (OpcError, zipfile.BadZipFile, *_DAMAGES) as error:
        detail = one_line(str(error))[:100] or type(error).__name__
        raise UnreadableError(f"is a damaged Word document ({detail})") from None
    return _draft([block for block in blocks if block.strip()], title, heading, made, language)


# What python-docx runs into where a part, an attribute or a relation that it takes for granted is missing or nonsense;
# lxml's errors of parsing are syntax errors.
_DAMAGES = (
    SyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    AssertionError,
    NotImplementedError,
    OSError,
)


def xml_bytes(data: bytes) -> int:
    """How many bytes of XML the archive declares, which is what memory its tree takes; 0 if it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist() if _is_xml(part))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return 0


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))


def _check_archive(data: bytes) -> None:
    """Refuse by what the archive declares: `zipfile` never unpacks more of a part than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise UnreadableError(
            "is not a Word document: it is damaged, locked with a password, or of the old format"
        ) from None
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableError("is locked with a password")
    if len(parts) > MOST_PARTS:
        raise UnreadableError(f"holds {len(parts):,} parts, and no Word document has more than {MOST_PARTS:,}")
    unpacked, xml = sum(part.file_size for part in parts), sum(part.file_size for part in parts if _is_xml(part))
    most = min(LARGEST_UNPACKED_BYTES, _FREE_UNPACKED_BYTES + _MOST_UNPACKED_PER_BYTE * len(data))
    if unpacked > most or xml > LARGEST_XML_BYTES:
        raise UnreadableError(
            f"unpacks to {unpacked >> 20:,} MB ({xml >> 20:,} MB of XML), far more than an article has"
        )


def _blocks(parent: Any) -> Iterator[str]:  # noqa: ANN401 - lxml elements
    """The text of each paragraph and each table row below the element, in the order of the document."""
    for child in parent:
        if child.tag == _W + "p":
            yield "".join(_runs(child))
        elif child.tag == _W + "tr":
            yield " | ".join(" ".join(filter(str.strip, _blocks(cell))).replace("\n", " ") for cell in _cells(child))
        elif isinstance(child.tag, str) and child.tag not in _DROPPED:
            yield from _blocks(child)


def _cells(row: Any) -> Iterator[Any]:  # noqa: ANN401
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif isinstance(child.tag, str):
            yield from _cells(child)


def _runs(parent: Any) -> Iterator[str]:  # noqa: ANN401
    """The pieces of text in a paragraph as Word shows it: with insertions, links and text boxes, without deletions."""
    for child in parent:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag != _W + "pPr":
            yield from _runs(child)


def _heading(document: Any) -> str:  # noqa: ANN401
    """The text of the first paragraph in a style for titles, among those at the start; empty if there is none."""
    for paragraph in document.paragraphs[:10]:
        if (paragraph.style.name or "").lower() in _HEADING_STYLES and paragraph.text.strip():
            return one_line(canonical(paragraph.text))
    return ""


def _draft(blocks: list[str], stated: str, heading: str, published: date | None, language: str) -> Draft:
    """The draft, without the first block where that is the title."""
    title = heading if reads_like_title(heading) else stated if reads_like_title(stated) else ""
    text = "\n\n".join(blocks)
    if not title and (headline := find_headline(text)):
        title = headline.title
        blocks = blocks[1:] if headline.alone else blocks
    elif blocks and one_line(blocks[0]) == title:
        blocks = blocks[1:]
    text = "\n\n".join(blocks)
    return Draft(text, shorten(title), published, detect_language(text, language or UNDETERMINED))


def _published(made: datetime | None, changed: datetime | None) -> date | None:
    """The day the document was made, unless it was changed long after: then either day may be the wrong one."""
    if not made or not date(1990, 1, 1) <= made.date() <= date.today():
        return None
    return made.date() if not changed or abs((changed.date() - made.date()).days) <= 60 else None
