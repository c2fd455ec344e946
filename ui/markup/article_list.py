"""The Articles tab: the list with its search, the chart by month and language, as pieces of markup."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date

from index.generation import ArticleEntry, Filter, Generation
from index.text.fold import folded_words
from ui.texts import Texts

from .answers import outlet
from .chart import chart
from .html import Html, join, tag

PAGE_ARTICLES = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to: a filter, words of titles and sources, and which page of the list."""

    filter: Filter
    search: str = ""
    page: int = 1


class Lengths:
    """How many characters each article has, counted once a generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = -1
        self._lengths: list[int] = []

    def of(self, generation: Generation) -> list[int]:
        """The lengths, in the order of `generation.articles`."""
        with self._lock:
            if self._number != generation.number:
                self._lengths = [len(article.text) for article in generation.article_texts()]
                self._number = generation.number
            return self._lengths


def allows(wanted: Filter, entry: ArticleEntry) -> bool:
    """Whether the article may answer under this filter; one without a date is outside every range."""
    if wanted.language is not None and entry.language != wanted.language:
        return False
    if wanted.days is None:
        return True
    return entry.published is not None and wanted.days[0] <= entry.published.toordinal() <= wanted.days[1]


def articles_markup(generation: Generation, lengths: list[int], wanted: Wanted, texts: Texts) -> Html:
    """The chart and the list of the articles that are wanted, the newest first."""
    asked = folded_words(wanted.search)
    chosen = [
        (entry, length)
        for entry, length in zip(generation.articles, lengths, strict=True)
        if allows(wanted.filter, entry) and _named(entry, asked)
    ]
    chosen.sort(key=lambda pair: (pair[0].published or date.min, pair[0].id), reverse=True)
    first = (wanted.page - 1) * PAGE_ARTICLES
    shown = chosen[first : first + PAGE_ARTICLES]
    count = tag("p", texts("articles_found", len(chosen)), role="status", class_="note")
    if not chosen:
        return tag("div", count)
    return join(
        count, chart([entry for entry, _ in chosen], texts), _table(shown, texts), _pager(wanted, len(chosen), texts)
    )


def _named(entry: ArticleEntry, asked: list[str]) -> bool:
    if not asked:
        return True
    words = folded_words(f"{entry.title} {entry.source} {entry.id}")
    return all(any(word.startswith(part) for word in words) for part in asked)


def _table(shown: list[tuple[ArticleEntry, int]], texts: Texts) -> Html:
    names = ("column_title", "column_date", "column_language", "column_length")
    head = tag("tr", *(tag("th", texts(name), scope="col") for name in names))
    rows = [_row(entry, length, texts) for entry, length in shown]
    return tag("table", tag("caption", texts("articles"), class_="unseen"), tag("thead", head), tag("tbody", *rows),
               class_="articles")  # fmt: skip


def _row(entry: ArticleEntry, length: int, texts: Texts) -> Html:
    title = tag("button", entry.title or entry.id, type="button", class_="title", data_do="read", data_article=entry.id,
                lang=entry.language, dir="auto")  # fmt: skip
    return tag(
        "tr",
        tag("td", title, tag("span", outlet(entry.source), class_="outlet", dir="auto")),
        tag("td", texts.date(entry.published)),
        tag("td", texts.language(entry.language)),
        tag("td", texts("characters", length), class_="figure"),
    )


def _pager(wanted: Wanted, count: int, texts: Texts) -> Html:
    pages = -(-count // PAGE_ARTICLES)
    if pages == 1:
        return Html("")
    buttons = [
        tag("button", texts(key), type="button", data_do="page", data_page=page, disabled=not 1 <= page <= pages)
        for key, page in (("pager_back", wanted.page - 1), ("pager_on", wanted.page + 1))
    ]
    place = tag("span", texts("pager", page=wanted.page, pages=pages))
    return tag("nav", buttons[0], place, buttons[1], class_="pager", aria_label=texts("pager_label"))


def filter_note(generation: Generation, wanted: Filter, texts: Texts) -> str:
    """How many articles the filter leaves and what it excludes; empty if it excludes nothing."""
    left = sum(allows(wanted, entry) for entry in generation.articles)
    excluded = len(generation.articles) - left
    if not excluded:
        return ""
    undated = 0
    if wanted.days is not None:
        undated = sum(entry.published is None for entry in generation.articles)
    note = texts("filter_leaves", left, excluded=texts.number(excluded))
    return f"{note} {texts('filter_undated', undated)}" if undated else note


def languages(generation: Generation) -> list[tuple[str, int]]:
    """The languages of the articles and how many there are of each, the commonest first."""
    return Counter(entry.language for entry in generation.articles).most_common()
