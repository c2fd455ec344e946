"""The empty page: what is indexed, from when to when, last rebuilt, and four questions to begin with."""

from collections.abc import Sequence
from datetime import datetime

from index.generation import Generation
from ui.texts import Texts

from .article_list import languages
from .html import Html, tag


def welcome_markup(generation: Generation, published_at: str, examples: Sequence[str], texts: Texts) -> Html:
    """The greeting, for a conversation without a question yet."""
    buttons = [
        tag("li", tag("button", question, type="button", data_do="example", data_q=question, dir="auto"))
        for question in examples
    ]
    offered = (tag("h2", texts("examples")), tag("ul", *buttons, class_="examples")) if buttons else ()
    return tag(
        "div",
        tag("div", tag("h2", texts("welcome"), class_="greeting"), tag("p", texts("promise"), class_="promise"),
            tag("p", _indexed(generation, published_at, texts), class_="indexed"), *offered, class_="welcome"),
        class_="conversation",
        data_turns=0,
    )  # fmt: skip


def _indexed(generation: Generation, published_at: str, texts: Texts) -> str:
    dates = [entry.published for entry in generation.articles if entry.published]
    kinds = ", ".join(texts.language(code) for code, _ in languages(generation)[:5])
    parts = [texts("indexed", len(generation.articles), languages=kinds)]
    if dates:
        parts.append(texts("indexed_dates", first=texts.date(min(dates)), last=texts.date(max(dates))))
    moment = datetime.fromisoformat(published_at).astimezone()
    parts.append(texts("indexed_at", date=texts.date(moment.date()), time=moment.strftime("%H:%M")))
    return " ".join(parts).replace("..", ".")
