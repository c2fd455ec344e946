"""The order of citations in time, with passages made by hand."""

from datetime import date

import pytest

from qa.judging import Judged
from qa.question import read_question
from qa.records import Hit
from qa.time_order import ordered_by_time
from qa.times import TimeRange

CHEAP = "Тариф на воду в Липівці становить 28 грн за кубометр."
DEAR = "Тариф на воду в Липівці становить 36 грн за кубометр."
OTHER = "Зубр важить до тонни."
IN_2023 = TimeRange(date(2023, 1, 1), date(2023, 12, 31), "preference", 0, 4)


def passage(id, text, confidence, day):
    hit = Hit(id, "", day and date.fromisoformat(day), "uk", "", None, 0, len(text), text, 0.8, 1, 1, 0.8, 0.5)
    spans = ((0, len(text)),)
    return Judged(hit=hit, confidence=confidence, evidence=None, sentence=spans[0], spans=spans, reading=None)


def ids(judged):
    return [each.hit.article_id for each in judged]


def test_statements_that_disagree_stand_newest_first_in_the_places_they_had():
    old, other = passage("old", CHEAP, 0.9, "2023-01-10"), passage("other", OTHER, 0.8, "2020-01-01")
    new, undated = passage("new", DEAR, 0.7, "2025-06-01"), passage("undated", CHEAP, 0.6, None)
    assert ids(ordered_by_time([old, other, new, undated], None)) == ["new", "other", "old", "undated"]


def test_one_of_several_that_disagrees_is_enough():
    judged = [passage("a", CHEAP, 0.9, "2023-01-10"), passage("b", CHEAP, 0.8, "2024-01-10")]
    judged.append(passage("c", DEAR, 0.7, "2025-06-01"))
    assert ids(ordered_by_time(judged, None)) == ["c", "b", "a"]


def test_statements_that_agree_keep_their_order():
    judged = [passage("old", CHEAP, 0.9, "2023-01-10"), passage("new", CHEAP, 0.7, "2025-06-01")]
    assert ids(ordered_by_time(judged, None)) == ["old", "new"]


@pytest.mark.parametrize(("confidence", "order"), [(0.81, ["old", "new"]), (0.79, ["new", "old"])])
def test_the_time_that_is_named_comes_first_if_it_is_nearly_as_sure(confidence, order):
    judged = [passage("new", DEAR, 0.9, "2025-06-01"), passage("old", CHEAP, confidence, "2023-01-10")]
    assert ids(ordered_by_time(judged, IN_2023)) == order


def test_a_time_holds_its_days_and_no_undated_article():
    assert [IN_2023.holds(day) for day in (date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1), None)] == [
        True,
        True,
        False,
        False,
    ]
    assert TimeRange(None, date(2022, 2, 23), "filter", 0, 4).holds(date(1990, 5, 1))


def test_a_time_is_a_filter_where_the_words_demand_it_and_no_other_days_are_given():
    asked = read_question("Що писали вчора?", now="2026-03-15")
    assert asked.filtered_by_time.wanted.since == asked.filtered_by_time.wanted.until == date(2026, 3, 14)
    assert asked.wanted.days is None
    given = read_question("Що писали вчора?", since="2020-01-01", now="2026-03-15")
    assert given.filtered_by_time == given
    preferred = read_question("Що сталося вчора?", now="2026-03-15")
    assert preferred.filtered_by_time == preferred
    assert preferred.time.since == date(2026, 3, 14)
