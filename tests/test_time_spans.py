"""Spans of days: a third of a week, of a month, of a year, and of times between them, counted by hand."""

from datetime import date

import pytest

from qa.times.spans import third_of


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
    found = [third_of(*days, third) for third in range(3)]
    assert [(str(first), str(last)) for first, last in found] == thirds
