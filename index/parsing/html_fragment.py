"""The text of HTML inside a text field, with a blank line between blocks. Pure Python, so it needs no sandbox.

Whole pages go to `html.py`, which finds the article in them.
"""

import re
from html.parser import HTMLParser

from index.parsing.headings import BLOCK_GAP, HEADING_GAP, heads
from index.parsing.raised import lowered, raised

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|blockquote|img|figure|table|td|tr|sup|sub|section)"
    r"(?:\s[^<>]{0,2000})?/?>|&(?:nbsp|amp|quot|laquo|raquo|mdash|ndash|hellip|lt|gt|#\d{2,6}|#x[0-9a-fA-F]{2,5});",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    ["p", "div", "section", "article", "ul", "ol", "table", "blockquote", "figure", "figcaption", "pre", "hr"]
    + [f"h{n}" for n in range(1, 7)]
)
_LINES = frozenset(["br", "li", "tr", "dt", "dd"])
_UNSEEN = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "head"])
_HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
_HEADING_END = "\0"  # it becomes the gap after a heading; in the text it counts as a space
_AFTER_HEADING = re.compile(rf"([^\n{_HEADING_END}]*){_HEADING_END}\s*")
_QUOTE, _QUOTE_END = "\1", "\2"
_MARKS = re.compile(f"[{_HEADING_END}{_QUOTE}{_QUOTE_END}]")
_QUOTED = re.compile(rf"{_QUOTE}([^{_QUOTE_END}]*){_QUOTE_END}?")
_GAPS = re.compile(r"[^\S\n\xa0\u202f]*\n[^\S\n]*")


def holds_markup(text: str) -> bool:
    """Whether the text contains HTML markup."""
    return ("<" in text and bool(_MARKUP.search(text))) or ("&" in text and bool(_MARKUP.search(text)))


def fragment_text(text: str, marks_quotes: bool = False) -> str:
    """The visible text of the fragment; `marks_quotes` begins the lines of quoted letters as plain letters do."""
    reader = _Fragment(marks_quotes)
    reader.feed(text)
    reader.close()
    text = re.sub(r"\n{3,}", "\n\n", _GAPS.sub("\n", "".join(reader.parts)))
    text = _QUOTED.sub(lambda match: re.sub(r"^", "> ", match[1].strip(), flags=re.M) + "\n\n", text)
    return _AFTER_HEADING.sub(lambda match: match[1] + (HEADING_GAP if heads(match[1]) else BLOCK_GAP), text).strip()


class _Fragment(HTMLParser):
    def __init__(self, marks_quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._marks_quotes = marks_quotes
        self._quotes: list[bool] = []  # for each open <blockquote>: whether it is a letter that begins to be quoted
        self._unseen = 0
        self._height = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in ("sup", "sub"):
            self._height = tag
        self._break(tag)
        if tag == "blockquote":
            begins = self._marks_quotes and not any(self._quotes) and _is_letter(dict(attrs))
            self._quotes.append(begins)
            self.parts += [_QUOTE] * begins
        if tag == "li":
            self.parts.append("- ")
        elif tag in ("td", "th") and self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag == self._height:
            self._height = ""
        if tag == "blockquote" and self._quotes and self._quotes.pop():
            self.parts.append(_QUOTE_END)
        if tag in _HEADINGS:
            self.parts.append(_HEADING_END)
        elif tag not in ("br", "hr"):
            self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        before = "".join(self.parts[-2:])
        data = _MARKS.sub(" ", data)
        words = re.sub(r"[^\S\xa0\u202f]+", " ", data) if "\n\n" not in data else data
        if self._height:
            words = raised(before, words) if self._height == "sup" else lowered(words)
        self.parts.append(words)


def _is_letter(attrs: dict[str, str | None]) -> bool:
    """Whether a mail program set the block as a quoted letter."""
    stated = f"{attrs.get('class') or ''} {attrs.get('style') or ''}"
    return attrs.get("type") == "cite" or "quote" in stated or "border-left" in stated
