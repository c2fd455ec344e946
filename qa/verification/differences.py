"""The differences between a quotation and its place in an article, and whether they are allowed."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.text.fold import folded_words

from ..disagreements import negates
from .alignment import Pair
from .attribution import has_speech
from .records import Change, Difference
from .tokens import ELLIPSIS, NARRATION, Token

_DASH = "–"
_HEADING_CHARS = 120


def differences_of(
    draft: str, quoted: Sequence[Token], text: str, piece: Sequence[Token], pairs: Sequence[Pair]
) -> tuple[Difference, ...]:
    """The differences along an alignment, in order; offsets are into the draft and the article's text."""
    return tuple(_differences(draft, quoted, text, piece, pairs))


def same(quoted: Token, other: Token, begins: bool) -> bool:
    """Whether two tokens are the same as written; the first word of a quotation may change its case."""
    return quoted.folded == other.folded and (begins or quoted.spelt in ("", other.spelt))


def _differences(
    draft: str, quoted: Sequence[Token], text: str, piece: Sequence[Token], pairs: Sequence[Pair]
) -> Iterator[Difference]:
    for agree, run in groupby(_judged(quoted, piece, pairs), key=lambda judged: judged[0]):
        if agree:
            continue
        steps = [pair for _, pair in run]
        ours = [quoted[place] for place, _ in steps if place is not None]
        theirs = [piece[place] for _, place in steps if place is not None]
        before = _before(piece, pairs, steps[0])
        yield Difference(
            change=_change(ours, theirs, text),
            draft_start=ours[0].start if ours else _draft_place(quoted, pairs, steps[0]),
            draft_text=draft[ours[0].start : ours[-1].end] if ours else "",
            archive_start=theirs[0].start if theirs else before,
            archive_text=text[theirs[0].start : theirs[-1].end] if theirs else "",
        )


def _judged(quoted: Sequence[Token], piece: Sequence[Token], pairs: Sequence[Pair]) -> Iterator[tuple[bool, Pair]]:
    """Each pair and whether its sides agree; text in square brackets never agrees."""
    begins, bracketed = True, False
    for pair in pairs:
        ours, theirs = pair
        if ours is None:
            yield False, pair
            continue
        token = quoted[ours]
        bracketed = bracketed or token.folded == "["
        agree = theirs is not None and not bracketed and same(token, piece[theirs], begins)
        yield agree, pair
        if token.folded == "]":
            bracketed = False
        begins = token.folded == ELLIPSIS or (begins and not token.is_word)


def _change(ours: Sequence[Token], theirs: Sequence[Token], text: str) -> Change:
    left_out = text[theirs[0].start : theirs[-1].end] if theirs else ""
    if ours and ours[0].folded == "[" and ours[-1].folded == "]" and len(ours) > 1:
        return "inserted"
    if [token.folded for token in ours if token.folded != "!"] == ["(", "sic", ")"]:
        return "inserted"
    if any(token.folded == NARRATION for token in ours) and not any(token.is_word for token in (*ours, *theirs)):
        return "narration"
    if any(token.folded == ELLIPSIS for token in ours) and not any(token.is_word for token in ours):
        # A cut must not reverse the meaning, even if it is marked.
        return "changed" if any(map(negates, folded_words(left_out))) else "cut"
    if any(token.is_word for token in ours):
        return "changed" if theirs else "added"
    if _is_narration(theirs, left_out):
        return "narration"
    beside = theirs[1:] if len(ours) == 1 and theirs and ours[0].folded == theirs[0].folded else [] if ours else theirs
    if beside and _is_heading(text, beside[0].start, beside[-1].end):
        return "heading"
    if not theirs:
        return "added"
    return "changed" if ours else "left_out"


def _is_narration(theirs: Sequence[Token], left_out: str) -> bool:
    """Whether the omission is the author's words within a speech: «Так, — сказав він, — і буде»."""
    return any(token.folded == _DASH for token in theirs) and has_speech(left_out)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether it is a line of its own without an end mark, between the paragraphs of a quotation."""
    before, after = text[:start].rstrip(" \t*_#"), text[end:].lstrip(" \t*_#")
    alone = before.endswith("\n\n") and after.startswith("\n\n") and "\n" not in text[start:end]
    return alone and text[end - 1] not in ".!?…;" and end - start <= _HEADING_CHARS


def _draft_place(quoted: Sequence[Token], pairs: Sequence[Pair], first: Pair) -> int:
    """The offset of an omission in the draft: after the token before it."""
    before = [place for place, _ in pairs[: pairs.index(first)] if place is not None]
    return quoted[before[-1]].end if before else quoted[0].start


def _before(piece: Sequence[Token], pairs: Sequence[Pair], first: Pair) -> int:
    """The offset of an addition in the article: after the token before it."""
    before = [place for _, place in pairs[: pairs.index(first)] if place is not None]
    after = [place for _, place in pairs if place is not None]
    return piece[before[-1]].end if before else piece[after[0]].start
