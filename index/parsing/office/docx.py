"""Parses DOCX: paragraphs and table rows in order, and the title, author and date from its properties.

Runs in the child process. It does not know where the document comes from.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.authors import authors_in
from index.parsing.facts.dates import day_made
from index.parsing.facts.titles import find_headline, reads_like_title, shorten, without_headline
from index.parsing.headings import BLOCK_GAP, HEADING_GAP
from index.parsing.office.archive import check_archive
from index.parsing.office.docx_numbers import numbering_of
from index.parsing.office.docx_text import WordText, heading_styles_of, hidden_styles_of, notes_of
from index.parsing.parsed_document import ParsedDocument, UnreadableError
from index.text.languages import stated_language

_TEMPLATE_DAY = date(2013, 12, 23)  # python-docx's
_HEADING_STYLES = ("title", "heading 1", "назва", "заголовок 1", "заголовок", "название")


def read_docx(data: bytes) -> ParsedDocument:
    """The parsed DOCX. UnreadableError if it is not one, is damaged, or unpacks to far too much."""
    check_archive(data, "a Word document")
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [canonical(block) for block in _blocks(document)]
        heading = _heading(document)
        facts = document.core_properties
        made = None if _is_template(facts) else day_made(facts.created, facts.modified)
        title, language, authors = one_line(facts.title), stated_language(facts.language), authors_in(facts.author)
    except (OpcError, zipfile.BadZipFile, *_DAMAGES) as error:
        detail = one_line(str(error))[:100] or type(error).__name__
        raise UnreadableError(f"is a damaged Word document ({detail})") from None
    parsed = _parsed([block for block in blocks if block.strip()], title, heading, made, language)
    return replace(parsed, fields={"author": authors}) if authors else parsed


# The errors python-docx raises if an expected part, attribute or relation is missing or invalid; lxml's parse errors
# are syntax errors.
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


def _blocks(document: Any) -> Iterator[str]:  # noqa: ANN401 - python-docx has no types for its parts
    """The paragraphs and rows of the document, then its page headers."""
    parts = dict(_related(document))
    trees = {name: parts.get(name) for name in ("footnotes.xml", "endnotes.xml", "numbering.xml")}
    styles = document.styles.element
    hidden, headings = hidden_styles_of(styles), heading_styles_of(styles)
    text = WordText(numbering_of(trees["numbering.xml"], styles), hidden_styles=hidden, heading_styles=headings)
    for kind in ("footnote", "endnote"):
        if (tree := trees[f"{kind}s.xml"]) is not None:
            text.notes |= notes_of(kind, tree)
    yield from text.blocks(document.element.body)
    heads = [one_line(" ".join(text.blocks(tree))) for name, tree in parts.items() if name.startswith("header")]
    yield from dict.fromkeys(head for head in heads if any(map(str.isalpha, head)))


def _related(document: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The parts that the document refers to, by name, as trees."""
    for relation in document.part.rels.values():
        kind = str(relation.reltype).rsplit("/", 1)[-1]
        if kind in ("footnotes", "endnotes", "numbering", "header") and not relation.is_external:
            name = f"{kind}.xml" if kind != "header" else str(relation.target_part.partname)
            yield name if kind != "header" else f"header {name}", _tree(relation.target_part)


def _tree(part: Any) -> Any:  # noqa: ANN401
    from docx.oxml import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _heading(document: Any) -> str:  # noqa: ANN401
    """The text of the first title near the start that is set in a style for it; empty if there is none."""
    styled = (each for each in document.paragraphs[:10] if (each.style.name or "").lower() in _HEADING_STYLES)
    return next(filter(reads_like_title, (one_line(canonical(each.text)) for each in styled)), "")


def _parsed(blocks: list[str], stated: str, heading: str, published: date | None, language: str) -> ParsedDocument:
    """The document; its title is left out of the text if it stands alone at the beginning, and is not cut short."""
    title = shorten(heading or (stated if reads_like_title(stated) else ""))
    text = _joined(blocks)
    if not title and (headline := find_headline(text)):
        title = headline.title
        text = without_headline(text, headline) if headline.alone else text
    elif blocks and one_line(blocks[0]) == title:
        text = _joined(blocks[1:])
    return ParsedDocument(text, title, published, language)


def _joined(blocks: list[str]) -> str:
    """The blocks with a blank line after each, but after a heading, which ends with its own gap."""
    return "".join(block if block.endswith(HEADING_GAP) else block + BLOCK_GAP for block in blocks).rstrip("\n")


def _is_template(facts: Any) -> bool:  # noqa: ANN401
    """Whether the document's date is that of the program's template."""
    day = facts.created and facts.created.date()
    return bool(facts.author == "python-docx" or day == _TEMPLATE_DAY)
