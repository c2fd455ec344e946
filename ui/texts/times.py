"""The time that a question was taken to name, in words."""

from qa.times import TimeRange

from .texts import Texts


def time_in_words(time: TimeRange, texts: Texts) -> str:
    """«Лише: лютий 2026», or «Спершу: …» for what only comes first."""
    if time.since and time.until:
        days = texts.period(time.since, time.until)
    elif time.since:
        days = texts("filtered_since", day=texts.date(time.since))
    else:
        days = texts("filtered_until", day=texts.date(time.until))
    return texts("time_only" if time.kind == "filter" else "time_first", days=days)
