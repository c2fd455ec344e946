"""The time that a question was taken to name, below the question; pressing it asks again without the time."""

from qa.time_range import TimeRange
from ui.texts import Texts

from .html import NOTHING, Html, button, tag


def time_chip(time: TimeRange | None, texts: Texts) -> Html:
    """The chip, which tells whether these days alone were searched or only come first; nothing without a time."""
    if time is None:
        return NOTHING
    words = time_in_words(time, texts)
    label = f"{words}. {texts('ask_without_time')}"
    cross = tag("span", "✕", aria_hidden="true")
    chip = button("ask-without-time", words, cross, class_="chip", aria_label=label, title=texts("ask_without_time"))
    return tag("p", chip, class_="chips")


def time_in_words(time: TimeRange, texts: Texts) -> str:
    """«Лише: лютий 2026», or «Спершу: …» for what only comes first."""
    if time.since and time.until:
        days = texts.period(time.since, time.until)
    elif time.since:
        days = texts("filtered_since", day=texts.date(time.since))
    else:
        days = texts("filtered_until", day=texts.date(time.until))
    return texts("time_only" if time.kind == "filter" else "time_first", days=days)
