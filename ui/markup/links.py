"""Where an article comes from: its outlet, and a link to the original where there is one."""

from urllib.parse import urlsplit

from ui.texts import Texts

from .html import NOTHING, Html, hidden_text, tag


def is_web_address(source: str) -> bool:
    """Whether the source is an http or https address, in whatever case, that can be followed."""
    return source.lower().startswith(("https://", "http://")) and not any(map(str.isspace, source))


def outlet(source: str) -> str:
    """Who published it: the host of an address, else the source in its own words."""
    if not is_web_address(source):
        return source
    return (urlsplit(source).hostname or source).removeprefix("www.")


def external_link(source: str, texts: Texts) -> Html:
    """A link to the original, marked as leading elsewhere; nothing where the source is no web address."""
    if not is_web_address(source):
        return NOTHING
    label = (texts("original"), tag("span", "↗", aria_hidden="true"), hidden_text(texts("external")))
    return tag("a", *label, href=source, target="_blank", rel="noopener noreferrer nofollow", class_="external")
