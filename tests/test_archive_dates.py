"""Questions about when the archive wrote about something, and requests to repeat an answer."""

from datetime import date

import pytest

from qa import Assistant
from qa.archive_dates import Mentioned, when_mentioned
from qa.question import read_question
from qa.repetition import asks_again


@pytest.fixture(scope="module")
def assistant(archive):
    with Assistant.open(archive) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Коли вперше писали про зубрів?", Mentioned("зубрів", True, True)),
        ("А коли ви востаннє писали про Верховну Раду?", Mentioned("Верховну Раду", False, True)),
        ("Коли востаннє згадували Касимова?", Mentioned("Касимова", False, False)),
        ("Когда в последний раз писали о зубрах?", Mentioned("зубрах", False, True)),
        ("When did you last write about bison?", Mentioned("bison", False, True)),
        ("When was Jikji first mentioned?", Mentioned("Jikji", True, False)),
        ("Kiedy ostatnio pisano o żubrach?", Mentioned("żubrach", False, True)),
        ("Wann wurde zuletzt über Bienen berichtet?", Mentioned("Bienen", False, True)),
        ("Коли писали про зубрів?", None),
        ("Коли вперше побачили зубрів?", None),
        ("Хто вперше написав про зубрів?", None),
        ("Коли вперше писали?", None),
        ("А коли вперше писали про неї?", None),
        ("Коли поет вперше в листах до друга писав про море?", None),
    ],
)
def test_a_question_about_the_archive_itself_is_recognised(question, asked):
    assert when_mentioned(question) == asked


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Коли вперше писали про міст?", "radio-1"),
        ("Коли вперше писали про громаду?", "gazeta-1"),
        ("Коли востаннє писали про громаду?", "radio-2"),
        ("Коли востаннє згадували Петра Коваля?", "radio-1"),
    ],
)
def test_the_first_or_the_newest_article_is_quoted(assistant, question, article):
    answer = assistant.ask(question)
    assert [each.article_id for each in answer.citations] == [article]
    assert answer.hint == "mentions"


def test_what_was_never_written_about_is_refused_and_a_filter_counts(assistant):
    refused = assistant.ask("Коли вперше писали про велосипеди?")
    assert (refused.status, refused.hint, refused.citations) == ("no_answer", "wording", ())
    later = assistant.ask("Коли вперше писали про громаду?", since="2026-01-01")
    assert [each.published for each in later.citations] == [date(2026, 2, 3)]


@pytest.mark.parametrize(
    "message",
    [
        *("повтори", "Ще раз, будь ласка", "Можеш повторити?", "повтори ответ", "еще раз", "Repeat that, please"),
        *("once more", "Say that again", "jeszcze raz", "Powtórz proszę", "noch einmal", "Wiederhole das bitte"),
    ],
)
def test_the_last_answer_is_shown_again(assistant, message):
    first = "Скільки коштував міст через Ікву?"
    before, again = assistant.ask(first), assistant.ask(message, [first])
    assert before.status == "answered"
    assert (again.question, again.citations) == (message, before.citations)
    assert assistant.ask(message).hint == "help"
    assert read_question("А коли?", [first, message]).history == (first,)


@pytest.mark.parametrize(
    "question", ["Скільки разів повторили дослід?", "Хто ще раз летів?", "раз на рік", "ще", "more"]
)
def test_what_asks_more_than_a_repetition_is_none(question):
    assert not asks_again(question)
