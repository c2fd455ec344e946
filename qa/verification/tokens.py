"""Splits a text into comparable words and marks, each with its place in the text.

Typographic variants are equal here: the style of quotation marks, dashes and apostrophes, stress marks, white space,
and Markdown signs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.text.fold import APOSTROPHES, INVISIBLE, words

# Signs of notes behind a word: «кг¹», “said[2]”; not those of «м²».
_NOTE = re.compile(r"(\b[кkсcдdмm]?[mм][²³])|(?<=[^\W\d_]|[.,!?…»”\"])[¹²³⁰⁴-⁹]+|(?<=\w)\[\d{1,3}\]", re.IGNORECASE)
_LINE_END = re.compile(r"[-‐\u00ad][^\S\n]*\n\s*")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_MARK = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|\.(?:\s\.){2,}|\.{2,}|[-‐‑‒–—―−]+|[^\w\s]")
_DASHES = "-‐‑‒–—―−"
_UNSEEN = set("«»„“”‟\"‘’‚'`*_#>|~「」『』‹›" + APOSTROPHES)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
ELLIPSIS = "…"
# The author's words that a draft sets within a speech: «Так, — сказав він, — і буде».
NARRATION = "¦"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark at `start:end`: `folded` is compared, and `spelt` keeps the case of a word.

    An empty `spelt` is a word whose case does not count.
    """

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


def with_letters_joined(tokens: list[Token]) -> list[Token]:
    """The tokens of a quotation with letters in square brackets joined to their word: «[д]орослий», "[T]he"."""
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        while joined := _joined(found):
            found = joined
    return found


def _joined(tokens: list[Token]) -> list[Token] | None:
    """The tokens with the last four as one word, if these are letters in brackets that adjoin letters."""
    last = tokens[-4:]
    if len(last) < 4 or any(one.end != other.start for one, other in pairwise(last)):
        return None
    marks = "".join("w" if token.is_word else token.folded for token in last)
    if marks not in ("[w]w", "w[w]"):
        return None
    folded = "".join(token.folded for token in last if token.is_word)
    return [*tokens[:-4], Token(last[0].start, last[-1].end, folded, "")]


def with_lines_joined(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens of a text with words joined that are divided at the end of a line: «від-» and «крили»."""
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        if len(found) > 2 and token.is_word and found[-3].is_word and _divides_lines(text, found[-3].end, token.start):
            first, _, last = found[-3:]
            found[-3:] = [Token(first.start, last.end, first.folded + last.folded, first.spelt + last.spelt)]
    return found


def _divides_lines(text: str, start: int, end: int) -> bool:
    return _LINE_END.fullmatch(text, start, end) is not None and text[end].islower()


def without_case(tokens: list[Token]) -> list[Token]:
    """The tokens as words whose case does not count."""
    return [replace(token, spelt="") if token.is_word else token for token in tokens]


def with_narrations(tokens: list[Token], spans: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens with one for each of these pieces of narration, with the marks around it."""
    found = [token for token in tokens if not any(start <= token.start < end for start, end in spans)]
    return sorted([*found, *(Token(*span, NARRATION, NARRATION) for span in spans)], key=lambda token: token.start)


def _tokens(text: str, offset: int) -> Iterator[Token]:
    text = _NOTE.sub(lambda note: note[1] or " " * len(note[0]), text)
    done = 0
    for start, end, folded in words(text):
        yield from _marks(text, done, start, offset)
        written = text[start:end].lstrip("_")  # Markdown: _word_
        yield from _word(written.rstrip("_"), folded.strip("_"), offset + end - len(written))
        done = end
    yield from _marks(text, done, len(text), offset)


def _word(written: str, folded: str, start: int) -> Iterator[Token]:
    """The word, or each character in a script without spaces."""
    if _IDEOGRAPHS.search(written):
        for place, sign in enumerate(written, start):
            yield Token(place, place + 1, sign.casefold(), sign)
    elif folded[:1].isalnum():
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
        if ".." in mark or ". ." in mark or ELLIPSIS in mark:
            mark = ELLIPSIS
        elif _POINT.match(text, match.start()):
            mark = ","  # of a fraction
        elif mark[0] in _DASHES:
            mark = "–"
        yield Token(offset + match.start(), offset + match.end(), mark, mark)
