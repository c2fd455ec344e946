"""The empty page: what is indexed, the range of dates, the last update, and four example questions."""

from collections.abc import Sequence
from datetime import datetime

from index.generation import Generation
from ui.corpus.samples import SAMPLES
from ui.texts import Texts

from .article_list import languages
from .html import NOTHING, SPACE, Html, button, join, note, tag, unbroken

_MOST_LANGUAGES = 5


def welcome(
    generation: Generation, updated: datetime, examples: Sequence[str] | None, texts: Texts, folder: str = ""
) -> Html:
    """The greeting, for a conversation without a question yet; the page asks for it again while examples are None.

    `folder` is where own articles can be put, empty on a page that changes nothing.
    """
    return tag(
        "div",
        tag("h2", texts("welcome"), class_="greeting"),
        tag("p", texts("promise"), class_="promise"),
        tag("p", unbroken(indexed(generation, updated, texts)), class_="indexed"),
        _offered(examples, texts),
        _own(folder, any(entry.source == SAMPLES for entry in generation.articles), texts),
        class_="welcome",
        data_pending=examples is None,
    )


def _offered(examples: Sequence[str] | None, texts: Texts) -> Html:
    if not examples:
        return NOTHING
    rows = [tag("li", button("example", question, data_q=question, dir="auto")) for question in examples]
    return join(tag("h2", texts("examples")), tag("ul", *rows, class_="examples"))


def _own(folder: str, has_samples: bool, texts: Texts) -> Html:
    """How to begin with own articles in place of the samples, or to add some.

    The style leaves out the folder on a phone, where nobody can reach it.
    """
    if not folder:
        return NOTHING
    add = button("show-articles", texts("own_add"), class_="link")
    or_folder = tag("span", SPACE, texts("own_folder", folder=folder), class_="own-folder")
    return note(texts("own" if has_samples else "own_more"), SPACE, add, or_folder, ".")


def indexed(generation: Generation, updated: datetime, texts: Texts) -> str:
    """The number, languages and dates of the articles, and the time of the last update."""
    dates = [entry.published for entry in generation.articles if entry.published]
    names = ", ".join(texts.language(code) for code, _ in languages(generation)[:_MOST_LANGUAGES])
    parts = [texts("indexed", len(generation.articles), languages=names)]
    if dates:
        parts.append(texts("indexed_dates", first=texts.date(min(dates)), last=texts.date(max(dates))))
    parts.append(texts("indexed_at", date=texts.date(updated.date()), time=texts.time(updated)))
    return " ".join(parts).replace("..", ".")  # a date may end with the dot of an abbreviation
