"""The head of the page's document: our own style sheet and script, nothing from elsewhere."""

import json

from ui.markup.html import Html, join, tag, void
from ui.texts import Texts


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
