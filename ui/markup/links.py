"""The origin of an article: its outlet, and a link to the original if there is one."""

from qa.sources import is_web_address, outlet
from ui.texts import Texts

from .html import NOTHING, Html, hidden_text, tag

__all__ = ["external_link", "is_web_address", "outlet"]


def external_link(source: str, texts: Texts) -> Html:
    """A link to the original, marked as external; nothing if the source is not a web address."""
    if not is_web_address(source):
        return NOTHING
    label = (texts("original"), tag("span", "↗", aria_hidden="true"), hidden_text(texts("external")))
    return tag("a", *label, href=source, target="_blank", rel="noopener noreferrer nofollow", class_="external")
