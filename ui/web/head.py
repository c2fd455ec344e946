"""The head of the page's document: our own style sheet and script, and nothing from other hosts."""

import json

from ui.markup.html import Html, join, tag, void
from ui.texts import Texts


def page_head(texts: Texts, root: str = "") -> Html:
    """The elements of the document's head; style sheet and script are loaded from below the `root` path."""
    return join(
        void("meta", name="description", content=texts("promise")),
        void("meta", name="referrer", content="same-origin"),
        tag("title", texts("title")),
        void("link", rel="icon", href=f"{root}/-/static/icon.svg", type="image/svg+xml"),
        void("link", rel="stylesheet", href=f"{root}/-/static/style.css"),
        void("link", rel="stylesheet", href=f"{root}/-/static/tools.css"),
        _words(texts, root),
        tag("script", type="module", src=f"{root}/-/static/main.js"),
    )


def _words(texts: Texts, root: str) -> Html:
    """The script's sentences and the server's root path, as JSON."""
    words = {**texts.script(), **{key: texts(key) for key in ("title", "busy")}, "language": texts.code, "root": root}
    written = json.dumps(words, ensure_ascii=True).replace("<", "\\u003c")
    return tag("script", Html(written), id="words", type="application/json")
