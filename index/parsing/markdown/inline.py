"""The text within a block of Markdown, without marks of emphasis, links, footnotes and comments.

CommonMark and tables are markdown-it's; added are the usual forms of Obsidian, pandoc, Hugo and Jekyll. It knows lines,
not files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, code, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from index.parsing.raised import lowered, note_mark, raised

_MOST_NESTED = 100
_DEFINED = re.compile(r"^[ ]{0,3}\[\^([^\]\s]{1,100})\]:", re.MULTILINE)
_FEWEST_WORDS = 8
_STRUCK = re.compile(r"<(/?)(?:del|strike|s)[\s>]")
_TAGS = {"s_open": "<s>", "s_close": "</s>"}
_LINE_START = r"(?<![^\n])"
_BOX = rf"{_LINE_START}{{}}[ \t]+[\w-]{{{{1,60}}}}[ \t]+\"([^\"\n]{{{{1,200}}}})\""  # with a title
# What each form is by its first character; the first group is the text that stays.
_FORMS = {
    "{": [
        ("nested", r"\{\{[<%][^{}]{0,500}?\bcaption=\"([^\"\n]{1,500})\"[^{}]{0,500}?[%>]\}\}"),  # a figure
        ("unseen", r"\{\{[<%].{0,500}?[%>]\}\}|\{%.{0,500}?%\}"),  # templates
        ("unseen", r"\{(?::\s?|\s?[#.])[^{}\n]{1,200}\}|(?<=\))\{[^{}\n]{1,200}\}"),  # attributes
    ],
    "%": [("unseen", r"%%.{0,2000}?%%")],
    "!": [
        ("unseen", r"!\[\[[^\[\]\n]{1,300}\]\]"),  # an embedded file
        ("nested", _BOX.format("!!!")),
        ("unseen", rf"{_LINE_START}!!![ \t]+[\w-]{{1,60}}[ \t]*"),
    ],
    "?": [("nested", _BOX.format(r"\?\?\?\+?")), ("unseen", rf"{_LINE_START}\?\?\?\+?[ \t]+[\w-]{{1,60}}[ \t]*")],
    "\\": [("unseen", rf"{_LINE_START}\\(?:newpage|pagebreak|clearpage|tableofcontents)\b[ \t]*")],
    ":": [
        ("unseen", rf"{_LINE_START}:{{3,}}[ \t]*(?:\{{[^}}\n]{{0,200}}\}}|[\w-]{{1,60}})?[ \t]*"),  # a box
        ("unseen", r"(?<=[^\n]\n):[ \t]{1,3}(?=\S)"),  # the definition of a term
    ],
    "[": [
        ("unseen", r"(?<![\s\S])\[!\w{1,60}\][+-]?[ \t]*"),  # a box
        ("unseen", rf"{_LINE_START}\[\[?(?:toc|TOC|_TOC_)\]?\]"),  # a table of contents
        ("nested", r"\[\[#?(?:[^\[\]\n|]{1,300}\|)?([^\[\]\n|]{1,300})\]\]"),
        ("defined", rf"{_LINE_START}\[\^([^\]\s]{{1,100}})\]:[ \t]*"),
        ("note", r"\[\^([^\]\s]{1,100})\]"),
    ],
    "*": [("text", r"(\*)(?<=\d\*)(?=\d)")],  # a product: 3*4*5
    "^": [
        ("unseen", r"(?<=\s)\^[A-Za-z0-9-]{1,60}\s*\Z"),  # the name of a block
        ("aside", r"\^\[([^\[\]\n]{1,500})\]"),
        ("sup", r"\^([-+−]?[^\W_]{1,20})\^"),
    ],
    "~": [("sub", r"(?<!~)~([-+−]?[^\W_]{1,20})~(?!~)")],
    "=": [
        ("nested", rf"{_LINE_START}===[+!]?[ \t]+\"([^\"\n]{{1,200}})\""),  # a tab
        ("nested", r"(?<![\w=])==([^\s=](?:[^=\n]{0,500}[^\s=])?)==(?![\w=])"),
    ],
    "$": [("text", r"(\$\$.{1,2000}?\$\$|(?<![\w$])\$(?=\S)[^$\n]{1,300}(?<=\S)\$(?![\w$]))")],  # mathematics
}
_PATTERNS = {
    first: [(kind, re.compile(pattern, re.DOTALL)) for kind, pattern in forms] for first, forms in _FORMS.items()
}


@dataclass(slots=True)
class Inline:
    """What the lines of one text refer to: its links and its footnotes."""

    env: dict[str, Any]
    _numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Inline":
        """The links and footnotes of a text whose blocks are not parsed yet."""
        return cls({"notes": frozenset(_DEFINED.findall(text))})

    def text(self, words: str) -> str:
        """The words without marks. Of an image alone only its description stays, if it is more than one word."""
        tokens: list[Token] = []
        parser().inline.parse(words, parser(), self.env, tokens)
        seen = [token for token in tokens if token.type != "unseen" and (token.content.strip() or token.nesting)]
        if len(seen) == 1 and seen[0].type == "image":
            description = self._shown(seen[0].children or ())
            return description if " " in description else ""
        lines = re.sub(r"[ \t]*\n[ \t]*", "\n", self._shown(tokens))
        return re.sub(r"\n{3,}", "\n\n", lines).strip()

    def _shown(self, tokens: Sequence[Token]) -> str:
        parts: list[str] = []
        heights: list[int] = []
        struck: list[int] = []
        for token in tokens:
            match token.type:
                case "text" | "text_special" | "code_inline":
                    parts.append(token.content)
                case "softbreak" | "hardbreak":
                    parts.append("\n")
                case "nested":
                    parts.append(self.text(token.content))
                case "aside":
                    parts.append(f" ({self.text(token.content)})")
                case "sup" | "sub" as height:
                    parts.append(_at(height, _end(parts), token.content))
                case "note":
                    parts.append(note_mark(_end(parts), self._number(token.content)))
                case "defined":
                    parts.append(f"\n\n{note_mark('', self._number(token.content))} ")
                case "html_inline" | "s_open" | "s_close":
                    tag = _TAGS.get(token.type, token.content.lower())
                    _add_html(tag, parts, heights)
                    _strike_out(tag, parts, struck)
        return "".join(parts)

    def _number(self, label: str) -> str:
        """The number of a footnote: its own, or its place among all that are referred to."""
        own = all(map(str.isdecimal, self.env["notes"]))
        return label if own else self._numbers.setdefault(label, str(len(self._numbers) + 1))


def _end(parts: Sequence[str]) -> str:
    return "".join(parts[-3:])[-20:]


def _at(height: str, before: str, words: str) -> str:
    return raised(before, words) if height == "sup" else lowered(words)


def _add_html(tag: str, parts: list[str], heights: list[int]) -> None:
    """Add what a tag means for text: a line end, or that the words since its opening tag are raised or lowered."""
    if tag.startswith("<br"):
        parts.append("\n")
    elif tag.startswith(("<sup", "<sub")):
        heights.append(len(parts))
    elif tag.startswith(("</sup", "</sub")) and heights:
        start = heights.pop()
        words = "".join(parts[start:])
        parts[start:] = [_at(tag[2:5], _end(parts[:start]), words)]


def _strike_out(tag: str, parts: list[str], struck: list[int]) -> None:
    """Take out the words since the tag that began to strike them out."""
    if not (found := _STRUCK.match(tag)):
        return
    if not found[1]:
        struck.append(len(parts))
    elif struck:
        del parts[struck.pop() :]


@cache
def parser() -> MarkdownIt:
    """The parser of blocks and lines; lines are parsed one by one, as their tokens take much memory."""
    found = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable(["table", "strikethrough"])
    found.disable(["normalize", "inline", "text_join"])
    found.block.ruler.at("code", _code)
    found.block.ruler.at("reference", _reference)
    found.inline.ruler.before("text", "forms", _form)
    return found


def _code(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Indented code; prose whose first line is indented, as in a book, is a paragraph."""
    goes_on = line + 1 < end and not state.isEmpty(line + 1) and not state.is_code_block(line + 1)
    words = re.findall(r"[^\W\d_]{2,}", state.src[state.bMarks[line] : state.eMarks[line]])
    is_prose = state.is_code_block(line) and (goes_on or len(words) >= _FEWEST_WORDS)
    return not is_prose and code(state, line, end, silent)


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The definition of a link; that of a footnote has text, which stays."""
    start = state.bMarks[line] + state.tShift[line]
    return not state.src.startswith("[^", start) and reference(state, line, end, silent)


def _form(state: StateInline, silent: bool) -> bool:
    """One of the forms that CommonMark does not know."""
    for kind, pattern in _PATTERNS.get(state.src[state.pos], ()):
        found = pattern.match(state.src, state.pos, state.posMax)
        if not found:
            continue
        text = found[1] if found.re.groups else ""
        if kind in ("note", "defined") and text not in state.env["notes"] and not text.isdecimal():
            continue
        if not silent:
            state.push(kind, "", 0).content = text
        state.pos = found.end()
        return True
    return False
