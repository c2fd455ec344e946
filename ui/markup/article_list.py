"""Markup of the list of articles, with its search and chart, and of the note on what a filter excludes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.generation import ArticleEntry, Filter, Generation
from ui.corpus.article_search import newest_first, wanted_by
from ui.corpus.samples import SAMPLES
from ui.texts import Texts

from .chart import chart
from .html import NOTHING, SPACE, Html, button, join, note, tag, unbroken
from .links import outlet

PAGE_ARTICLES = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """The selection of the list: a filter, words of titles and sources, and the page of the list."""

    filter: Filter
    search: str = ""
    page: int = 1


Listed = tuple[ArticleEntry, int]
"""An article and its length in characters."""


def article_list(
    generation: Generation, lengths: Sequence[int], wanted: Wanted, texts: Texts, removable: bool = False
) -> Html:
    """The chart and the list of the wanted articles, the newest first; `lengths` (characters) go with the articles.

    The sample articles get a button that removes them, where they are `removable`.
    """
    listed = _wanted(zip(generation.articles, lengths, strict=True), wanted)
    count = tag("p", unbroken(texts("articles_found", len(listed))), role="status", class_="note")
    if not listed:
        return tag("div", count)
    first = (wanted.page - 1) * PAGE_ARTICLES
    table = _table(listed[first : first + PAGE_ARTICLES], texts)
    entries = [entry for entry, _ in listed]
    pager = _pager(wanted.page, len(listed), texts)
    return join(count, _samples(entries, removable, texts), chart(entries, texts), table, pager)


def _samples(entries: Sequence[ArticleEntry], removable: bool, texts: Texts) -> Html:
    """What the sample articles are, where there are any."""
    if not any(entry.source == SAMPLES for entry in entries):
        return NOTHING
    remove = button("remove-samples", texts("samples_remove")) if removable else NOTHING
    return note(texts("samples", source=SAMPLES), SPACE, remove)


def _wanted(articles: "zip[Listed]", wanted: Wanted) -> list[Listed]:
    is_wanted = wanted_by(wanted.filter, wanted.search)
    chosen = [pair for pair in articles if is_wanted(pair[0])]
    return sorted(chosen, key=lambda pair: newest_first(pair[0]), reverse=True)


def _table(shown: Sequence[Listed], texts: Texts) -> Html:
    names = ("column_title", "column_date", "column_language", "column_length")
    caption = tag("caption", texts("articles"), class_="unseen")
    head = tag("thead", tag("tr", *(tag("th", texts(name), scope="col") for name in names)))
    body = tag("tbody", *(_row(entry, length, texts) for entry, length in shown))
    return tag("table", caption, head, body, class_="articles")


def _row(entry: ArticleEntry, length: int, texts: Texts) -> Html:
    return tag(
        "tr",
        tag("td", _title(entry), tag("span", outlet(entry.source), class_="outlet", dir="auto")),
        tag("td", texts.date(entry.published)),
        tag("td", texts.language(entry.language)),
        tag("td", texts("characters", length), class_="figure"),
    )


def _title(entry: ArticleEntry) -> Html:
    title = entry.title or entry.id
    return button("open-article", title, class_="title", data_article=entry.id, lang=entry.language, dir="auto")


def _pager(page: int, articles: int, texts: Texts) -> Html:
    """Links to the neighbouring pages; nothing if there is only one page."""
    pages = -(-articles // PAGE_ARTICLES)
    if pages == 1:
        return NOTHING
    back = _step(texts("pager_back"), page - 1, pages)
    on = _step(texts("pager_on"), page + 1, pages)
    place = tag("span", texts("pager", page=page, pages=pages))
    return tag("nav", back, place, on, class_="pager", aria_label=texts("pager_label"))


def _step(label: str, page: int, pages: int) -> Html:
    return button("page", label, data_page=page, disabled=not 1 <= page <= pages)


def filter_note(generation: Generation, wanted: Filter, texts: Texts) -> str:
    """How many articles the filter leaves and what it excludes; empty if it excludes nothing."""
    left = sum(wanted.allows(entry) for entry in generation.articles)
    excluded = len(generation.articles) - left
    if not excluded:
        return ""
    note = texts("filter_leaves", left, excluded=texts.number(excluded)) if left else texts("filter_none")
    undated = sum(entry.published is None for entry in generation.articles) if wanted.days else 0
    return f"{note} {texts('filter_undated', undated)}" if undated and left else note


def languages(generation: Generation) -> list[tuple[str, int]]:
    """The languages of the articles with their numbers of articles, most frequent first."""
    return Counter(entry.language for entry in generation.articles).most_common()
