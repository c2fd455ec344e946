"""The frames that the page's script fills: the Articles tab with its forms, and the filters below the question."""

from index.parsing.files import LARGEST
from ui.texts import Texts
from ui.web.site import Site

from .article_list import languages
from .html import Html, tag, void


def filters_markup(site: Site, texts: Texts) -> Html:
    """The filters by date and language, closed at first, and what they exclude."""
    fields = _filter_fields(site, texts)
    clear = tag("button", texts("filter_clear"), type="button", data_do="clear-filter", class_="quiet")
    note = tag("p", id="filter-note", role="status", class_="note")
    return tag("details", tag("summary", texts("filters")), tag("div", *fields, clear, class_="fields"), note,
               class_="filters")  # fmt: skip


def _filter_fields(site: Site, texts: Texts) -> list[Html]:
    found = languages(site.assistant.generation())
    options = [
        tag("option", texts("any_language"), value=""),
        *(tag("option", f"{texts.language(code)} ({texts.number(count)})", value=code) for code, count in found),
    ]
    return [
        tag("label", tag("span", texts("since")), void("input", type="date", name="since")),
        tag("label", tag("span", texts("until")), void("input", type="date", name="until")),
        tag("label", tag("span", texts("column_language")), tag("select", *options, name="language")),
    ]


def articles_skeleton(site: Site, texts: Texts) -> Html:
    """The Articles tab before its lists are loaded."""
    search = tag("label", tag("span", texts("articles_search")), void("input", type="search", name="search"))
    form = tag("form", search, *_filter_fields(site, texts), class_="fields", data_list="articles", role="search")
    listed = tag("section", data_load="/-/articles", id="articles-list", aria_label=texts("articles"))
    changing = Html("") if site.settings.read_only else _changing(texts)
    return tag("div", changing, tag("h2", texts("articles_indexed")), form, listed, class_="articles-tab")


def _changing(texts: Texts) -> Html:
    drop = tag(
        "label",
        tag("strong", texts("upload")),
        tag("span", texts("upload_note", formats=" ".join(LARGEST)), class_="note"),
        void("input", type="file", id="upload", multiple=True, accept=",".join(LARGEST)),
        class_="drop",
    )
    sending = tag("ul", id="sending", aria_live="polite")
    stored = tag("section", data_load="/-/uploads", id="uploads-list", aria_label=texts("uploads"))
    rebuild = tag("section", data_load="/-/rebuild", id="rebuild-panel", aria_label=texts("rebuild"))
    renew = (tag("h2", texts("renewing")), tag("p", texts("rebuild_note"), class_="note"), rebuild)
    left = tag("div", tag("h2", texts("adding")), drop, sending, tag("h3", texts("uploads")), stored)
    return tag("div", left, tag("div", *renew), class_="changing")
