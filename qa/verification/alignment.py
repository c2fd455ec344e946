"""Aligns a quotation with a piece of an article, with the fewest differences.

Needleman–Wunsch alignment with Gotoh's affine gaps: opening a gap costs most, so omissions stay in one piece. The whole
quotation is aligned; the piece may extend at both ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.text.fold import romanised

from .tokens import ELLIPSIS, NARRATION, Token

_WORD, _MARK = 1.0, 0.25
_FORM = 0.6  # words with a common beginning are more likely forms of one word
_BEGINNING_CHARS = 3
# Less than an added word: an omission is more likely than an addition after it.
_GAP_OPEN, _GAP_EXTEND = 0.6, 0.1
_FAR = 1e9
Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of indices in the quotation and in the piece, in order; None means a gap on that side."""

    pairs: tuple[Pair, ...]
    cost: float


def align(quoted: Sequence[Token], piece: Sequence[Token]) -> Alignment:
    """The cheapest alignment of all of `quoted` with a part of `piece`."""
    rows = [_first_row(len(piece))]
    for token in quoted:
        rows.append(_next_row(rows[-1], token, piece))
    last = rows[-1]
    end = min(range(len(piece) + 1), key=lambda column: last.both[column])
    return Alignment(tuple(_traced(rows, end)), last.both[end])


@dataclass(slots=True)
class _Row:
    """The cost of aligning the quotation so far with the piece up to each column.

    `both` is the minimum; `skipped` ends with a skipped token of the piece. `steps` and `origins` record the path to
    both.
    """

    both: list[float]
    skipped: list[float]
    steps: list[str]
    origins: list[str]


def _first_row(columns: int) -> _Row:
    return _Row([0.0] * (columns + 1), [_FAR] * (columns + 1), ["end"] * (columns + 1), ["open"] * (columns + 1))


def _next_row(before: _Row, token: Token, piece: Sequence[Token]) -> _Row:
    added = _added(token)
    row = _Row([before.both[0] + added], [_FAR], ["added"], ["open"])
    cut = token.folded == ELLIPSIS
    for column, other in enumerate(piece, 1):
        opened = row.both[-1] + (0.0 if cut else _gap(other, _GAP_OPEN))
        longer = row.skipped[-1] + (0.0 if cut else _gap(other, _GAP_EXTEND))
        row.skipped.append(min(opened, longer))
        row.origins.append("open" if opened <= longer else "longer")
        choices = (
            (before.both[column - 1] + _difference(token, other), "pair"),
            (before.both[column] + added, "added"),
            (row.skipped[-1], "skipped"),
        )
        cost, step = min(choices, key=lambda choice: choice[0])
        row.both.append(cost)
        row.steps.append(step)
    return row


def _traced(rows: Sequence[_Row], column: int) -> list[Pair]:
    pairs: list[Pair] = []
    place = len(rows) - 1
    while place:
        step = rows[place].steps[column]
        if step == "pair":
            pairs.append((place - 1, column - 1))
            place, column = place - 1, column - 1
        elif step == "added":
            pairs.append((place - 1, None))
            place -= 1
        else:
            while rows[place].origins[column] == "longer":
                pairs.append((None, column - 1))
                column -= 1
            pairs.append((None, column - 1))
            column -= 1
    return pairs[::-1]


def _difference(one: Token, other: Token) -> float:
    if one.folded == other.folded or (one.folded == NARRATION and not other.is_word):
        return 0.0
    if one.is_word != other.is_word:
        return _WORD + _MARK
    if not one.is_word:
        return _MARK
    beginnings = {romanised(each.folded)[:_BEGINNING_CHARS] for each in (one, other)}
    return _FORM if len(beginnings) == 1 else _WORD


def _added(token: Token) -> float:
    """The cost of a token that the article lacks; an ellipsis is free, and so are the author's words in a speech."""
    if token.folded in (ELLIPSIS, NARRATION):
        return 0.0
    return _WORD if token.is_word else _MARK


def _gap(token: Token, cost: float) -> float:
    return cost if token.is_word else _MARK * cost
