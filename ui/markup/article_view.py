"""The article view: an article at the sentence that was quoted, with the text around it, as one piece of markup.

The quote is looked up again in the current article; if the article was changed or removed, the view says so.
"""

from bisect import bisect_right
from dataclasses import dataclass

from index.generation import Generation
from index.records import Article, author_of, is_recognised
from ui.texts import Texts
from ui.texts.pages import unit_words

from .headings import with_headings
from .html import NOTHING, Attribute, Html, button, hidden_text, join, tag
from .links import external_link, outlet
from .notices import warning

# The text shown on either side of the quote; a longer article is shown whole on request.
AROUND_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Quoted:
    """What to open: an article and, for a quote, its place and text; `whole` shows all of the text.

    A link may name the place alone; then the text now at that place is marked.
    """

    article: str
    start: int = 0
    end: int = 0
    quote: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of the quote in the current article, empty if it is gone; `moved` says whether it changed."""

    start: int = 0
    end: int = 0
    moved: str = ""


def article_view(generation: Generation, quoted: Quoted, texts: Texts) -> Html:
    """The article with the quote marked, or the notice that it was removed."""
    article = generation.find(quoted.article)
    if article is None:
        quote = tag("blockquote", quoted.quote, dir="auto") if quoted.quote else NOTHING
        return tag("div", warning(texts("article_removed")), quote, class_="reading")
    place = _place_now(article.text, quoted)
    notice = warning(texts(place.moved)) if place.moved else NOTHING
    body = _body(article, place, quoted.whole, texts)
    return tag("div", _head(article, place, texts), notice, body, class_="reading", **_pages(article, place))


def _pages(article: Article, place: _Place) -> dict[str, Attribute]:
    """The attributes by which the script asks for a picture of the page that the quote begins on."""
    if not article.page_starts:
        return {}
    page = max(1, bisect_right(article.page_starts, place.start))
    return {"data_article": article.id, "data_page": page, "data_start": place.start, "data_end": place.end}


def _place_now(text: str, quoted: Quoted) -> _Place:
    if not quoted.quote:
        return _Place(quoted.start, quoted.end) if quoted.start < quoted.end <= len(text) else _Place()
    if text[quoted.start : quoted.end] == quoted.quote:
        return _Place(quoted.start, quoted.end)
    start = _nearest(text, quoted.quote, quoted.start)
    if start < 0:
        return _Place(moved="article_changed")
    return _Place(start, start + len(quoted.quote), "article_moved")


def _nearest(text: str, quote: str, start: int) -> int:
    """The occurrence of the quote nearest to its old place; -1 if there is none."""
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    if min(before, after) < 0:
        return max(before, after)
    return before if start - before <= after - start else after


def _head(article: Article, place: _Place, texts: Texts) -> Html:
    parts = [
        author_of(article.fields),
        outlet(article.source),
        texts.date(article.published),
        texts.language(article.language),
    ]
    if article.page_starts and place.end > place.start:
        page = bisect_right(article.page_starts, place.start)
        parts.append(_page(article, page, texts, len(article.page_starts)))
        if is_recognised(article.page_starts, article.recognised, place.start, place.end):
            parts.append(texts("recognised"))
    title = article.title or article.id
    heading = tag("h2", title, lang=article.language, dir="auto", id="article-title", tabindex=-1)
    line = join(*(tag("span", part) for part in parts if part))
    meta = tag("p", line, external_link(article.source, texts), class_="meta")
    # The source of a file is its own place, which the line above names already.
    place_of_file = NOTHING if article.id in parts else tag("p", article.id, class_="id", dir="auto")
    return tag("header", heading, meta, place_of_file)


def _body(article: Article, place: _Place, whole: bool, texts: Texts) -> Html:
    everything = (0, len(article.text))
    first, last = everything if whole else _window(article.text, place)
    before = _text_with_pages(article, first, place.start, texts)
    after = _text_with_pages(article, place.end, last, texts)
    parts = (before, _marked(article, place, texts), after)
    text = tag("div", *parts, class_="text", lang=article.language, dir="auto")
    if (first, last) == everything:
        return tag("div", text, class_="words")
    more = button("whole", texts("article_whole", len(article.text)), class_="quiet")
    return tag("div", text, tag("p", more), class_="words")


def _marked(article: Article, place: _Place, texts: Texts) -> Html:
    """The quote, with its beginning and end marked for screen readers; nothing if there is no quote."""
    if place.end <= place.start:
        return NOTHING
    quote = _text_with_pages(article, place.start, place.end, texts)
    begins, ends = hidden_text(texts("quote_begins")), hidden_text(texts("quote_ends"))
    return tag("mark", begins, quote, ends, id="here", tabindex=-1)


def _window(text: str, place: _Place) -> tuple[int, int]:
    """The part of a long text around the quote, from the beginning of a line."""
    first = max(0, place.start - AROUND_CHARS)
    last = min(len(text), place.end + AROUND_CHARS)
    return (text.find("\n", first, place.start) + 1 or first) if first else 0, last


def _text_with_pages(article: Article, start: int, end: int, texts: Texts) -> Html:
    """The text from start to end, with a line at each page break."""
    pieces: list[Html] = []
    begin = start
    for number, page_start in enumerate(article.page_starts, 1):
        if start <= page_start < end:
            words = _page(article, number, texts)
            if number in article.recognised:
                words += f", {texts('recognised')}"
            mark = tag("span", words, class_="page", role="separator") if words else NOTHING
            pieces += [_drawn(article, begin, page_start), mark]
            begin = page_start
    return join(*pieces, _drawn(article, begin, end))


def _drawn(article: Article, start: int, end: int) -> Html:
    """The text with its headings; in a plain text file the signs of Markdown mean nothing."""
    plain = article.id.lower().endswith(".txt")
    return join(article.text[start:end]) if plain else with_headings(article.text, start, end)


def _page(article: Article, number: int, texts: Texts, pages: int = 0) -> str:
    name = article.page_names[number - 1] if number and article.page_names else ""
    return unit_words(texts, number, article.unit, name, pages)
