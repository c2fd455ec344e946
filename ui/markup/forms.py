"""The forms of the page: the filters below the question, the search of the articles, uploading and rebuilding."""

from collections.abc import Sequence

from ui.texts import Texts

from .filter_fields import Choices, filter_fields, labelled
from .html import NOTHING, Html, button, details, join, note, tag, void


def filters_form(choices: Choices, texts: Texts) -> Html:
    """The filters, closed at first, with the note on what they exclude and room for a chip for each that is set."""
    clear = button("clear-filter", texts("filter_clear"), class_="quiet")
    fields = tag("div", *filter_fields(choices, texts), clear, class_="fields")
    excluded = tag("p", id="filter-note", role="status", class_="note")
    active = tag("div", id="active-filters", role="group", aria_label=texts("active_filters"), class_="chips")
    return join(active, details(texts("filters"), fields, excluded, class_="filters"))


def articles_tab(choices: Choices, formats: Sequence[str], texts: Texts) -> Html:
    """The Articles tab before its lists are loaded; without `formats` the forms for changes are left out."""
    search = labelled(texts("articles_search"), void("input", type="search", name="search"))
    fields = filter_fields(choices, texts)
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
