"""The Gradio page in one language: the frame, the box for questions, and the events that answer them."""

import json
from dataclasses import replace
from typing import Any

import gradio as gr

from index.errors import DzhereloError
from ui.asgi.door import ticket_of
from ui.chat.chat import Place, error_notice
from ui.history.store import Asked, is_conversation, new_conversation
from ui.markup.frames import articles_skeleton, filters_markup
from ui.markup.html import Html, tag
from ui.texts import Texts

from .site import Site

Update = dict[str, Any]
_MOST_EVENTS = 256
_MOST_TURNS = 1 << 62
_SECONDS_BETWEEN_LOOKS = 0.02
_EVENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_page(site: Site, texts: Texts) -> gr.Blocks:
    """The page in the language of `texts`."""
    page = gr.Blocks(title=texts("title"), analytics_enabled=False, fill_width=True)
    with page:
        _panel(_header(site, texts), "masthead")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(texts("tab_ask"), id="ask", elem_id="panel-ask"):
                conversation, notice, filters = _asking(site, texts)
            with gr.Tab(texts("tab_articles"), id="articles", elem_id="panel-articles", render_children=True):
                articles = _panel(Html(""), "articles-tab")
            with gr.Tab(texts("tab_history"), id="history", elem_id="panel-history", render_children=True):
                _panel(tag("section", data_load="/-/history", aria_label=texts("tab_history")), "history-tab")

        def begin(request: gr.Request) -> tuple[str, str, str, str]:
            conversation = str(request.query_params.get("c", ""))
            return _begin(site, texts, conversation, site.owner(request.cookies))

        page.load(begin, None, [conversation, notice, filters, articles], concurrency_limit=None, **_EVENT)
    page.max_threads = _MOST_EVENTS  # the door says "busy" before Gradio's own line is full
    page.queue(max_size=_MOST_EVENTS, api_open=False)
    # Gradio looks for events a thousand times a second, which takes a tenth of a processor with nobody there.
    page._queue.sleep_when_free = _SECONDS_BETWEEN_LOOKS
    page._queue.progress_update_sleep_when_free = 1.0
    return page


def _begin(site: Site, texts: Texts, conversation: str, owner: str) -> tuple[str, str, str, str]:
    """What a freshly opened page shows: the conversation of its address or the greeting, and the filters."""
    try:
        filters, articles = filters_markup(site, texts), articles_skeleton(site, texts)
        shown = site.chat.markup(conversation, owner, texts) if is_conversation(conversation) else None
        return shown or site.welcome(texts), "", filters, articles
    except DzhereloError as error:
        nothing = tag("div", class_="conversation", data_turns=0)
        return nothing, error_notice(error, texts), "", ""


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


def _asking(site: Site, texts: Texts) -> tuple[gr.Markdown, gr.Markdown, gr.Markdown]:
    """The Ask tab; returns the panels that a fresh page fills: the conversation, the notice, the filters."""
    conversation = _panel(tag("div", class_="conversation loading"), "conversation")
    with gr.Column(elem_id="composer"):
        notice = _panel(Html(""), "notice")
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label=texts("question"), placeholder=texts("placeholder"), elem_id="question", lines=1, max_lines=6,
                scale=1, container=False, show_label=False,
            )  # fmt: skip
            button = gr.Button(texts("ask"), variant="primary", elem_id="ask", scale=0, min_width=96)
            stop = gr.Button(texts("stop"), elem_id="stop", scale=0, min_width=96)
        with gr.Row(elem_id="below"):
            filters = _panel(Html(""), "filters")
            clear = gr.Button(texts("clear"), elem_id="clear", scale=0, min_width=96)
    context = gr.Textbox(elem_id="context", visible="hidden", label="context")

    async def ask(typed: object, told: object, request: gr.Request) -> tuple[Update | str, Update | str, str]:
        asked, place = _read(typed, told)
        place = replace(place, ticket=ticket_of(request.request.scope) if request.request else None)
        shown = await site.chat.ask(asked, place, site.owner(request.cookies), texts)
        return (gr.skip(), gr.skip(), shown.notice) if shown.conversation is None else (shown.conversation, "", "")

    def forget() -> tuple[str, str, str]:
        return site.welcome(texts), "", ""

    outputs = [conversation, question, notice]
    asking = gr.on([button.click, question.submit], ask, [question, context], outputs, concurrency_limit=None,
                   concurrency_id="ask", trigger_mode="multiple", **_EVENT)  # fmt: skip
    stop.click(None, cancels=[asking], **_EVENT)
    clear.click(forget, None, outputs, concurrency_limit=None, **_EVENT)
    return conversation, notice, filters


def _read(typed: object, told: object) -> tuple[Asked, Place]:
    """The question with its filter, and its place in a conversation, from what the browser sent, whatever it is."""
    try:
        context = json.loads(told) if isinstance(told, str) and told else {}
    except (ValueError, RecursionError):
        context = {}
    values = context if isinstance(context, dict) else {}
    question, since, until, language = (
        value.encode("utf-8", "replace").decode().strip() if isinstance(value, str) else ""
        for value in (typed, values.get("since"), values.get("until"), values.get("language"))
    )
    conversation, instead_of = values.get("conversation"), values.get("instead_of")
    known = is_conversation(conversation) if isinstance(conversation, str) else False
    turn = instead_of if isinstance(instead_of, int) and 0 < instead_of < _MOST_TURNS else 0
    place = Place(
        str(conversation) if known else new_conversation(), turn, bool(values.get("alone")),
        str(values.get("token") or "")[:64],
    )  # fmt: skip
    return Asked(question, since[:64], until[:64], language[:64]), place
