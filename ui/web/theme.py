"""The page's theme: system fonts only, and the first colours, which our own style sheet then replaces."""

from .gradio import gr

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
_MONO = ("ui-monospace", "Cascadia Mono", "Menlo", "DejaVu Sans Mono", "monospace")
# The colours of style.css, which loads slightly later than the theme
_COLOURS = {
    "body_background_fill": "#faf8f4",
    "body_background_fill_dark": "#14191b",
    "body_text_color": "#22282b",
    "body_text_color_dark": "#e7e9e6",
}


def page_theme() -> gr.themes.Base:
    """Gradio's base theme with system fonts."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO, primary_hue="teal", neutral_hue="stone").set(**_COLOURS)
