"""The reader pane: an article at the sentence that was quoted, with the text around it, as one piece of markup.

The quote is looked up again in the article as it is now: a source that was changed or removed since is said to be so.
"""

from bisect import bisect_right
from dataclasses import dataclass

from index.generation import Generation
from index.records import Article
from ui.texts import Texts

from .answers import external, outlet
from .html import Html, join, tag

# What is shown to either side of the quote; a longer article is opened whole on request.
AROUND_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """What to open: an article and, where a sentence was quoted, its place and text."""

    article: str
    start: int = 0
    end: int = 0
    quote: str = ""
    whole: bool = False


def reader_markup(generation: Generation, place: Place, texts: Texts) -> Html:
    """The article with the quote marked, or the notice that it was removed."""
    number = next((i for i, entry in enumerate(generation.articles) if entry.id == place.article), -1)
    if number < 0:
        quote = tag("blockquote", place.quote, dir="auto") if place.quote else Html("")
        return tag("div", tag("p", texts("reader_removed"), class_="warning", role="alert"), quote, class_="reading")
    article = generation.article(number)
    start, end, notice = _found(article.text, place, texts)
    return tag("div", _head(article, start, texts, end > start), notice, _body(article, start, end, place.whole, texts),
               class_="reading")  # fmt: skip


def _found(text: str, place: Place, texts: Texts) -> tuple[int, int, Html]:
    """Where the quote is now, and what to say if it is not where it was."""
    if not place.quote or text[place.start : place.end] == place.quote:
        return (place.start, place.end, Html("")) if place.quote else (0, 0, Html(""))
    moved = _nearest(text, place.quote, place.start)
    key = "reader_changed" if moved < 0 else "reader_moved"
    notice = tag("p", texts(key), class_="warning", role="alert")
    return (0, 0, notice) if moved < 0 else (moved, moved + len(place.quote), notice)


def _nearest(text: str, quote: str, start: int) -> int:
    """The occurrence of the quote that is nearest to where it was; -1 if there is none."""
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    if min(before, after) < 0:
        return max(before, after)
    return before if start - before <= after - start else after


def _head(article: Article, start: int, texts: Texts, quoted: bool) -> Html:
    parts = [outlet(article.source), texts.date(article.published), texts.language(article.language)]
    if article.page_starts and quoted:
        of = {"number": bisect_right(article.page_starts, start), "pages": len(article.page_starts)}
        parts.append(texts("page_of", **of))
    line = join(*(tag("span", part) for part in parts if part))
    title = tag("h2", article.title or article.id, lang=article.language, dir="auto", id="reader-title", tabindex=-1)
    meta = tag("p", line, external(article.source, texts), class_="meta")
    return tag("header", title, meta, tag("p", article.id, class_="id", dir="auto"))


def _body(article: Article, start: int, end: int, whole: bool, texts: Texts) -> Html:
    first, last = (0, len(article.text)) if whole else _window(article.text, start, end)
    before = _paged(article, first, start, texts)
    after = _paged(article, end, last, texts)
    quoted = Html("")
    if end > start:
        edges = [tag("span", texts(key), class_="unseen") for key in ("quote_begins", "quote_ends")]
        quoted = tag("mark", edges[0], _paged(article, start, end, texts), edges[1], id="here", tabindex=-1)
    text = tag("div", before, quoted, after, class_="text", lang=article.language, dir="auto")
    if (first, last) == (0, len(article.text)):
        return text
    more = tag("button", texts("reader_whole", len(article.text)), type="button", data_do="whole", class_="quiet")
    return join(text, tag("p", more))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - AROUND_CHARS)
    last = min(len(text), end + AROUND_CHARS)
    return (text.find("\n", first, start) + 1 or first) if first else 0, last


def _paged(article: Article, start: int, end: int, texts: Texts) -> Html:
    """The text from start to end, with a line where a page begins."""
    pieces: list[Html] = []
    begin = start
    for number, page_start in enumerate(article.page_starts, 1):
        if start <= page_start < end:
            line = tag("span", texts("page", number=number), class_="page", role="separator")
            pieces += [join(article.text[begin:page_start]), line]
            begin = page_start
    return join(*pieces, article.text[begin:end])
