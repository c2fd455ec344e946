"""The actions on a turn: copy it, ask it again, rate it."""

from urllib.parse import urlencode

from ui.history.records import Asked, Turn
from ui.texts import Texts

from .html import NOTHING, SPACE, Html, button, hidden_text, tag, void
from .receipts import FORMS

_REASON_CHARS = 500
_REASONS = ("wrong", "none", "other")
_THUMB = Html(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H3.5v-9zM7 11l4-8c1.5 0 2.5 1 2.5 2.500V10h5.2'
    'c1.200 0 2 1.100 1.800 2.200l-1.200 6c-.2 1.100-1 1.800-2.100 1.800H7"/></svg>'
)


def turn_actions(turn: Turn, texts: Texts) -> Html:
    """The buttons below a turn."""
    again = (
        button("copy-link", texts("copy_link"), data_link=_link(turn.asked)),
        button("edit", texts("edit")),
        button("retry", texts("retry")),  # the style shows it with the last turn only
    )
    group = tag("div", *again, class_="group joined")
    return tag("div", _copies(turn, texts), group, _thumbs(turn, texts), _reason(turn, texts), class_="actions")


def _link(asked: Asked) -> str:
    """The query string of an address that asks the same question with the same filter."""
    query = {"q": asked.question, **asked.filters}
    return "?" + urlencode({name: value for name, value in query.items() if value})


def _copies(turn: Turn, texts: Texts) -> Html:
    """A button for each form in which an answer can be copied; nothing for a refusal."""
    if turn.answer.status != "answered":
        return NOTHING
    buttons = [button("copy", texts(f"copy_{form}"), data_form=form) for form in FORMS]
    return tag("div", *buttons, class_="group joined", role="group", aria_label=texts("copy"))


def _thumbs(turn: Turn, texts: Texts) -> Html:
    thumbs = (_thumb(turn, 1, texts("thumb_up")), _thumb(turn, -1, texts("thumb_down")))
    return tag("div", *thumbs, class_="group joined", role="group", aria_label=texts("feedback"))


def _thumb(turn: Turn, value: int, label: str) -> Html:
    return button(
        "thumb",
        _THUMB,
        hidden_text(label),
        class_="up" if value > 0 else "down",
        data_thumb=value,
        aria_pressed="true" if turn.thumb == value else "false",
        title=label,
    )


def _reason(turn: Turn, texts: Texts) -> Html:
    """The form for the reason of a thumb down, shown once that thumb is pressed."""
    kind = "answered" if turn.answer.status == "answered" else "refused"
    chosen, _, own = turn.reason.partition(":")
    choices = [
        tag("option", texts(f"reason_{kind}_{reason}"), value=reason, selected=reason == chosen) for reason in _REASONS
    ]
    label = tag("label", texts("reason"), SPACE, tag("select", *choices, name="reason"))
    prompt = texts("reason_words")
    words = void(
        "input", type="text", name="words", maxlength=_REASON_CHARS, aria_label=prompt, placeholder=prompt, value=own
    )
    send = button("reason", texts("send"))
    return tag("div", label, words, send, class_="reason", hidden=turn.thumb >= 0)
