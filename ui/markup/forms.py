"""The forms of the page: the filters below the question, the search of the articles, uploading and rebuilding."""

from collections.abc import Sequence

from ui.texts import Texts

from .html import NOTHING, Html, button, details, note, tag, void

Languages = Sequence[tuple[str, int]]
"""The languages of the articles with their numbers of articles."""


def filters_form(languages: Languages, texts: Texts) -> Html:
    """The filters by date and language, closed at first, with the note on what they exclude."""
    clear = button("clear-filter", texts("filter_clear"), class_="quiet")
    fields = tag("div", *_filter_fields(languages, texts), clear, class_="fields")
    excluded = tag("p", id="filter-note", role="status", class_="note")
    return details(texts("filters"), fields, excluded, class_="filters")


def _filter_fields(languages: Languages, texts: Texts) -> list[Html]:
    options = [tag("option", texts("any_language"), value="")]
    options += [tag("option", f"{texts.language(code)} ({texts.number(n)})", value=code) for code, n in languages]
    return [
        _field(texts("since"), void("input", type="date", name="since")),
        _field(texts("until"), void("input", type="date", name="until")),
        _field(texts("column_language"), tag("select", *options, name="language")),
    ]


def _field(label: str, field: Html) -> Html:
    return tag("label", tag("span", label), field)


def articles_tab(languages: Languages, formats: Sequence[str], texts: Texts) -> Html:
    """The Articles tab before its lists are loaded; without `formats` the forms for changes are left out."""
    search = _field(texts("articles_search"), void("input", type="search", name="search"))
    fields = _filter_fields(languages, texts)
    form = tag("form", search, *fields, class_="fields", data_list="articles", role="search")
    listed = loaded("/-/articles", "articles-list", texts("articles"))
    changing = _changing(formats, texts) if formats else NOTHING
    return tag("div", changing, tag("h2", texts("articles_indexed")), form, listed, class_="articles-tab")


def _changing(formats: Sequence[str], texts: Texts) -> Html:
    stored = loaded("/-/uploads", "uploads-list", texts("uploads"))
    sending = tag("ul", id="sending", aria_live="polite")
    adding = (tag("h2", texts("adding")), _drop(formats, texts), sending, tag("h3", texts("uploads")), stored)
    rebuild = loaded("/-/rebuild", "rebuild-panel", texts("rebuild"))
    updating = (tag("h2", texts("renewing")), note(texts("rebuild_note")), rebuild)
    return tag("div", tag("div", *adding), tag("div", *updating), class_="changing")


def _drop(formats: Sequence[str], texts: Texts) -> Html:
    """The area where files are chosen or dropped."""
    label = tag("strong", texts("upload"))
    about = tag("span", texts("upload_note", formats=" ".join(formats)), class_="note")
    chosen = void("input", type="file", id="upload", multiple=True, accept=",".join(formats))
    return tag("label", label, about, chosen, class_="drop")


def loaded(path: str, id: str, label: str) -> Html:
    """A section that the page's script fills from that path."""
    return tag("section", data_load=path, id=id, aria_label=label)
