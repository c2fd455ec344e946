"""The text of HTML inside a text field, with a blank line between blocks. Pure Python, so it needs no sandbox.

Whole pages go to `page.py`, which finds the article in them.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from index.parsing.headings import BLOCK_GAP, HEADING_GAP, heads
from index.parsing.raised import lowered, raised

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|blockquote|img|figure|table|td|tr|sup|sub|section|"
    r"s|del|ins|strike|mark|small|code|pre|hr|nav|dl)"
    r"(?:\s[^<>]{0,2000}=[^<>]{0,2000})?\s*/?>|&(?:nbsp|amp|quot|laquo|raquo|mdash|ndash|hellip|lt|gt|#\d{2,6}|#x[0-9a-fA-F]{2,5});",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    ["p", "div", "section", "article", "ul", "ol", "dl", "table", "blockquote", "figure", "figcaption", "pre", "hr"]
    + [f"h{n}" for n in range(1, 7)]
)
_LINES = frozenset(["br", "li", "tr", "dt", "dd"])
_ITEM = "- "
_NUMBERED = "\3"  # before the number of an item; it is removed at the end
_BETWEEN_ITEMS = re.compile(rf"^((?:- |{_NUMBERED})[^\n]*)\n{{2,}}(?=- |{_NUMBERED})", re.MULTILINE)
_LARGEST_NUMBER = 9_999
_UNSEEN = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "head", "nav", "select"])
# What is struck out is no longer said; without an end it strikes out nothing.
_STRUCK = re.compile(r"<(del|strike|s)(?:\s[^<>]{0,500})?>(?:(?!<\1[\s>]).)*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# Elements whose end may not be left out, so that a hidden one hides nothing behind it.
_CLOSED = frozenset(["div", "span", "table", "section"])
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
_HEADING_END = "\0"  # it becomes the gap after a heading; in the text it counts as a space
_QUOTE, _QUOTE_END = "\1", "\2"
_MARKS = re.compile(f"[{_HEADING_END}{_QUOTE}{_QUOTE_END}{_NUMBERED}]")
_QUOTED = re.compile(rf"{_QUOTE}([^{_QUOTE_END}]*){_QUOTE_END}?")
_GAPS = re.compile(r"[^\S\n\xa0\u202f]*\n[^\S\n]*")


def holds_markup(text: str) -> bool:
    """Whether the text contains HTML markup."""
    return ("<" in text and bool(_MARKUP.search(text))) or ("&" in text and bool(_MARKUP.search(text)))


def fragment_text(text: str, marks_quotes: bool = False) -> str:
    """The visible text of the fragment; `marks_quotes` begins the lines of quoted messages with ">"."""
    reader = _Fragment(marks_quotes)
    reader.feed(_STRUCK.sub("", text))
    reader.close()
    reader.end_row()
    text = _BETWEEN_ITEMS.sub(r"\1\n", _tidy(reader.parts)).replace(_NUMBERED, "")
    text = _QUOTED.sub(lambda match: re.sub(r"^", "> ", match[1].strip(), flags=re.M) + "\n\n", text)
    return "".join(_with_gaps(text)).strip()


def _with_gaps(text: str) -> Iterator[str]:
    """The pieces of the text, with the gap that follows each heading."""
    first, *rest = text.split(_HEADING_END)
    pieces = [first, *map(str.lstrip, rest)]
    for piece in pieces[:-1]:
        yield piece + (HEADING_GAP if heads(piece.rsplit("\n", 1)[-1]) else BLOCK_GAP)
    yield pieces[-1]


def _tidy(parts: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", _GAPS.sub("\n", "".join(parts)))


class _Fragment(HTMLParser):
    def __init__(self, marks_quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._marks_quotes = marks_quotes
        self._quotes: list[bool] = []  # for each open <blockquote>: whether it is the start of a quoted message
        self._unseen = 0
        self._hidden = ""  # the tag of the outermost hidden element, and how many of this tag are open
        self._open = 0
        self._height = ""
        self._rows: list[list[int]] = []  # for each open table: where the cells of its row begin
        self._lists: list[int] = []  # for each open list: the number of its next item; 0 if they have none
        self._mark = _ITEM  # the last sign before the words of an item
        self._term: int | None = None  # where the term begins whose value has not come yet

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "body":  # a head needs no end of its own
            self._unseen = 0
        if not self._hidden and tag in _CLOSED and _is_hidden(dict(attrs)):
            self._hidden, self._open = tag, 0
        if self._hidden:
            self._open += tag == self._hidden
            return
        if tag in ("sup", "sub"):
            self._height = tag
        self._break(tag)
        if tag == "blockquote":
            begins = self._marks_quotes and not any(self._quotes) and _is_letter(dict(attrs))
            self._quotes.append(begins)
            self.parts += [_QUOTE] * begins
        self._begin(tag, dict(attrs))

    def _begin(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Note a list, an item, a table or a cell that begins here."""
        if tag in ("ol", "ul"):
            self._lists.append(_first_number(attrs) if tag == "ol" else 0)
        elif tag == "li":
            self._mark_item(attrs)
        elif tag == "table":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._term = None
            self._rows = self._rows or [[]]
            self._rows[-1].append(len(self.parts))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if self._hidden:
            self._open -= tag == self._hidden
            self._hidden = self._hidden if self._open else ""
            return
        if tag == self._height:
            self._height = ""
        if tag == "blockquote" and self._quotes and self._quotes.pop():
            self.parts.append(_QUOTE_END)
        if tag in _HEADINGS:
            self.parts.append(_HEADING_END)
        elif tag not in _LINES and tag != "hr":
            self._break(tag)
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag == "table" and self._rows:
            self._rows.pop()

    def _mark_item(self, attrs: dict[str, str | None]) -> None:
        number = self._lists[-1] if self._lists else 0
        if number:
            number = _whole_number(attrs.get("value")) or number
            self._lists[-1] = number + 1
        self._mark = f"{_NUMBERED}{number}. " if number else _ITEM
        self.parts.append(self._mark)

    def _names_value(self, term: int) -> bool:
        """Put the value that follows on the line of its term; False if the term is empty or a heading."""
        words = "".join(self.parts[term:]).rstrip()
        if not words.strip() or words[-1] in _HEADING_END:
            return False
        self._mark = " " if words[-1] in ":?!.—–-" else ": "
        self.parts[term:] = [words, self._mark]
        return True

    def _break(self, tag: str) -> None:
        if tag in ("tr", "table"):
            self.end_row()
        if tag == "dd" and self._term is not None:
            term, self._term = self._term, None
            if self._names_value(term):
                return
        if tag in _BLOCKS and self.parts[-1:] != [self._mark]:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        if tag in ("dt", "dl"):
            self._term = len(self.parts) if tag == "dt" else None

    def end_row(self) -> None:
        """Put the cells of the row on one line; those with paragraphs of their own lay out the page, and stay apart."""
        if not self._rows or not self._rows[-1]:
            return
        places, self._rows[-1] = self._rows[-1], []
        ends = [*places[1:], len(self.parts)]
        cells = [_tidy(self.parts[start:end]).strip() for start, end in zip(places, ends, strict=True)]
        del self.parts[places[0] :]
        if sum(map(bool, cells)) < 2 or any("\n\n" in cell for cell in cells):
            self.parts.append("\n\n".join(filter(None, cells)))
        else:
            self.parts.append(" | ".join(" ".join(cell.split("\n")) for cell in cells).strip())

    def handle_data(self, data: str) -> None:
        if (
            self._unseen
            or self._hidden
            or (not data.strip() and self.parts and self.parts[-1][-1:] in ("\n", _ITEM[-1]))
        ):
            return
        before = "".join(self.parts[-2:])
        data = _MARKS.sub(" ", data.lstrip() if self.parts[-1:] == [self._mark] else data)
        words = re.sub(r"[^\S\xa0\u202f]+", " ", data) if "\n\n" not in data else data
        if self._height:
            words = raised(before, words) if self._height == "sup" else lowered(words)
        self.parts.append(words)


def _first_number(attrs: dict[str, str | None]) -> int:
    """The number of the list's first item; 0 if they have letters or none."""
    if attrs.get("type", "1") != "1" or "none" in (attrs.get("style") or "") or "reversed" in attrs:
        return 0
    return _whole_number(attrs.get("start")) or 1


def _whole_number(written: str | None) -> int:
    is_number = written and written.isdecimal() and len(written) <= len(str(_LARGEST_NUMBER))
    return int(written) if written and is_number else 0


def _is_hidden(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or bool(_HIDES.search(attrs.get("style") or ""))


def _is_letter(attrs: dict[str, str | None]) -> bool:
    """Whether a mail program marked the block as a quoted message."""
    stated = f"{attrs.get('class') or ''} {attrs.get('style') or ''}"
    return attrs.get("type") == "cite" or "quote" in stated or "border-left" in stated
