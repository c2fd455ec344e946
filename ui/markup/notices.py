"""Notices of errors in the language of the page, with the program's own message below."""

from index.errors import DzhereloError
from ui.texts import Texts
from ui.texts.messages import translated

from .html import NOTHING, Html, tag


def warning(problem: str) -> Html:
    """One sentence that screen readers announce immediately."""
    return tag("p", problem, class_="warning", role="alert")


def notice(problem: str, *detail: Html) -> Html:
    """A notice of a problem, with details in small print below."""
    below = tag("div", *detail, class_="detail") if detail else NOTHING
    return tag("div", tag("p", problem), below, class_="warning", role="alert")


def error_notice(error: DzhereloError, texts: Texts, problem: str = "error") -> Html:
    """The notice of an error, with what fixes it; `problem` is the key of the sentence above."""
    return notice(texts(problem), *error_detail(error.message, error.fix, texts))


def error_detail(message: str, fix: str, texts: Texts) -> tuple[Html, Html]:
    """The message of an error and its fix."""
    return program_message("p", message, texts), program_message("p", fix, texts)


def program_message(element: str, message: str, texts: Texts) -> Html:
    """An element with a message of the program, translated if possible and else marked as English."""
    own = translated(message, texts)
    return tag(element, own or message, lang=None if own or texts.code == "en" else "en", dir="auto")
