"""Notices: what went wrong, in the language of the page, with what the program itself says of it below."""

from index.errors import DzhereloError
from ui.texts import Texts
from ui.texts.messages import translated

from .html import NOTHING, Html, tag


def warning(problem: str) -> Html:
    """One sentence that is read out at once."""
    return tag("p", problem, class_="warning", role="alert")


def notice(problem: str, *detail: Html) -> Html:
    """What went wrong, with its details in small print below."""
    below = tag("div", *detail, class_="detail") if detail else NOTHING
    return tag("div", tag("p", problem), below, class_="warning", role="alert")


def error_notice(error: DzhereloError, texts: Texts) -> Html:
    """The notice of an error, with what fixes it."""
    return notice(texts("error"), *error_detail(error.message, error.fix, texts))


def error_detail(message: str, fix: str, texts: Texts) -> tuple[Html, Html]:
    """What the program says of an error, and what fixes it."""
    return program_message("p", message, texts), program_message("p", fix, texts)


def program_message(element: str, message: str, texts: Texts) -> Html:
    """An element with a message of the program in the language of the page, or in English, marked as that."""
    own = translated(message, texts)
    return tag(element, own or message, lang=None if own or texts.code == "en" else "en", dir="auto")
