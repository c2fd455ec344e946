"""The ruled tables of a PDF page: where their lines run, and which cells these make.

It knows pdfium's paths, not text.
"""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float, c_int
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

_THIN, _SHORTEST, _NEAR, _GAP = 2.5, 5.0, 3.0, 1.0
_MOST_PATHS, _MOST_POINTS, _MOST_RULES = 5_000, 20_000, 200


class Rule(NamedTuple):
    """A straight line: its place across its direction, and where it begins and ends."""

    place: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the borders of its columns from left to right and of its rows from top to bottom.

    `cells` has for each row and column the number of its cell: joined ones share it.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]
    upright: tuple[Rule, ...]

    def cell_at(self, x: float, y: float) -> tuple[float, float, float, float] | None:
        """Left, bottom, right and top of the cell around this place; None outside of the table."""
        across = [n for n, (left, right) in enumerate(pairwise(self.columns)) if left <= x < right]
        down = [n for n, (top, bottom) in enumerate(pairwise(self.rows)) if bottom < y <= top]
        if not across or not down:
            return None
        cell = self.cells[down[0]][across[0]]
        rows = [n for n, row in enumerate(self.cells) if cell in row]
        columns = [n for row in self.cells for n, number in enumerate(row) if number == cell]
        return self.columns[min(columns)], self.rows[rows[-1] + 1], self.columns[max(columns) + 1], self.rows[rows[0]]


def grids_of(page: Any) -> list[Grid]:  # noqa: ANN401 - pypdfium2 has no types
    """The tables of at least two columns and rows that lines of the page make, from top to bottom."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for left, bottom, right, top in _strokes(page):
        if top - bottom <= _THIN and right - left >= _SHORTEST:
            level.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN and top - bottom >= _SHORTEST:
            upright.append(Rule((left + right) / 2, bottom, top))
    level, upright = _joined(level), _joined(upright)
    if max(len(level), len(upright)) > _MOST_RULES:
        return []
    found = (_grid(*part) for part in _connected(level, upright))
    return sorted((grid for grid in found if grid), key=lambda grid: -grid.rows[0])


def _strokes(page: Any) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """The bounds of the lines of every path, and the four sides of a box that is drawn as one."""
    from pypdfium2 import raw

    points = 0
    for number, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        count = raw.FPDFPath_CountSegments(path.raw)
        points += count
        if number == _MOST_PATHS or points > _MOST_POINTS:
            return
        fill, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(path.raw, byref(fill), byref(stroke))
        for box in _boxes(path, count):
            left, bottom, right, top = box
            if min(right - left, top - bottom) <= _THIN:
                yield box
            elif stroke.value:
                yield from ((left, y, right, y) for y in (bottom, top))
                yield from ((x, bottom, x, top) for x in (left, right))


def _boxes(path: Any, count: int) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """The bounds of each part of the path; nothing for one with curves."""
    from pypdfium2 import raw

    turn, x, y = path.get_matrix(), c_float(), c_float()
    part: list[tuple[float, float]] = []
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path.raw, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == raw.FPDF_SEGMENT_MOVETO and len(part) > 1:
            yield _bounds(part)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            part = []
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        part.append(turn.on_point(x.value, y.value))
    if len(part) > 1:
        yield _bounds(part)


def _bounds(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """The lines; those that continue each other become one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.place), rule.low)):
        last = joined[-1] if joined else None
        if last and abs(last.place - rule.place) <= _GAP and rule.low <= last.high + _GAP:
            joined[-1] = Rule(last.place, last.low, max(last.high, rule.high))
        else:
            joined.append(rule)
    return joined


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines by table: those that cross or touch each other."""
    left = set(range(len(level)))
    unused = set(range(len(upright)))
    while left:
        rows, columns, found = [left.pop()], [], True
        while found:
            new = {n for n in unused if any(_touch(level[row], upright[n]) for row in rows)}
            columns += sorted(new)
            unused -= new
            more = {n for n in left if any(_touch(level[n], upright[column]) for column in columns)}
            rows += sorted(more)
            left -= more
            found = bool(new or more)
        yield [level[n] for n in rows], [upright[n] for n in columns]


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.low - _NEAR <= upright.place <= level.high + _NEAR
        and upright.low - _NEAR <= level.place <= upright.high + _NEAR
    )


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    columns, rows = _places(upright), _places(level)[::-1]
    if len(columns) < 3 or len(rows) < 3:
        return None
    beside, above = [_near(upright, place) for place in columns], [_near(level, place) for place in rows]
    cells = [[row * len(columns) + column for column in range(len(columns) - 1)] for row in range(len(rows) - 1)]
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            if column and not _reach(beside[column], (top + bottom) / 2):
                cells[row][column] = cells[row][column - 1]
            elif row and not _reach(above[row], (left + right) / 2):
                cells[row][column] = cells[row - 1][column]
    return Grid(tuple(columns), tuple(rows), tuple(map(tuple, cells)), tuple(upright))


def _places(rules: Sequence[Rule]) -> list[float]:
    """The places of the lines, those next to each other as one."""
    places: list[float] = []
    for place in sorted(rule.place for rule in rules):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return places


def _near(rules: Sequence[Rule], place: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.place - place) <= _NEAR]


def _reach(rules: Sequence[Rule], at: float) -> bool:
    return any(rule.low <= at <= rule.high for rule in rules)
