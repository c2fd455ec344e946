"""The Gradio page in one language: the frame, the box for questions, and the events that answer them."""

import json
from typing import Any

import gradio as gr

from .articles_view import articles_skeleton, filters_markup
from .chat import Shown
from .escape import Html, tag
from .history import Asked, new_conversation
from .site import Site
from .texts import Texts

Update = dict[str, Any]


def build_page(site: Site, texts: Texts) -> gr.Blocks:
    """The page in the language of `texts`."""
    with gr.Blocks(title=texts("title"), analytics_enabled=False, fill_width=True, delete_cache=None) as page:
        _panel(_header(site, texts), "masthead")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(texts("tab_ask"), id="ask", elem_id="panel-ask"):
                _asking(page, site, texts)
            with gr.Tab(texts("tab_articles"), id="articles", elem_id="panel-articles", render_children=True):
                _panel(articles_skeleton(site, texts), "articles-tab")
            with gr.Tab(texts("tab_history"), id="history", elem_id="panel-history", render_children=True):
                _panel(tag("section", data_load="/-/history", aria_label=texts("tab_history")), "history-tab")
    page.queue(max_size=256, api_open=False)
    return page


def _panel(markup: Html, name: str) -> gr.Markdown:
    """A place for our own markup: everything in it is escaped where it is made, so it is not sanitized again."""
    return gr.Markdown(markup, elem_id=name, sanitize_html=False, latex_delimiters=[])


def _header(site: Site, texts: Texts) -> Html:
    others = [
        tag("a", other.name, href="#", lang=other.code, hreflang=other.code, data_do="language", data_code=other.code)
        for other in site.languages.values()
        if other.code != texts.code
    ]
    name = tag("h1", Html('<img src="/-/icon.svg" alt="" width="32" height="32">'), texts("name"))
    skip = tag("a", texts("skip"), href="#question", class_="skip", data_do="skip")
    return tag("div", skip, name, tag("p", texts("tagline")), tag("nav", *others, aria_label=texts("languages")),
               class_="masthead")  # fmt: skip


def _asking(page: gr.Blocks, site: Site, texts: Texts) -> None:
    conversation = _panel(tag("div", class_="conversation loading"), "conversation")
    notice = _panel(Html(""), "notice")
    with gr.Row(elem_id="asking"):
        question = gr.Textbox(
            label=texts("question"), placeholder=texts("placeholder"), elem_id="question", lines=1, max_lines=6,
            scale=1, container=False, show_label=False,
        )  # fmt: skip
        button = gr.Button(texts("ask"), variant="primary", elem_id="ask", scale=0, min_width=96)
        stop = gr.Button(texts("stop"), elem_id="stop", scale=0, min_width=96)
        clear = gr.Button(texts("clear"), elem_id="clear", scale=0, min_width=96)
    _panel(filters_markup(site, texts), "filters")
    context = gr.Textbox(elem_id="context", visible="hidden", label="context")

    async def ask(typed: object, told: object) -> tuple[str, Update | str, str]:
        asked, current, instead_of = _read(typed, told)
        shown = await site.chat.ask(current or new_conversation(), asked, instead_of, texts)
        return _outputs(shown, asked, texts, site)

    def begin(request: gr.Request) -> tuple[str, str]:
        current = str(request.query_params.get("c", ""))[:64]
        if current and site.history.turns(current):
            return site.chat.markup(current, texts), ""
        return site.welcome(texts), ""

    def forget() -> tuple[str, str, str]:
        return site.welcome(texts), "", ""

    shared: Any = {"show_progress": "hidden", "api_visibility": "private"}
    outputs = [conversation, question, notice]
    asking = gr.on([button.click, question.submit], ask, [question, context], outputs, concurrency_limit=None,
                   concurrency_id="ask", trigger_mode="multiple", **shared)  # fmt: skip
    stop.click(None, cancels=[asking], **shared)
    clear.click(forget, None, outputs, concurrency_limit=None, **shared)
    page.load(begin, None, [conversation, notice], concurrency_limit=None, **shared)


def _outputs(shown: Shown, asked: Asked, texts: Texts, site: Site) -> tuple[str, Update | str, str]:
    empty = 'data-turns="0"' in shown.conversation
    conversation = site.welcome(texts) if empty else shown.conversation
    return conversation, "" if shown.answered else gr.skip(), shown.notice


def _read(typed: object, told: object) -> tuple[Asked, str, int]:
    """The question with its filter, the conversation, and the turn it replaces, from what the browser sent."""
    try:
        context = json.loads(told) if isinstance(told, str) and told else {}
    except json.JSONDecodeError:
        context = {}
    values = context if isinstance(context, dict) else {}
    since, until, language, conversation = (
        str(values.get(name) or "")[:64] for name in ("since", "until", "language", "conversation")
    )
    instead_of = values.get("instead_of")
    question = typed.strip() if isinstance(typed, str) else ""
    asked = Asked(question, since, until, language)
    return asked, conversation, instead_of if isinstance(instead_of, int) else 0
