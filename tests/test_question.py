"""A question as it is searched: what is refused, what it refers to, and its filter."""

from datetime import date

import pytest

from index.errors import QuestionError
from index.generation import Filter
from qa.question import Context, Question, read_question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the question is empty"),
        ("  \n", "the question is empty"),
        ("?!", "'?!' contains no word to search for"),
        ("слово " * 20_000 + "x", "the question has 120,001 characters; at most 2,000 are allowed"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_its_figures(text, words):
    with pytest.raises(QuestionError) as error:
        read_question(text)
    assert error.value.message == words
    assert error.value.fix


def test_the_longest_question_has_two_thousand_characters():
    assert len(read_question("а" * 2000).text) == 2000
    with pytest.raises(QuestionError, match="2,001 characters; at most 2,000"):
        read_question("а" * 2001)


def test_the_last_five_questions_before_it_count():
    question = read_question("А за що?", ["Раз?", "Два?", "Три?", "Чотири?", "П’ять?", "Шість?"])
    assert question.history == ("Два?", "Три?", "Чотири?", "П’ять?", "Шість?")
    assert question.context is None
    assert question.texts == ("А за що?",)


def test_an_earlier_question_is_checked_as_well():
    with pytest.raises(QuestionError, match="no word"):
        read_question("А за що?", ["…"])


def test_a_follow_up_is_searched_alone_and_behind_what_it_refers_to():
    context = Context("Кого видав Казахстан?", "Семена Бажукова", "Дезертири")
    question = Question("А за що?", "А за що?", ("Кого видав Казахстан?",), Filter(), context)
    assert question.together == "Кого видав Казахстан? Семена Бажукова А за що?"
    assert question.texts == ("А за що?", "Кого видав Казахстан? Семена Бажукова А за що?")


def test_of_a_long_context_the_last_400_characters_are_searched():
    asked = Question("А за що?", "А за що?", (), Filter(), Context("а" * 300, "б" * 300))
    assert asked.together == "а" * 99 + " " + "б" * 300 + " А за що?"


def test_the_reader_gets_the_title_as_well():
    assert Context("Кого видав?", "Бажукова", "Дезертири").text == "Дезертири Кого видав? Бажукова"
    assert Context("Кого видав?").text == "Кого видав?"


def test_dates_are_dates_or_their_iso_form():
    expected = Filter(date(2026, 2, 1), date(2026, 2, 28), "uk")
    assert read_question("Хто?", (), "2026-02-01", date(2026, 2, 28), "uk").wanted == expected
    assert read_question("Хто?", language="").wanted == Filter()
    one_day = read_question("Хто?", (), "2026-02-01", "2026-02-01").wanted
    assert one_day == Filter(date(2026, 2, 1), date(2026, 2, 1))


def test_a_wrong_date_is_named_with_the_right_form():
    with pytest.raises(QuestionError, match=r"until is '1 лютого', not a date\. Give it as YYYY-MM-DD"):
        read_question("Хто?", until="1 лютого")
    with pytest.raises(QuestionError, match="since 2026-02-02 is after until 2026-02-01"):
        read_question("Хто?", since="2026-02-02", until="2026-02-01")


def test_history_given_as_one_text_is_refused():
    with pytest.raises(QuestionError, match="not a list"):
        read_question("А за що?", "Кого видав Казахстан?")


def test_the_question_before_has_its_own_time_and_no_days_of_this_one():
    asked = read_question("А що писали торік?", ["Хто переміг у 2019 році?"], language="uk", now="2026-03-15")
    assert asked.filtered_by_time.wanted == Filter(date(2025, 1, 1), date(2025, 12, 31), "uk")
    alone = read_question("Хто переміг у 2019 році?", language="uk", now="2026-03-15")
    assert asked.previous == asked.filtered_by_time.previous == alone
    assert alone.previous is None
    timeless = read_question("А торік?", ["Хто переміг у 2019 році?"], without_time=True)
    assert timeless.previous.time is None


def test_the_days_that_a_caller_gave_hold_for_the_question_before_as_well():
    asked = read_question("А що писали торік?", ["Хто переміг?"], since="2020-01-01", now="2026-03-15")
    assert asked.filtered_by_time.previous.wanted == Filter(since=date(2020, 1, 1))


def test_an_error_tells_an_earlier_question_from_the_question():
    with pytest.raises(QuestionError, match="an earlier question has 2,001 characters"):
        read_question("А за що?", ["а" * 2001])
