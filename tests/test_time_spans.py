"""Spans of days: a third of a week, of a month, of a year, and of times between them, counted by hand."""

from datetime import date

import pytest

from qa.times.spans import part_of


@pytest.mark.parametrize(
    ("since", "until", "thirds"),
    [
        # Six days are too few for thirds; seven are 2, 2 and 3.
        ("2026-03-02", "2026-03-07", [("2026-03-02", "2026-03-07")] * 3),
        (
            "2026-03-02",
            "2026-03-08",
            [("2026-03-02", "2026-03-03"), ("2026-03-04", "2026-03-05"), ("2026-03-06", "2026-03-08")],
        ),
        # 27 days are 9, 9 and 9; months are ten days, ten days, and the rest.
        (
            "2026-03-01",
            "2026-03-27",
            [("2026-03-01", "2026-03-09"), ("2026-03-10", "2026-03-18"), ("2026-03-19", "2026-03-27")],
        ),
        (
            "2026-02-01",
            "2026-02-28",
            [("2026-02-01", "2026-02-10"), ("2026-02-11", "2026-02-20"), ("2026-02-21", "2026-02-28")],
        ),
        (
            "2026-01-01",
            "2026-01-31",
            [("2026-01-01", "2026-01-10"), ("2026-01-11", "2026-01-20"), ("2026-01-21", "2026-01-31")],
        ),
        # More than a month within two is left whole; three months and a year are counted in months.
        ("2026-01-15", "2026-02-15", [("2026-01-15", "2026-02-15")] * 3),
        (
            "2026-03-01",
            "2026-05-31",
            [("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30"), ("2026-05-01", "2026-05-31")],
        ),
        (
            "2025-01-01",
            "2025-12-31",
            [("2025-01-01", "2025-04-30"), ("2025-05-01", "2025-08-31"), ("2025-09-01", "2025-12-31")],
        ),
    ],
)
def test_a_third_of_a_time_is_counted_in_days_up_to_a_month_and_else_in_months(since, until, thirds):
    days = date.fromisoformat(since), date.fromisoformat(until)
    found = [part_of(*days, third, 3) for third in range(3)]
    assert [(str(first), str(last)) for first, last in found] == thirds


def test_halves_of_a_month_are_fifteen_days_and_quarters_of_a_year_three_months():
    february, year = (date(2026, 2, 1), date(2026, 2, 28)), (date(2025, 1, 1), date(2025, 12, 31))
    assert part_of(*february, 0, 2) == (date(2026, 2, 1), date(2026, 2, 15))
    assert part_of(*february, 1, 2) == (date(2026, 2, 16), date(2026, 2, 28))
    assert part_of(*year, 1, 2) == (date(2025, 7, 1), date(2025, 12, 31))
    assert part_of(*year, 2, 4) == (date(2025, 7, 1), date(2025, 9, 30))
