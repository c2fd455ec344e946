"""The time that a question was taken to name, in words."""

from datetime import date

from qa.times import TimeRange

from .texts import Texts


def time_in_words(time: TimeRange, texts: Texts) -> str:
    """«Лише: лютий 2026» if only these days were searched, or «Спершу: …» if they come first."""
    days = days_in_words(time.since, time.until, texts)
    return texts("time_only" if time.kind == "filter" else "time_first", days=days)


def days_in_words(since: date | None, until: date | None, texts: Texts) -> str:
    """«лютий 2026», «не раніше 3 лютого 2026 р.», «не пізніше …»; at least one of the days is given."""
    if since and until:
        return texts.period(since, until)
    return texts("filtered_since", day=texts.date(since)) if since else texts("filtered_until", day=texts.date(until))
