"""The page's looks and head: system fonts only, our own style sheet and script, nothing from elsewhere."""

import json

import gradio as gr

from ui.markup.html import Html, join, tag, void
from ui.texts import Texts

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
_MONO = ("ui-monospace", "Cascadia Mono", "Menlo", "DejaVu Sans Mono", "monospace")
# The colours of style.css, which comes a moment later than the theme
_COLOURS = {
    "body_background_fill": "#faf8f4",
    "body_background_fill_dark": "#14191b",
    "body_text_color": "#22282b",
    "body_text_color_dark": "#e7e9e6",
}


def page_theme() -> gr.themes.Base:
    """Gradio's plainest theme with fonts that every machine has."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO, primary_hue="teal", neutral_hue="stone").set(**_COLOURS)


def page_head(texts: Texts, root: str = "") -> Html:
    """What the document's head says of the page, and what it loads from below the `root` path."""
    return join(
        void("meta", name="description", content=texts("promise")),
        void("meta", name="referrer", content="same-origin"),
        tag("title", texts("title")),
        void("link", rel="icon", href=f"{root}/-/static/icon.svg", type="image/svg+xml"),
        void("link", rel="stylesheet", href=f"{root}/-/static/style.css"),
        _words(texts, root),
        tag("script", type="module", src=f"{root}/-/static/main.js"),
    )


def _words(texts: Texts, root: str) -> Html:
    """The sentences that the script says, as JSON for it to read, and where it finds the server."""
    words = {**texts.script(), **{key: texts(key) for key in ("title", "busy")}, "language": texts.code, "root": root}
    written = json.dumps(words, ensure_ascii=True).replace("<", "\\u003c")
    return tag("script", Html(written), id="words", type="application/json")
