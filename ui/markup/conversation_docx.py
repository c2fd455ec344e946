"""A conversation as a Word document."""

import re
from collections.abc import Sequence
from io import BytesIO

from qa.receipts import text_link
from ui.history.records import Turn
from ui.texts import Texts

from .citation_export import described
from .exported_turn import exported_turn
from .references import Reference

_NOT_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def as_docx(turns: Sequence[Turn], found: Sequence[Reference], texts: Texts) -> bytes:
    """The questions as headings, the quotes as quotations, and the numbered sources with links and files."""
    from docx import Document  # only an export needs it

    document = Document()
    document.core_properties.title = _plain(turns[0].asked.question)
    document.core_properties.author = texts("title")
    numbers = {each.citation.article_id: number for number, each in enumerate(found, 1)}
    for turn in turns:
        document.add_heading(_plain(turn.asked.question), 1)
        exported = exported_turn(turn, texts)
        for note in exported.notes:
            document.add_paragraph(_plain(note))
        for citation, word in exported.cited:
            quote = f"«{_plain(citation.answer_text)}» [{numbers[citation.article_id]}]{word and f', {word}'}"
            document.add_paragraph(quote, style="Intense Quote")
        for citation in exported.closest:
            lines = (
                citation.answer_text,
                f"— {described(citation, texts)}",
                text_link(citation.source, citation.answer_text),
            )
            document.add_paragraph("\n".join(_plain(line) for line in lines if line), style="Quote")
    if found:
        document.add_heading(texts("sources"), 1)
    for number, each in enumerate(found, 1):
        lines = (f"[{number}] {described(each.citation, texts)}", each.link, str(each.file or ""))
        document.add_paragraph("\n".join(_plain(line) for line in lines if line))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _plain(text: str) -> str:
    """The text without the control characters that XML cannot hold; spaces of any kind stay as they are."""
    return _NOT_XML.sub("", text)
