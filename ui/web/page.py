"""The Gradio page in one language: the frame that the page's own script fills.

It has no Gradio events: questions and everything else go through the routes in this package.
"""

from collections.abc import Collection

from ui.markup.forms import loaded
from ui.markup.html import Html, join, tag, void
from ui.texts import Texts

from .gradio import gr
from .site import page_path


def build_page(languages: Collection[Texts], texts: Texts, root: str = "") -> gr.Blocks:
    """The page in the language of `texts`, with links to the other languages; it is served below the `root` path."""
    page = gr.Blocks(title=texts("title"), analytics_enabled=False, fill_width=True)
    with page:
        _panel(_header(languages, texts, root), "masthead")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(texts("tab_ask"), id="ask", elem_id="panel-ask"):
                _ask_tab(texts)
            with gr.Tab(texts("tab_articles"), id="articles", elem_id="panel-articles", render_children=True):
                _panel(loaded("/-/articles-tab", "articles-content", texts("tab_articles")), "articles-tab")
            with gr.Tab(texts("tab_history"), id="history", elem_id="panel-history", render_children=True):
                _panel(loaded("/-/history-tab", "history-content", texts("tab_history")), "history-tab")
            with gr.Tab(texts("tab_draft"), id="draft", elem_id="panel-draft", render_children=True):
                _panel(loaded("/-/draft-form", "draft-content", texts("tab_draft")), "draft-tab")
    return page


def _panel(markup: Html, name: str) -> None:
    """A panel for our own markup, which is escaped where it is made and not sanitized again."""
    gr.Markdown(markup, elem_id=name, sanitize_html=False, latex_delimiters=[])


def _header(languages: Collection[Texts], texts: Texts, root: str) -> Html:
    icon = void("img", src=f"{root}/-/static/icon.svg", alt="", width=32, height=32)
    skip = tag("a", texts("skip"), href="#question", class_="skip", data_do="skip")
    others = [_language_link(other, root) for other in languages if other.code != texts.code]
    nav = tag("nav", *others, aria_label=texts("languages"))
    return tag("div", skip, tag("h1", icon, texts("name")), tag("p", texts("tagline")), nav, class_="masthead")


def _language_link(other: Texts, root: str) -> Html:
    code = other.code
    return tag("a", other.name, href=f"{root}{page_path(code)}", lang=code, hreflang=code, data_do="language")


def _ask_tab(texts: Texts) -> None:
    _panel(loaded("/-/conversation", "conversation-content", texts("tab_ask")), "conversation")
    with gr.Column(elem_id="composer"):
        _panel(join(tag("div", id="editing", class_="note"), tag("div", id="notice-content")), "notice")
        with gr.Row(elem_id="asking"):
            _question_box(texts)
            gr.Button(texts("ask"), variant="primary", elem_id="ask", scale=0, min_width=96)
            gr.Button(texts("stop"), elem_id="stop", scale=0, min_width=96)
        with gr.Row(elem_id="below"):
            _panel(loaded("/-/filters", "filters-content", texts("filters")), "filters")
            gr.Button(texts("clear"), elem_id="clear", scale=0, min_width=96)


def _question_box(texts: Texts) -> None:
    gr.Textbox(
        label=texts("question"),
        placeholder=texts("placeholder"),
        elem_id="question",
        lines=1,
        max_lines=6,
        scale=1,
        container=False,
        show_label=False,
        interactive=True,
    )
