"""What an office document says about itself: title, authors, date and language, and parts that are not shown.

Knows the parts that hold such facts. A date and authors are given only if they are the document's own; those of a
workbook never are.
"""

import posixpath
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.authors import authors_in
from index.parsing.facts.dates import day_made, stated_date
from index.parsing.office.archive import part_of, tree_of
from index.text.languages import stated_language

_TEMPLATE_AUTHORS, _TEMPLATE_DAY = ("python-docx", "python-pptx", "Steve Canny"), date(2013, 1, 27)
_HEAD_BYTES = 1 << 16
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
_STYLE_NAME = f"{_ODF}style:1.0}}name"
_NAME, _STYLE, _SHOWN = (f"{_ODF}table:1.0}}{name}" for name in ("name", "style-name", "display"))
_RTF_TITLE = re.compile(rb"\{\\title[ \r\n]+((?:[^{}\\]|\\[^{}]|\\[{}])*)\}")
_RTF_DAY = rb"\\%s\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})"
_RTF_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document; empty strings and None where it states nothing reliable."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None
    language: str = ""


def facts_of(kind: str, data: bytes) -> Facts:
    """What the document of that kind says about itself; nothing where that part is missing or damaged."""
    readers = {"pptx": _office, "xlsx": _office, "epub": _book, "rtf": _rtf}
    readers |= dict.fromkeys(("odt", "ods", "odp"), _opendocument)
    try:
        facts = readers[kind](data) if kind in readers else Facts()
    except (SyntaxError, ValueError, AttributeError, TypeError):
        return Facts()
    return replace(facts, authors=(), published=None) if kind in ("xlsx", "ods") else facts


def sheet_names(kind: str, data: bytes, hidden: bool) -> list[str]:
    """The names of a workbook's sheets that are shown, or of those that are not; none for the old format "xls"."""
    if kind == "ods":
        return _opendocument_sheets(data, hidden)
    tree = tree_of(part_of(data, "xl/workbook.xml"))
    sheets = [] if tree is None else tree.iter("{*}sheet")
    named = ((one_line(sheet.get("name") or ""), sheet.get("state", "visible") != "visible") for sheet in sheets)
    return [name for name, unseen in named if unseen == hidden]


def _opendocument_sheets(data: bytes, hidden: bool) -> list[str]:
    tree = tree_of(part_of(data, "content.xml"))
    if tree is None:
        return []
    unseen = {
        style.get(_STYLE_NAME)
        for style in tree.iterfind("{*}automatic-styles/{*}style")
        if any(part.get(_SHOWN) == "false" for part in style.iterfind("{*}table-properties"))
    }
    sheets = tree.iterfind("{*}body/{*}spreadsheet/{*}table")
    return [one_line(each.get(_NAME) or "") for each in sheets if (each.get(_STYLE) in unseen) == hidden]


def hidden_slides(data: bytes) -> list[int]:
    """The numbers, from 1, of the slides of a PowerPoint presentation that are not shown."""
    relations = tree_of(part_of(data, "ppt/_rels/presentation.xml.rels"))
    shown = tree_of(part_of(data, "ppt/presentation.xml"))
    if relations is None or shown is None:
        return []
    parts = {each.get("Id"): each.get("Target") or "" for each in relations.iter("{*}Relationship")}
    ids = [next((value for name, value in each.items() if name.endswith("}id")), "") for each in shown.iter("{*}sldId")]
    slides = (tree_of(part_of(data, posixpath.normpath(posixpath.join("ppt", parts.get(id, ""))))) for id in ids)
    return [
        number for number, slide in enumerate(slides, 1) if slide is not None and slide.get("show") in ("0", "false")
    ]


def spine_length(data: bytes) -> int:
    """How many files a book is made of, in the order of reading; 0 where it does not say."""
    tree = _package(data)
    if tree is None:
        return 0
    files = {item.get("id"): item.get("href") for item in tree.iter("{*}item")}
    return len({files[each.get("idref")] for each in tree.iter("{*}itemref") if each.get("idref") in files})


def _words(tree: Any, name: str) -> list[str]:  # noqa: ANN401
    found = tree.iter(f"{{*}}{name}") if tree is not None else ()
    texts = (one_line(canonical("".join(node.itertext()))) for node in found)
    return [text for text in texts if text]


def _first(tree: Any, name: str) -> str:  # noqa: ANN401
    return next(iter(_words(tree, name)), "")


def _office(data: bytes) -> Facts:
    tree = tree_of(part_of(data, "docProps/core.xml"))
    made = day_made(_moment(_first(tree, "created")), _moment(_first(tree, "modified")))
    template = (
        not {_first(tree, "creator"), _first(tree, "lastModifiedBy")}.isdisjoint(_TEMPLATE_AUTHORS)
        or made == _TEMPLATE_DAY
    )
    language = stated_language(_first(tree, "language"))
    authors = authors_in(_first(tree, "creator"))
    return Facts(_first(tree, "title"), authors, None if template else made, language)


def _opendocument(data: bytes) -> Facts:
    tree = tree_of(part_of(data, "meta.xml"))
    made = day_made(_moment(_first(tree, "creation-date")), _moment(_first(tree, "date")))
    authors = authors_in(_first(tree, "initial-creator"))
    return Facts(_first(tree, "title"), authors, made, stated_language(_first(tree, "language")))


def _package(data: bytes) -> Any:  # noqa: ANN401
    container = tree_of(part_of(data, "META-INF/container.xml"))
    root = None if container is None else next(container.iter("{*}rootfile"), None)
    return None if root is None else tree_of(part_of(data, root.get("full-path") or ""))


def _book(data: bytes) -> Facts:
    tree = _package(data)
    # Programs that convert books write the year 101, or add the day of the conversion as a separate event.
    days = [] if tree is None else [node for node in tree.iter("{*}date") if _event(node) != "modification"]
    day = stated_date((days[0].text or "").strip()) if days else None
    published = day if day and date(1500, 1, 1) <= day <= date.today() else None
    return Facts(
        _first(tree, "title"), tuple(_words(tree, "creator")), published, stated_language(_first(tree, "language"))
    )


def _event(node: Any) -> str:  # noqa: ANN401
    return next((value for name, value in node.attrib.items() if name.endswith("event")), "")


def _rtf(data: bytes) -> Facts:
    """The facts of an RTF file; its title is in the document's encoding, so the converter reads it as a document."""
    head = data[:_HEAD_BYTES]
    title = ""
    if found := _RTF_TITLE.search(head):
        import anydoc

        page = _RTF_PAGE.search(head)
        letters = b"\\ansicpg" + page[1] if page else b""
        try:
            document = anydoc.to_document(b"{\\rtf1\\ansi" + letters + b" " + found[1] + b"\\par}", "rtf")
        except anydoc.ConvertError:
            return Facts()
        # Letters written by number come one by one, in runs of their own.
        title = " ".join("".join(run.text or "" for run in block.content or []) for block in document.blocks)
    return Facts(one_line(canonical(title)), (), day_made(_rtf_day(head, b"creatim"), _rtf_day(head, b"revtim")))


def _rtf_day(head: bytes, name: bytes) -> datetime | None:
    found = re.search(_RTF_DAY % name, head)
    return _moment(b"-".join(part.zfill(2) for part in found.groups()).decode()) if found else None


def _moment(words: str) -> datetime | None:
    """The moment in ISO 8601, without its zone; None for anything else."""
    try:
        return datetime.fromisoformat(words[:19].rstrip("Z"))
    except ValueError:
        return None
