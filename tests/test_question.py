from datetime import date

import pytest

from index.errors import QuestionError
from index.generation import Filter
from qa.question import MAX_CHARS, read_question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("?!", "no word"),
        ("слово " * 20_000, "120,000 characters, at most 2,000"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_its_figures(text, words):
    with pytest.raises(QuestionError) as error:
        read_question(text.removesuffix(" ") if len(text) < 100 else text + "x")
    assert words.split(",")[0].lstrip("0123456789") in error.value.message
    assert error.value.fix


def test_the_longest_question_is_searched_whole():
    assert len(read_question("а" * MAX_CHARS).text) == MAX_CHARS
    with pytest.raises(QuestionError, match="2,001 characters, at most 2,000"):
        read_question("а" * (MAX_CHARS + 1))


def test_a_follow_up_is_searched_alone_and_with_all_before_it():
    question = read_question("А за що?", ["Кого видав Казахстан?", "Коли?"])
    assert question.texts == ("А за що?", "Кого видав Казахстан? Коли? А за що?")
    assert read_question("Хто?").texts == ("Хто?",)


def test_dates_are_dates_or_their_iso_form():
    expected = Filter(date(2026, 2, 1), date(2026, 2, 28), "uk")
    assert read_question("Хто?", (), "2026-02-01", date(2026, 2, 28), "uk").wanted == expected
    assert read_question("Хто?", language="").wanted == Filter()


def test_a_wrong_date_is_named_with_the_right_form():
    with pytest.raises(QuestionError, match=r"until is '1 лютого', which is no date\. Give it as YYYY-MM-DD"):
        read_question("Хто?", until="1 лютого")
    with pytest.raises(QuestionError, match="since 2026-02-02 is after until 2026-02-01"):
        read_question("Хто?", since="2026-02-02", until="2026-02-01")


def test_history_given_as_one_text_is_refused():
    with pytest.raises(QuestionError, match="not a list"):
        read_question("А за що?", "Кого видав Казахстан?")
