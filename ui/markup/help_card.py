"""The help card: what the page can do and what is indexed, as the reply to a greeting or a question about the page."""

from qa.small_talk import Talk
from ui.texts import Texts

from .html import NOTHING, Html, note, tag, unbroken

_REPLIES = ("greeting", "thanks", "farewell", "wording")


def help_card(talk: Talk, indexed: str, texts: Texts) -> Html:
    """The card: a reply, how to ask, and `indexed`, the sentence about what is indexed; thanks get only the reply."""
    reply = tag("p", texts(f"help_{talk}"), class_="reply") if talk in _REPLIES else NOTHING
    if talk in ("thanks", "farewell"):
        return tag("div", reply, class_="answer help")
    about = tag("p", unbroken(indexed), class_="indexed") if indexed else NOTHING
    if talk == "articles":
        return tag("div", about, note(texts("help_ask")), class_="answer help")
    return tag("div", reply, tag("p", texts("promise")), about, note(texts("help_ask")), class_="answer help")
