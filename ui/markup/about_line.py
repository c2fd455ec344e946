"""The origin of an article on one line."""

from qa.mentions import MentioningArticle
from qa.verification import Place
from ui.texts import Texts

from .html import Html, join, tag
from .links import external_link, outlet


def about_line(about: Place | MentioningArticle, texts: Texts, *more: str) -> Html:
    """Outlet, date, language and further details on one line, with a link to the original if there is one."""
    parts = [outlet(about.source), texts.date(about.published), texts.language(about.language), *more]
    line = join(*(tag("span", part, dir="auto") for part in parts if part))
    return tag("p", line, external_link(about.source, texts), class_="meta")
