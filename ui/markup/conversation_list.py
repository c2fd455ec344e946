"""The History tab: earlier conversations, each to be opened or deleted."""

from collections.abc import Sequence

from ui.history.store import Conversation
from ui.texts import Texts

from .html import Html, tag


def conversations_markup(listed: Sequence[Conversation], read_only: bool, texts: Texts) -> Html:
    """The list, the latest first, with what can be done with all of them."""
    if read_only:
        return tag("p", texts("history_off"), class_="note")
    if not listed:
        return tag("p", texts("history_empty"), class_="note")
    rows = [_row(conversation, texts) for conversation in listed]
    tools = tag(
        "div",
        tag("a", texts("feedback_export"), href="/-/feedback.jsonl", download=True, class_="button"),
        tag("button", texts("history_delete_all"), type="button", data_do="forget-all", class_="danger"),
        class_="tools",
    )
    return tag("div", tag("p", texts("history_note"), class_="note"), tag("ul", *rows, class_="conversations"), tools)


def _row(conversation: Conversation, texts: Texts) -> Html:
    began = conversation.began_at.astimezone()
    when = f"{texts.date(began.date())}, {began:%H:%M} · {texts('turns', conversation.turns)}"
    link = tag("a", conversation.question, href=f"?c={conversation.id}", dir="auto")
    delete = tag("button", texts("delete"), type="button", data_do="forget", data_conversation=conversation.id,
                 aria_label=f"{texts('delete')}: {conversation.question[:80]}")  # fmt: skip
    return tag("li", tag("div", link, tag("span", when, class_="meta")), delete)
