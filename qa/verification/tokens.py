"""Splits a text into comparable words and marks, each with its place in the text.

Typographic variants are equal here: the style of quotation marks, dashes and apostrophes, stress marks, white space,
and Markdown signs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.fold import APOSTROPHES, INVISIBLE, words

_MARK = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|\.\.\.|[-‐‑‒–—―−]+|[^\w\s]")
_DASHES = "-‐‑‒–—―−"
_UNSEEN = set("«»„“”‟\"‘’‚'`*_#>|~「」『』‹›" + APOSTROPHES)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark at `start:end`: `folded` is compared, and `spelt` keeps the case of a word."""

    start: int
    end: int
    folded: str
    spelt: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and not a mark."""
        return self.folded[0].isalnum()


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, with their places in `text`."""
    return list(_tokens(text[start:end], start))


def _tokens(text: str, offset: int) -> Iterator[Token]:
    done = 0
    for start, end, folded in words(text):
        yield from _marks(text, done, start, offset)
        yield from _word(text[start:end], folded, offset + start)
        done = end
    yield from _marks(text, done, len(text), offset)


def _word(written: str, folded: str, start: int) -> Iterator[Token]:
    """The word, or each character in a script without spaces."""
    if _IDEOGRAPHS.search(written):
        for place, sign in enumerate(written, start):
            yield Token(place, place + 1, sign.casefold(), sign)
    elif folded[0].isalnum():
        yield Token(start, start + len(written), folded, _spelt(written, folded))


def _spelt(written: str, folded: str) -> str:
    """The folded word in its written case, if the letters still match."""
    plain = _APOSTROPHE.sub("", _HIDDEN.sub("", written))
    if len(plain) != len(folded):
        return folded
    return "".join(small.upper() if letter.isupper() else small for letter, small in zip(plain, folded, strict=True))


def _marks(text: str, start: int, end: int, offset: int) -> Iterator[Token]:
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if mark in _UNSEEN or _HIDDEN.fullmatch(mark):
            continue
        if "..." in mark or ELLIPSIS in mark:
            mark = ELLIPSIS
        elif mark[0] in _DASHES:
            mark = "–"
        yield Token(offset + match.start(), offset + match.end(), mark, mark)
