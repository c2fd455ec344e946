"""The letters of a PDF page as runs: parts of one line in one size, in the page's drawing order.

Rotated letters (watermarks, stamps, margin notes) are left out, except in cells of ruled tables. If most letters are
rotated, the whole page counts as rotated. It knows pdfium, not layout.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from ctypes import byref, c_double, create_string_buffer
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import atan2, degrees, hypot
from statistics import median
from typing import Any, NamedTuple

from index.parsing.pdf.rules import Grid, Rule
from index.parsing.symbols import SYMBOLS

MOST_LETTERS = 50_000
_LETTERS_WEIGHED, _LETTERS_SAMPLED = 3_000, 40
_BOLD_WEIGHT = 600
# Table cells and columns are separated by more than this many letter heights; letters of a word overlap slightly.
CELL_GAP, _OVERLAP = 1.0, -0.9
_SPACE_GAP, _PDFIUM_GAP = 0.22, 0.12
# So many letters apart from each other are a word for emphasis; a gap so much wider than theirs parts two words.
_SPREAD, _MOST_SPREAD, _WORD_GAP = 4, 1.4, 1.6
_SAME_HEIGHT, _SAME_SIZE = 0.03, 0.02
_LEAST_GAP = 1.0
_LINE_ENDS = "\r\n\0"
_HYPHENS = "\x02\ufffe\u00ad\u2010\u2011"


@dataclass(slots=True)
class Run:
    """Letters drawn one after another: their place, the line they stand on, and their height, all in points.

    `missing` counts the letters that the font does not map to Unicode.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    missing: int = 0


class _Letter(NamedTuple):
    char: str
    left: float
    right: float
    base: float
    size: float
    turn: int
    bold: bool
    missing: bool
    apart: bool


def page_runs(
    text_page: Any,  # noqa: ANN401
    weigh: bool = False,
    borders: Sequence[Rule] = (),
    sheet: tuple[float, float, float, float] | None = None,
    hidden: Container[int] = (),
    grids: Sequence[Grid] = (),
) -> list[Run]:
    """The runs of the page, upright, none across `borders`; `weigh` also detects bold letters, which takes time.

    Nothing outside of the `sheet` (left, bottom, right, top) and none of the `hidden` letters is shown to anybody.
    Turned words in a cell of one of the `grids` are runs in the middle of it.
    """
    letters = list(_letters(text_page, weigh, sheet, hidden))
    turns = Counter(letter.turn for letter in letters if letter.char.isalnum())
    upright = turns.most_common(1)[0][0] if turns else 0
    if upright % 90:
        upright = 0
    runs = list(_runs((letter for letter in letters if letter.turn == upright), borders))
    for turn in (90, 270) if grids and not upright else ():
        runs += _in_cells(list(_runs((letter for letter in letters if letter.turn == turn), ())), turn, grids)
    return runs


