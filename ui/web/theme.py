"""The page's looks: system fonts only, our own style sheet and script, nothing from elsewhere."""

import gradio as gr

from ui.markup.html import Html, join, tag, void

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
_MONO = ("ui-monospace", "Cascadia Mono", "Menlo", "DejaVu Sans Mono", "monospace")


def page_theme() -> gr.themes.Base:
    """Gradio's plainest theme with fonts that every machine has."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO, primary_hue="teal", neutral_hue="stone")
    # The colours of style.css, which comes a moment later than the theme
    return theme.set(
        body_background_fill="#faf8f4", body_background_fill_dark="#14191b", body_text_color="#22282b",
        body_text_color_dark="#e7e9e6",
    )  # fmt: skip


def head(code: str) -> Html:
    """What the head of the page in this language loads."""
    script = tag("script", src=f"/-/page.js?lang={code}", defer=True)
    style = void("link", rel="stylesheet", href="/-/style.css")
    return join(style, script, void("link", rel="icon", href="/-/icon.svg", type="image/svg+xml"))
