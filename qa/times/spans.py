"""Spans of days: the week, month or year around a day, a part of a span, days of an earlier year."""

from calendar import monthrange
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK, _SHORTEST_MONTH, _EVEN_MONTH, _LONGEST_MONTH = 7, 28, 30, 31


def months_later(day: date, months: int) -> date:
    """The first day of the month that is so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def span(day: date, period: str) -> tuple[date, date]:
    """The first and the last day of the week, month or year around a day."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def part_of(since: date, until: date, part: int, parts: int) -> tuple[date, date]:
    """One of the `parts` of a time, from 0, counted in days up to a month, else in months; all of a short time."""
    days, months = (until - since).days + 1, 12 * (until.year - since.year) + until.month - since.month + 1
    if _WEEK <= days <= _LONGEST_MONTH:
        step = (days if days < _SHORTEST_MONTH else _EVEN_MONTH) // parts
        starts = [since + step * place * _DAY for place in range(parts)]
    elif days > _LONGEST_MONTH and months >= parts and months > 2:
        starts = [months_later(since, months // parts * place) for place in range(parts)]
    else:
        return since, until
    return starts[part], until if part == parts - 1 else starts[part + 1] - _DAY


def at_latest(day: date, latest: date) -> date:
    """The same day of the latest year in which it is not after `latest`."""
    year = latest.year - ((day.month, day.day) > (latest.month, latest.day))
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