def is_invisible(text_page: Any) -> bool:  # noqa: ANN401
    """Whether the page shows none of its letters, as when they were recognised in its picture."""
    from pypdfium2 import raw

    page, count = text_page.raw, text_page.count_chars()
    letters = (raw.FPDFText_GetTextObject(page, place) for place in range(0, count, count // _LETTERS_SAMPLED + 1))
    modes = [raw.FPDFTextObj_GetTextRenderMode(letter) for letter in letters if letter]
    return bool(modes) and all(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)


def _letters(
    text_page: Any,  # noqa: ANN401
    weigh: bool,
    sheet: tuple[float, float, float, float] | None,
    hidden: Container[int],
) -> Iterator[_Letter]:
    """Every letter that the page draws, in its own direction; `apart` is one that pdfium finds to begin a word."""
    from pypdfium2 import raw

    page, x, y, box, matrix = text_page.raw, c_double(), c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    name = create_string_buffer(128)
    apart = False
    for place in range(min(text_page.count_chars(), MOST_LETTERS)):
        char = chr(raw.FPDFText_GetUnicode(page, place))
        generated = char in " \r\n" and raw.FPDFText_IsGenerated(page, place)
        if generated or char in _LINE_ENDS:
            apart = True
            continue
        raw.FPDFText_GetCharOrigin(page, place, byref(x), byref(y))
        raw.FPDFText_GetLooseCharBox(page, place, byref(box))
        if place in hidden or (sheet and _is_outside(box, sheet)):
            continue
        raw.FPDFText_GetMatrix(page, place, byref(matrix))
        turn = 0 if matrix.b == 0 and matrix.a > 0 else round(degrees(atan2(matrix.b, matrix.a))) % 360
        size = raw.FPDFText_GetFontSize(page, place) * hypot(matrix.c, matrix.d)
        bold = False
        if weigh and place < _LETTERS_WEIGHED:
            raw.FPDFText_GetFontInfo(page, place, name, len(name), None)
            bold = b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(page, place) >= _BOLD_WEIGHT
        along = _along(turn, x.value, y.value, (box.left, box.right, box.bottom, box.top))
        missing = bool(raw.FPDFText_HasUnicodeMapError(page, place)) or _is_private(char)
        yield _Letter(_readable(char), *along, size or 1.0, turn, bold, missing, apart)
        apart = False


def _is_outside(box: Any, sheet: tuple[float, float, float, float]) -> bool:  # noqa: ANN401
    left, bottom, right, top = sheet
    return bool(box.right < left or box.left > right or box.top < bottom or box.bottom > top)


def _along(turn: int, x: float, y: float, box: tuple[float, float, float, float]) -> tuple[float, float, float]:
    """Left, right and base line of a letter after rotating the page upright."""
    left, right, bottom, top = box
    match turn:
        case 90:
            return bottom, top, -x
        case 180:
            return -right, -left, -y
        case 270:
            return -top, -bottom, x
    return left, right, y


def _is_private(char: str) -> bool:
    """Whether the letter is private to its font."""
    private = "\ue000" <= char <= "\uf8ff" and char not in SYMBOLS
    return private or char == "\ufffd" or (char < " " and char not in "\t\x02")


def _readable(char: str) -> str:
    if char in _HYPHENS:
        return "-"
    if _is_private(char):
        return "\ufffd"
    return SYMBOLS.get(char, " " if char.isspace() else char)


def _runs(letters: Iterator[_Letter], borders: Sequence[Rule]) -> Iterator[Run]:
    run: Run | None = None
    gaps: dict[int, float] = {}
    for letter in letters:
        if run and _goes_on(run, letter) and not crosses(run.text, run.right, letter.left, letter.base, borders):
            gap = (letter.left - run.right) / run.size
            if gap > (_PDFIUM_GAP if letter.apart else _SPACE_GAP) and " " not in (run.text[-1], letter.char):
                gaps[len(run.text)] = gap
                run.text += " "
            run.text += letter.char
            run.right = max(run.right, letter.right)
            run.missing += letter.missing
        else:
            if run and run.text.strip():
                yield _closed_up(run, gaps)
            run, gaps = Run(*letter[:5], letter.bold, int(letter.missing)), {}
    if run and run.text.strip():
        yield _closed_up(run, gaps)


def _closed_up(run: Run, gaps: dict[int, float]) -> Run:
    """The run, with words whose letters are set apart closed up; `gaps` are the spaces in it that nobody typed."""
    places = [-1, *sorted(gaps), len(run.text)]
    parts = [run.text[start + 1 : end] for start, end in pairwise(places)]
    spread: set[int] = set()
    for is_short, group in groupby(range(len(parts)), key=lambda number: _is_spread(parts[number])):
        numbers = list(group)
        text = "".join(parts[number] for number in numbers)
        if is_short and _SPREAD <= len(numbers) >= len(text) / _MOST_SPREAD and len(set(text)) > 2:
            inner = [places[number] for number in numbers[1:]]
            usual = median(gaps[place] for place in inner)
            spread.update(place for place in inner if gaps[place] <= _WORD_GAP * usual)
    run.text = "".join(char for place, char in enumerate(run.text) if place not in spread)
    return run


def _is_spread(part: str) -> bool:
    return len(part) <= 2 and part.isalpha()


def _goes_on(run: Run, letter: _Letter) -> bool:
    gap = letter.left - run.right
    return (
        abs(letter.base - run.base) <= _SAME_HEIGHT * run.size
        and abs(letter.size - run.size) <= _SAME_SIZE * run.size
        and run.bold == letter.bold
        and _OVERLAP * run.size <= gap <= CELL_GAP * run.size
    )


def crosses(before: str, right: float, left: float, base: float, borders: Sequence[Rule]) -> bool:
    """Whether a border runs between a text that ends at `right` and what begins at `left` on the same line."""
    if not borders or (left - right < _LEAST_GAP and not before.endswith(" ")):
        return False
    low, high = min(left, right) - _LEAST_GAP, max(left, right) + _LEAST_GAP
    return any(low <= rule.place <= high and rule.low <= base <= rule.high for rule in borders)


def _in_cells(runs: Sequence[Run], turn: int, grids: Sequence[Grid]) -> list[Run]:
    """The turned runs that stand in a cell of a table, upright in the middle of it, one below the other."""
    cells: dict[tuple[float, float, float, float], list[Run]] = {}
    for run in runs:
        up, across = (run.left + run.right) / 2, run.base + 0.25 * run.size
        x, y = (-across, up) if turn == 90 else (across, -up)
        cell = next((box for grid in grids if (box := grid.cell_at(x, y))), None)
        if cell and run.right - run.left <= cell[3] - cell[1] + _LEAST_GAP:
            cells.setdefault(cell, []).append(run)
    found = []
    for (left, bottom, right, top), lines in cells.items():
        lines.sort(key=lambda run: (-round(run.base), run.left))
        step = (top - bottom) / (len(lines) + 1)
        for number, run in enumerate(lines, 1):
            size = min(run.size, step)
            middle = (left + right) / 2
            found.append(replace(run, left=middle, right=middle + 1, base=top - number * step - size / 4, size=size))
    return found
