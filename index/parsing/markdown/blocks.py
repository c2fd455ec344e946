"""The blocks of a Markdown text as a reader sees them: headings, paragraphs, lists, rows of tables, code.

It knows text, not files; `inline` knows what stands within a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from index.parsing.canonical import one_line
from index.parsing.headings import heads
from index.parsing.html.fragment import fragment_text
from index.parsing.markdown.inline import Inline, parser

_CELL_GAP = " | "  # as in HTML and Word
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
# A line of code, or one with an escaped sign, that would look like a heading: a space before it keeps it text.
_LIKE_HEADING = re.compile(r"^(?=#{1,6}\s|={3,}\s*$|-{3,}\s*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of plain text: `level` of a heading, else 0; `is_tight` unless blank lines surround it in its list."""

    text: str
    level: int = 0
    is_tight: bool = True

    def __str__(self) -> str:
        return f"{'#' * self.level} {self.text}" if self.level else _LIKE_HEADING.sub(" ", self.text)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of the text, none of them empty. Footnotes stay where they are defined."""
    inline = Inline.of(text)
    return _blocks(iter(parser().parse(text, inline.env)), inline)


def _blocks(tokens: Iterator[Token], inline: Inline) -> Iterator[Block]:
    """The blocks up to the end of the element whose opening token was taken before."""
    for token in tokens:
        if token.nesting < 0:
            return
        yield from (block for block in _of_token(token, tokens, inline) if block.text)


def _of_token(token: Token, tokens: Iterator[Token], inline: Inline) -> Iterator[Block]:
    match token.type:
        case "heading_open":
            yield _heading(token, _line(tokens, inline))
        case "paragraph_open":
            yield Block(_line(tokens, inline), is_tight=token.hidden)
        case "bullet_list_open" | "ordered_list_open":
            yield Block(_list(token, tokens, inline))
        case "table_open":
            yield Block(_table(tokens, inline))
        case "blockquote_open":
            yield from _blocks(tokens, inline)
        case "html_block":
            yield from _html(token.content)
        case "fence" | "code_block":
            yield Block(token.content.strip("\n").rstrip())


def _heading(token: Token, text: str) -> Block:
    """The heading; a paragraph right above a line of hyphens is one only if it reads like one."""
    if not token.markup.startswith("#") and not heads(text):
        return Block(text, is_tight=False)
    return Block(one_line(text), int(token.tag[1]))


def _line(tokens: Iterator[Token], inline: Inline) -> str:
    """The text of a heading, a paragraph or a cell, up to its end."""
    words = next(tokens).content
    next(tokens)
    return inline.text(words)


def _list(opening: Token, tokens: Iterator[Token], inline: Inline) -> str:
    """The items with their signs or their own numbers; one that repeats the number before it, as in a list of ones, is
    the next. The lines below the first one of an item are indented."""
    number = written = -1
    items: list[str] = []
    is_tight = True
    for item in tokens:
        if item.nesting < 0:
            break
        sign = "- "
        if opening.type == "ordered_list_open":
            number = number + 1 if item.info == str(written) else int(item.info)
            written = int(item.info)
            sign = f"{number}{item.markup} "
        blocks = list(_blocks(tokens, inline))
        together = all(block.is_tight for block in blocks)
        lines = ("\n" if together else "\n\n").join(block.text for block in blocks)
        items.append(sign + re.sub(r"\n(?=[^\n])", "\n" + " " * len(sign), lines))
        is_tight = is_tight and together
    return ("\n" if is_tight else "\n\n").join(items)


def _table(tokens: Iterator[Token], inline: Inline) -> str:
    rows: list[list[str]] = []
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                rows[-1].append(one_line(_line(tokens, inline)))
    return "\n".join(_CELL_GAP.join(row) for row in rows if any(row))


def _html(html: str) -> Iterator[Block]:
    """What a block of HTML shows."""
    before, *others = _HTML_HEADING.split(html)
    yield Block(fragment_text(before))
    for level, heading, after in zip(others[::3], others[1::3], others[2::3], strict=True):
        yield Block(one_line(fragment_text(heading)), int(level))
        yield Block(fragment_text(after))
