"""Markup of conversations: one with its turns, and the list of earlier ones, which can be opened or deleted."""

from collections.abc import Callable, Iterator, Sequence

from ui.history.records import Conversation, Turn
from ui.texts import Texts

from .answers import turn_markup
from .forms import loaded
from .html import Html, button, details, note, tag, void

EXPORTS = {"md": "Markdown", "docx": "DOCX", "bib": "BibTeX", "json": "CSL JSON"}
"""The file suffixes of exports of a conversation, and their names."""


def conversation_markup(conversation: str, *parts: Html) -> Html:
    """The element of a conversation around its parts; the id is empty for a new conversation."""
    return tag("div", *parts, class_="conversation", data_conversation=conversation or None)


def turns_markup(turns: Sequence[Turn], texts: Texts, indexed: Callable[[], str] = str) -> tuple[Html, ...]:
    """Each turn of a conversation; `indexed` returns a sentence about what is indexed."""
    return tuple(turn_markup(turn, texts, indexed) for turn in turns)


def history_tab(texts: Texts) -> Html:
    """The History tab before its list is loaded."""
    words = void("input", type="search", name="search")
    label = tag("label", tag("span", texts("history_search")), words)
    form = tag("form", label, class_="fields", data_list="history", role="search")
    return tag("div", form, loaded("/-/history", "history-list", texts("tab_history")))


def conversation_list(listed: Sequence[Conversation], texts: Texts, root: str = "", searched: bool = False) -> Html:
    """The list, the latest first, with the actions on all of them; the page is served below the `root` path."""
    if not listed:
        return note(texts("history_not_found" if searched else "history_empty"))
    export = tag("a", texts("feedback_export"), href=f"{root}/-/feedback.jsonl", download=True, class_="button")
    delete_all = button("forget-all", texts("history_delete_all"), class_="danger")
    rows = tag("ul", *(_row(conversation, texts, root) for conversation in listed), class_="conversations")
    return tag("div", note(texts("history_note")), rows, tag("div", export, delete_all, class_="tools"))


def _row(conversation: Conversation, texts: Texts, root: str) -> Html:
    began = conversation.began_at.astimezone()
    when = f"{texts.date(began.date())}, {texts.time(began)} · {texts('turns', conversation.turns)}"
    link = tag("a", conversation.question, href=f"?c={conversation.id}", dir="auto")
    label = f"{texts('delete')}: {conversation.question[:80]}"
    delete = button("forget", texts("delete"), data_conversation=conversation.id, aria_label=label)
    exports = details(texts("export"), *_exports(conversation.id, root), class_="exports")
    return tag("li", tag("div", link, tag("span", when, class_="meta"), exports), delete)


def _exports(conversation: str, root: str) -> Iterator[Html]:
    for form, name in EXPORTS.items():
        yield tag("a", name, href=f"{root}/-/conversation.{form}?c={conversation}", download=True, class_="button")
