"""Days as people type them into a filter: a whole date, a month or a year."""

import calendar
import re
from datetime import date

from index.errors import QuestionError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_days(since: str, until: str) -> tuple[date | None, date | None]:
    """The first and the last day of a typed filter; QuestionError if one is not a date."""
    return read_day(since, last=False), read_day(until, last=True)


def read_day(typed: str, last: bool) -> date | None:
    """The first day, or with `last` the last day, of the typed year, month or day; None if nothing was typed.

    QuestionError if it is none of these.
    """
    if not typed.strip():
        return None
    try:
        first_day, last_day = _days(typed.strip())
    except ValueError as error:
        raise QuestionError(f"{typed[:40]!r} is not a date", "Give it as YYYY-MM-DD, YYYY-MM or YYYY") from error
    return last_day if last else first_day


def _days(typed: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day; ValueError if it is none of these."""
    match = _DAY.fullmatch(typed)
    if match is None:
        raise ValueError(typed)
    year = int(match[1])
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match[2])
    if match[3] is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date(year, month, int(match[3]))
    return day, day
