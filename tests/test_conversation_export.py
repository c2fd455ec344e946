"""A conversation as a document: what it says came of each question is what the page showed."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from qa import Answer
from ui.history.records import Asked, Turn
from ui.markup.conversation_export import export
from ui.texts import read_texts


@pytest.fixture(scope="module")
def ukrainian():
    return read_texts()["uk"]


def turn(question, status="no_answer", confidence=0.0, citations=(), near_misses=(), hint="", **filters):
    answer = Answer(question, question, status, confidence, tuple(citations), tuple(near_misses), hint, 1)
    return Turn(1, "one", Asked(question, **filters), answer, datetime(2026, 11, 27, 12, 0, tzinfo=UTC), 0, "")


def written(turns, texts):
    """The words of both documents: Markdown without its escapes, and Word."""
    yield export(turns, "md", {}, texts).replace("\\", "")
    yield "\n\n".join(each.text for each in Document(BytesIO(export(turns, "docx", {}, texts))).paragraphs)


REFUSAL = "Певної відповіді у статтях не знайдено."


def test_a_greeting_and_a_search_are_no_refusals(ukrainian, citation):
    turns = [turn("привіт", hint="help"), turn("Казахстан", near_misses=[citation()], hint="mentions")]
    for text in written(turns, ukrainian):
        assert REFUSAL not in text
        assert "Певної відповіді немає, але ось що про це є у статтях." in text
        assert citation().answer_text in text


def test_a_refusal_names_its_filter_and_its_closest_passages(ukrainian, citation):
    asked = turn("Кого видали?", near_misses=[citation()], hint="filter", since="2026-01-01", language="en")
    for text in written([asked], ukrainian):
        assert REFUSAL in text
        assert "Фільтр: не раніше 1 січня 2026 р., мова: англійська" in " ".join(text.split())
        assert "Відповідь є, але її приховує фільтр." in text
        assert "Найближче місце (1)" in text
        assert citation().answer_text in text
        assert citation().title in text
    assert export([asked], "json", {}, ukrainian) == "[]\n"  # what did not answer is no reference


def test_an_answer_tells_how_sure_it_is_and_each_further_quote_too(ukrainian, citation):
    quotes = [citation(), citation(number=2, article_id="other.md", confidence=0.3)]
    for text in written([turn("Хто погодив екстрадицію?", "answered", 0.6, quotes)], ukrainian):
        assert "Імовірна відповідь" in text
        assert "[2], непевно" in text


def test_a_word_document_keeps_every_space_of_a_quote(ukrainian, citation):
    quote = "Борг: 5\xa0мільйонів, 3\u202fтисячі\u2009грн."
    quoted = citation(text=quote, start=0, end=len(quote), answer_start=0, answer_end=len(quote))
    assert quote in list(written([turn("Який борг?", "answered", 0.9, [quoted])], ukrainian))[1]
