"""A whole conversation for other programs: as Markdown, as a Word document, or its references as BibTeX or CSL JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from qa.receipts import text_link
from ui.history.records import Turn
from ui.texts import Texts

from .citation_export import bibtex_entry, described, markdown_text
from .conversation_docx import as_docx
from .exported_turn import exported_turn
from .outcomes import outcome
from .references import Reference, as_csl, references

Form = Literal["md", "docx", "bib", "json"]
MEDIA_TYPES: dict[Form, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


def export(turns: Sequence[Turn], form: Form, files: Mapping[str, Path], texts: Texts) -> str | bytes:
    """The conversation in this form; `files` holds the paths of known files by article id."""
    found = references([turn for turn in turns if outcome(turn) == "answered"], files)
    if form == "docx":
        return as_docx(turns, found, texts)
    if form == "bib":
        numbered = (replace(each.citation, number=number) for number, each in enumerate(found, 1))
        return "\n".join(
            bibtex_entry(citation, str(each.file or "")) for citation, each in zip(numbered, found, strict=True)
        )
    return as_csl(found) if form == "json" else "\n\n".join(_markdown(turns, found, texts)) + "\n"


def _markdown(turns: Sequence[Turn], found: Sequence[Reference], texts: Texts) -> Iterator[str]:
    """The blocks of the document: each question with its quotes, then the articles with links and files."""
    numbers = {each.citation.article_id: number for number, each in enumerate(found, 1)}
    yield f"# {markdown_text(turns[0].asked.question)}"
    for turn in turns:
        yield f"## {markdown_text(turn.asked.question)}"
        exported = exported_turn(turn, texts)
        yield from map(markdown_text, exported.notes)
        for citation, word in exported.cited:
            yield f"> {markdown_text(citation.answer_text)} [{numbers[citation.article_id]}]{word and f', {word}'}"
        for citation in exported.closest:
            link = text_link(citation.source, citation.answer_text)
            place = markdown_text(described(citation, texts)) + (f" <{link}>" if link else "")
            yield f"> {markdown_text(citation.answer_text)}\n>\n> — {place}"
    if found:
        yield f"## {texts('sources')}"
        yield "\n".join(_source(number, each, texts) for number, each in enumerate(found, 1))


def _source(number: int, reference: Reference, texts: Texts) -> str:
    line = f"{number}. {markdown_text(described(reference.citation, texts))}"
    link = f" <{reference.link}>" if reference.link else ""
    file = f" `{str(reference.file).replace('`', '')}`" if reference.file else ""
    return line + link + file
