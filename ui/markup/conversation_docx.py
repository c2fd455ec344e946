"""A conversation as a Word document."""

from collections.abc import Sequence
from io import BytesIO

from ui.history.records import Turn
from ui.texts import Texts

from .citation_export import described
from .references import Reference


def as_docx(turns: Sequence[Turn], found: Sequence[Reference], texts: Texts) -> bytes:
    """The questions as headings, the quotes as quotations, and the numbered sources with links and files."""
    from docx import Document  # only an export needs it

    document = Document()
    document.core_properties.title = _plain(turns[0].asked.question)
    document.core_properties.author = texts("title")
    numbers = {each.citation.article_id: number for number, each in enumerate(found, 1)}
    for turn in turns:
        document.add_heading(_plain(turn.asked.question), 1)
        if turn.answer.status != "answered":
            document.add_paragraph(texts("refusal"))
        for citation in turn.answer.citations:
            quote = f"«{_plain(citation.answer_text)}» [{numbers[citation.article_id]}]"
            document.add_paragraph(quote, style="Intense Quote")
    if found:
        document.add_heading(texts("sources"), 1)
    for number, each in enumerate(found, 1):
        lines = (f"[{number}] {described(each.citation, texts)}", each.link, str(each.file or ""))
        document.add_paragraph("\n".join(_plain(line) for line in lines if line))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _plain(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
