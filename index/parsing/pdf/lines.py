"""Joins runs of letters into pieces of lines, and separates raised numbers from the numbers next to them.

It knows places and sizes, nothing of PDF.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.parsing.pdf.line_numbers import without_line_numbers
from index.parsing.pdf.rules import Rule
from index.parsing.pdf.runs import CELL_GAP, Run, crosses
from index.parsing.raised import lowered, raised

_SPACE_GAP, _OVERLAP = 0.18, -0.9
_SAME_LINE = 0.2
# A note mark, exponent or index is smaller than its line and at most this far above or below it.
_SMALL, _HIGHEST, _LOWEST = 0.86, 0.75, -0.35
# A few letters that stand clearly higher or lower may be almost as large as their line.
_CLEARLY, _FEW_LETTERS = 0.25, 4
# A large initial reaches down over several lines, and stands level with the top of the first.
_INITIAL, _SAME_TOP = 0.6, 0.2
_UPRIGHT_WATERMARK = 1.5


@dataclass(slots=True)
class Piece:
    """Part of a line without wide gaps: its text, its place, and its drawing order (`first` to `last`)."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first: int
    last: int
    bold: int = 0
    missing: int = 0

    @property
    def top(self) -> float:
        """The top of its letters."""
        return self.base + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """The bottom of its letters."""
        return self.base - 0.25 * self.size


def pieces_of(runs: Sequence[Run], borders: Sequence[Rule] = ()) -> list[Piece]:
    """The pieces of lines that the runs form, in drawing order, without words across others and numbers of lines.

    No piece crosses one of the `borders`.
    """
    pieces: list[Piece] = []
    for number, run in enumerate(without_line_numbers(runs)):
        piece = Piece(run.text, run.left, run.right, run.base, run.size, number, number, _bold(run), run.missing)
        if not (pieces and _joined(pieces[-1], piece, borders)):
            pieces.append(piece)
    return _without_watermarks(_joined_in_rows(pieces, borders))


def _bold(run: Run) -> int:
    return len(run.text.strip()) if run.bold else 0


def _joined(before: Piece, piece: Piece, borders: Sequence[Rule]) -> bool:
    """Whether the piece continues the line of `before`; if so, it was merged into it."""
    large = max(before.size, piece.size)
    if not _OVERLAP * large <= piece.left - before.right <= CELL_GAP * large:
        return False
    if crosses(before.text, before.right, piece.left, piece.base, borders):
        return False
    height = (piece.base - before.base) / large
    if abs(height) <= _SAME_LINE and not (piece.size < _SMALL * before.size and abs(height) > 0.08):
        text = piece.text
    elif _is_initial(before, piece) and 0 < height <= _HIGHEST:
        before.base, before.size, text = piece.base, piece.size, piece.text
    elif _is_small(piece, before, height) and _LOWEST <= height <= _HIGHEST:
        text = _small(before.text, piece.text, height > 0)
    elif _is_small(before, piece, height) and _LOWEST <= -height <= _HIGHEST:
        before.text = _small("", before.text, height < 0)
        before.base, before.size, text = piece.base, piece.size, piece.text
    else:
        return False
    parted = piece.left - before.right > _SPACE_GAP * large
    before.text += " " + text if parted and not before.text.endswith(" ") and text[:1] != " " else text
    before.right = max(before.right, piece.right)
    before.first, before.last = min(before.first, piece.first), max(before.last, piece.last)
    before.bold += piece.bold
    before.missing += piece.missing
    if piece.size > before.size and abs(height) <= _SAME_LINE:
        before.size = piece.size
    return True


def _is_initial(before: Piece, piece: Piece) -> bool:
    """Whether `before` is the large initial letter of a paragraph, and the piece the rest of its first line."""
    initial = before.text.strip('«"„“( ')
    few = len(initial) == 1 and initial.isupper() and piece.size < _INITIAL * before.size
    return few and len(piece.text) > _FEW_LETTERS and abs(before.top - piece.top) <= _SAME_TOP * before.size


def _is_small(piece: Piece, line: Piece, height: float) -> bool:
    few = abs(height) >= _CLEARLY and len(piece.text.strip()) <= _FEW_LETTERS < len(line.text)
    return piece.size <= (1.0 if few else _SMALL) * line.size


def _small(line: str, text: str, high: bool) -> str:
    return raised(line, text) if high else lowered(text)


def _joined_in_rows(pieces: list[Piece], borders: Sequence[Rule]) -> list[Piece]:
    """The pieces, with adjacent ones joined even if other lines were drawn between them."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        for before in reversed(joined[-_NEIGHBOURS:]):
            if abs(before.base - piece.base) <= _HIGHEST * max(before.size, piece.size) and _joined(
                before, piece, borders
            ):
                break
        else:
            joined.append(piece)
    return sorted(joined, key=lambda piece: piece.first)


_NEIGHBOURS = 400


def _without_watermarks(pieces: list[Piece]) -> list[Piece]:
    """The pieces without large words that lie over other lines."""
    if not pieces:
        return []
    usual = sorted(piece.size for piece in pieces)[len(pieces) // 2]
    least = _UPRIGHT_WATERMARK * usual
    return [
        piece
        for piece in pieces
        if piece.size < least or len(piece.text) <= _FEW_LETTERS or not _lies_over(piece, pieces)
    ]


def _lies_over(large: Piece, pieces: Sequence[Piece]) -> bool:
    return any(
        piece.size * _UPRIGHT_WATERMARK < large.size
        and -0.15 * large.size < piece.base - large.base < 0.6 * large.size
        and piece.left < large.right
        and piece.right > large.left
        and len(piece.text) > _FEW_LETTERS
        for piece in pieces
    )


def is_marker(text: str) -> bool:
    """Whether the text is the number or bullet of a list item."""
    return bool(_MARKER.fullmatch(text.strip()))


_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zа-яіїєґ]|[ivxIVX]{1,5})[.)]?|[-–—•▪●○◦*➢✓·☑☐]")
