"""The time that a question was taken to name, below the question; pressing it asks again without the time."""

from qa.times import TimeRange
from ui.texts import Texts
from ui.texts.times import time_in_words

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
