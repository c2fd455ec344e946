"""What a caller gives: understood where it is clear, refused by its name where it is not; and what a caller gets."""

import json
from datetime import UTC, date, datetime

import pytest

from index import build
from index.errors import CorpusError, DzhereloError, NoIndexError, QuestionError
from index.generation import Filter
from index.parsing.facts.field_names import checked_names
from qa import Assistant, ask, retrieve, verify_quotes
from qa.arguments import check_count, read_filter, read_language
from qa.question import read_question
from qa.serialisation import json_form


@pytest.mark.parametrize("code", ["uk", "UA", "ua", "uk-UA", "uk_UA", "ukr", " uk "])
def test_ukrainian_is_understood_by_each_of_its_codes(code):
    assert read_language(code) == "uk"


@pytest.mark.parametrize(
    ("code", "understood"), [("eng", "en"), ("pl-PL", "pl"), ("und", "und"), ("", None), (None, None)]
)
def test_other_codes_are_understood(code, understood):
    assert read_language(code) == understood


@pytest.mark.parametrize("code", ["xx", "укр", "ukrainian", "zz-UA", "u", 5, b"uk"])
def test_what_is_no_language_is_refused(code):
    with pytest.raises(QuestionError, match=r"language is .*, not a language code"):
        read_language(code)


def test_days_are_dates_moments_or_iso():
    moment = datetime(2020, 1, 1, 23, 30, tzinfo=UTC)
    assert read_filter(moment, "2026-01-01", "ua") == Filter(date(2020, 1, 1), date(2026, 1, 1), "uk")
    assert read_filter("", None) == Filter()


@pytest.mark.parametrize("value", ["1 лютого", 20260101, b"2026-01-01", "2026-02-30"])
def test_what_is_no_day_is_refused_by_its_name(value):
    with pytest.raises(QuestionError, match=r"until is .*, not a date"):
        read_filter(until=value)


@pytest.mark.parametrize("value", [0, -2, 2.5, True])
def test_what_is_no_number_of_passages_is_refused(value):
    check_count("k", 1)
    with pytest.raises(QuestionError, match=f"k is {value}, not a whole number from 1"):
        check_count("k", value)


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ([{"role": "user", "content": "Хто?"}], r"history\[0\] is dict, not a text"),
        (["Хто?", None], r"history\[1\] is NoneType"),
        ("Хто?", "history is one text"),
        (7, "history is int"),
    ],
)
def test_a_history_that_is_no_list_of_questions_is_refused(history, message):
    with pytest.raises(QuestionError, match=message):
        read_question("А коли?", history)


def test_none_is_no_history_and_any_sequence_is_one():
    assert read_question("А коли?", None).history == ()
    assert read_question("А коли?", ("Хто?",)).history == ("Хто?",)
    with pytest.raises(QuestionError, match="question is bytes, not a text"):
        read_question(b"\xd0")


def test_an_answer_its_citations_and_hits_become_json(answer, citation):
    given = answer(citation()).to_json()
    assert json.loads(json.dumps(given)) == given
    assert (given["status"], given["citations"][0]["published"], given["near_misses"]) == ("answered", "2026-02-06", [])
    assert given["citations"][0] == citation().to_json()
    assert given["citations"][0]["spans"] == [[17, 47]]


def test_what_has_no_json_form_is_refused():
    assert json_form({1: (date(2026, 1, 2), None, True, 0.5)}) == {"1": ["2026-01-02", None, True, 0.5]}
    with pytest.raises(TypeError, match="bytes has no JSON form"):
        json_form([b"x"])


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"corpus": 5}, "corpus is 5, not a path"),
        ({"corpus": None}, "corpus is None, not a path"),
        ({"index_dir": 5}, "index_dir is 5, not a path"),
        ({"model": 5}, "model is 5, not a text"),
        ({"uri": 5}, "uri is 5, not a text"),
    ],
)
def test_what_build_cannot_use_is_refused_by_its_name_and_value(tmp_path, given, named):
    arguments = {"corpus": tmp_path, "index_dir": tmp_path / "index"} | given
    with pytest.raises(DzhereloError) as refused:
        build(**arguments)
    assert refused.value.message == named
    assert refused.value.fix
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fields", [5, "text=body", {"text": 5}])
def test_field_names_that_are_no_names_are_refused(fields):
    with pytest.raises(CorpusError, match="field"):
        checked_names(fields)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"index_dir": None}, "index_dir is None, not a path"),
        ({"model": 5}, "model is 5, not a text"),
        ({"uri": 5}, "uri is 5, not a text"),
        ({"reader": 5}, "there is no reader 5"),
    ],
)
def test_what_an_assistant_cannot_use_is_refused_by_its_name_and_value(tmp_path, given, named):
    with pytest.raises(DzhereloError) as refused:
        Assistant.open(**({"index_dir": tmp_path} | given))
    assert refused.value.message == named


def test_the_functions_refuse_what_is_no_index_folder():
    for function in (ask, retrieve, verify_quotes):
        with pytest.raises(NoIndexError, match="index_dir is 5, not a path"):
            function("Що?", index_dir=5)
