"""An answer as plain-text paragraphs, for chat clients."""

import re
from collections.abc import Iterator

from index.text.languages import UNDETERMINED, detect_language
from qa import Answer, Citation
from ui.texts import DEFAULT, Texts, read_texts
from ui.texts.pages import page_words

_ELSE = "en"
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def texts_for(question: str) -> Texts:
    """The texts in the language of the question, or else in English; Cyrillic words alone count as Ukrainian."""
    languages = read_texts()
    language = detect_language(question)
    if language == UNDETERMINED and _CYRILLIC.search(question):
        language = DEFAULT
    return languages.get(language, languages[_ELSE])


def paragraphs(answer: Answer, texts: Texts) -> Iterator[str]:
    """Yield each quote with its number, then the numbered sources; or the refusal and what could help.

    For small talk, a sentence says what can be asked; a bare name or topic gets one that says so.
    """
    if answer.hint == "help":
        yield texts("help_short")
        return
    if answer.status == "no_answer":
        yield texts("refusal")
        yield texts("refusal_hint_filter" if answer.hint == "filter" else "refusal_hint")
        return
    if answer.hint == "mentions":
        yield texts("mentions_hint")
    for citation in answer.citations:
        yield f"{texts('quoted', text=citation.answer_text)} [{citation.number}]"
    yield "\n".join(_source(citation, texts) for citation in answer.citations)


def _source(citation: Citation, texts: Texts) -> str:
    page = page_words(citation, texts)
    day = texts.date(citation.published) if citation.published else ""
    parts = (citation.title or citation.article_id, citation.source, day, page)
    return f"[{citation.number}] {', '.join(part for part in parts if part)}"
