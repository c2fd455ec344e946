"""Logits to spans, sentences and figures, worked by hand: logits are given as logarithms of probabilities."""

import math
import re

import numpy as np
import pytest

from qa.reader.reading import Reading, best_window, read_logits

TEXT = "Зубр важить тонну. Він живе в пущі."
# The words of TEXT, each a token: Зубр 0-4, важить 5-11, тонну. 12-18, Він 19-22, живе 23-27, в 28-29, пущі. 30-35.


def read(text, starts, ends, answers=0.0):
    """The reading of a text whose words are its tokens; probabilities by word number, the rest is for "no span"."""
    places = np.array([match.span() for match in re.finditer(r"\S+", text)], np.int64).reshape(-1, 2)
    logits = []
    for given in (starts, ends):
        left = 1 - sum(given.values())
        values = [left, *(given.get(word, 0) for word in range(len(places)))]
        logits.append(np.log(np.array(values, np.float32) + np.float32(1e-20)))
    return read_logits(text, *logits, answers, places)


def test_the_best_span_runs_from_the_likeliest_start_to_the_likeliest_end():
    reading = read(TEXT, {1: 0.9}, {2: 0.8}, answers=2.5)
    assert reading.spans == ((5, 18),)
    assert TEXT[5:18] == "важить тонну."
    assert reading.answers == 2.5
    # Best .9 * .8 = .72, none .1 * .2 = .02: 36 times as likely.
    assert reading.margin == pytest.approx(math.log(36), abs=1e-4)


def test_a_span_never_runs_backwards():
    reading = read(TEXT, {2: 0.6, 4: 0.3}, {1: 0.6, 4: 0.3})
    # From 2 to 1 would have .36; from 2 to 4 is .18, and from 4 to 4 half of that, inside it.
    assert reading.spans == ((12, 27),)


def test_where_no_span_is_likelier_the_margin_is_below_nought():
    reading = read(TEXT, {1: 0.2}, {1: 0.2})
    assert reading.margin == pytest.approx(math.log(0.04 / 0.64), abs=1e-4)
    assert reading.spans == ((5, 11),)


@pytest.mark.parametrize(("second", "spans"), [(0.32, ((5, 11), (23, 27))), (0.28, ((5, 11),))])
def test_another_span_counts_from_a_quarter_of_the_best(second, spans):
    # Squares: the best .36; .32 squared is .28 of that, .28 squared .22. The span over both overlaps the best.
    assert read(TEXT, {1: 0.6, 4: second}, {1: 0.6, 4: second}).spans == spans


def test_at_most_eight_spans_are_kept():
    text = "а б в г д е є ж з и"
    equal = dict.fromkeys(range(10), 0.1)
    spans = read(text, equal, equal).spans
    assert [text[start:end] for start, end in spans] == ["а", "б", "в", "г", "д", "е", "є", "ж"]


@pytest.mark.parametrize(("last", "allowed"), [(63, True), (64, False)])
def test_a_span_has_at_most_64_tokens(last, allowed):
    text = " ".join(["слово"] * 70)
    reading = read(text, {0: 0.9}, {last: 0.9})
    whole = (0, 6 * last + 5)
    assert (whole in reading.spans) is allowed
    assert (reading.margin > 0) is allowed


def test_white_space_belongs_to_no_span():
    places = np.array([[0, 4], [4, 12], [12, 19]], np.int64)  # tokens that carry the spaces around them
    logits = np.log(np.array([0.1, 1e-9, 0.9, 1e-9], np.float32))
    assert read_logits("Зубр важить  тонну.", logits, logits, 0.0, places).spans == ((5, 11),)


def test_the_sentence_is_the_one_in_which_spans_are_the_likeliest_to_start():
    reading = read(TEXT, {1: 0.3, 2: 0.2, 4: 0.4}, {2: 0.5, 4: 0.5})
    # From 1: .3 * 1, from 2: .2 * 1, from 4: .4 * .5. The single best start would be in the second sentence.
    assert reading.sentence == (0, 18)
    assert reading.share == pytest.approx(0.5 / 0.7)


def test_the_last_token_of_a_sentence_belongs_to_it():
    assert read(TEXT, {2: 1.0}, {2: 1.0}).sentence == (0, 18)
    assert read(TEXT, {3: 1.0}, {3: 1.0}).sentence == (19, 35)
    assert read(TEXT, {6: 1.0}, {6: 1.0}).sentence == (19, 35)


def test_a_passage_without_tokens_has_no_span():
    nothing = np.zeros(1, np.float32)
    reading = read_logits("", nothing, nothing, -3.0, np.zeros((0, 2), np.int64))
    assert (reading.answers, reading.spans, reading.sentence, reading.share) == (-3.0, (), (0, 0), 0.0)
    assert reading.margin < 0


def test_logits_count_by_their_differences_alone():
    places = np.array([[0, 4], [5, 11]], np.int64)
    starts, ends = np.array([1, 2, 5], np.float32), np.array([0, 3, 4], np.float32)
    one = read_logits("Зубр важить", starts, ends, 0.0, places)
    other = read_logits("Зубр важить", starts + 1000, ends - 1000, 0.0, places)
    assert one.spans == other.spans == ((5, 11),)
    # Best e^5 * e^4, none e^1 * e^0: e^8 between them.
    assert one.margin == pytest.approx(8, abs=1e-4)
    assert other.margin == pytest.approx(8, abs=1e-4)


def test_of_several_windows_the_one_that_answers_best_counts():
    low, high = (Reading(answers, margin, ((0, 1),), (0, 1), 1.0) for answers, margin in ((-1.0, 9.0), (2.0, 0.0)))
    assert best_window([low, high, low]) is high
