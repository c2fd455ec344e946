"""A chart of the number of articles by month and language, with the same data in a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.generation import ArticleEntry
from ui.texts import Texts

from .html import NOTHING, Html, details, join, note, tag

_MOST_PERIODS = 48
_HEIGHT = 120
_HIGHEST_BAR = _HEIGHT - 16
_BAR = 16
_STEP = 22
_YEAR = 34
_SHADES = 6

Period = tuple[int, ...]
"""A year and a month, or a year alone."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """The data of the chart: periods in order, languages with the most frequent first, and article counts by both."""

    periods: list[Period]
    languages: list[str]
    counts: Counter[tuple[Period, str]]

    def total(self, period: Period) -> int:
        """The number of articles in the period, in all languages."""
        return sum(self.counts[period, code] for code in self.languages)


def chart(entries: Sequence[ArticleEntry], texts: Texts) -> Html:
    """Stacked bars, one per month, or per year over a long time; a note below counts undated articles.

    Between bars there is room for the months, or years, without articles.
    """
    dated = [entry for entry in entries if entry.published is not None]
    if not dated:
        return NOTHING
    figures = _figures(dated)
    undated = len(entries) - len(dated)
    caption = texts("chart_months" if len(figures.periods[0]) == 2 else "chart_years")
    return tag(
        "figure",
        tag("figcaption", caption),
        tag("div", _drawing(figures, caption, texts), class_="scroll", tabindex=0, role="group", aria_label=caption),
        _legend(figures.languages, texts),
        note(texts("chart_undated", undated)) if undated else NOTHING,
        details(texts("chart_table"), _table(figures, texts)),
        class_="chart",
    )


def _figures(dated: Sequence[ArticleEntry]) -> _Figures:
    """The data by month over a few years, else by year."""
    languages = [code for code, _ in Counter(entry.language for entry in dated).most_common()]
    months = sorted({_period(entry, 2) for entry in dated})
    parts = 2 if _between(months[0], months[-1]) < _MOST_PERIODS else 1
    counts = Counter((_period(entry, parts), entry.language) for entry in dated)
    return _Figures(sorted({period for period, _ in counts}), languages, counts)


def _period(entry: ArticleEntry, parts: int) -> Period:
    day = entry.published
    return () if day is None else (day.year, day.month)[:parts]


def _between(one: Period, other: Period) -> int:
    """The number of periods from one to a later one."""
    years = other[0] - one[0]
    return 12 * years + other[1] - one[1] if len(one) == 2 else years


def _legend(languages: list[str], texts: Texts) -> Html:
    rows = [
        tag("li", tag("span", class_=f"swatch {_shade(place)}", aria_hidden="true"), texts.language(code))
        for place, code in enumerate(languages)
    ]
    return tag("ul", *rows, class_="legend")


def _shade(place: int) -> str:
    return f"shade-{min(place, _SHADES - 1)}"


def _drawing(figures: _Figures, caption: str, texts: Texts) -> Html:
    highest = max(map(figures.total, figures.periods))
    lefts = _lefts(figures.periods)
    columns = [
        _column(figures, period, left, highest, texts) for period, left in zip(figures.periods, lefts, strict=True)
    ]
    size = {"width": lefts[-1] + _STEP + 24, "height": _HEIGHT + 22}
    box = f"0 0 {size['width']} {size['height']}"
    years = _years(figures.periods, lefts)
    return tag("svg", *columns, *years, viewBox=box, **size, role="img", aria_label=caption)


def _column(figures: _Figures, period: Period, left: int, highest: int, texts: Texts) -> Html:
    """The bars of a period, one per language, with their sum above."""
    parts: list[Html] = []
    top = _HEIGHT
    for place, code in enumerate(figures.languages):
        if count := figures.counts[period, code]:
            height = max(2, round(count * _HIGHEST_BAR / highest))
            top -= height
            title = tag("title", f"{_name(period, texts)}, {texts.language(code)}: {count}")
            parts.append(tag("rect", title, x=left, y=top, width=_BAR, height=height, class_=_shade(place)))
    parts.append(tag("text", str(figures.total(period)), x=left + _BAR // 2, y=top - 4, class_="total"))
    return join(*parts)


def _years(periods: list[Period], lefts: list[int]) -> list[Html]:
    """The label of each year below its first bar."""
    firsts = {period[0]: left for period, left in reversed(list(zip(periods, lefts, strict=True)))}
    return [tag("text", str(year), x=left, y=_HEIGHT + 16, class_="year") for year, left in sorted(firsts.items())]


def _lefts(periods: list[Period]) -> list[int]:
    """The left edge of each bar; a year has at least the width of its label. Over very many years no gaps are left."""
    has_gaps = _between(periods[0], periods[-1]) < _MOST_PERIODS
    left = year_left = 3
    lefts = [left]
    for before, period in pairwise(periods):
        left += _STEP * (_between(before, period) if has_gaps else 1)
        if period[0] != before[0]:
            left = year_left = max(left, year_left + _YEAR)
        lefts.append(left)
    return lefts


def _name(period: Period, texts: Texts) -> str:
    return texts.month(*period) if len(period) == 2 else str(period[0])


def _table(figures: _Figures, texts: Texts) -> Html:
    names = [texts("column_date"), *map(texts.language, figures.languages)]
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    return tag("table", head, *(_row(figures, period, texts) for period in figures.periods))


def _row(figures: _Figures, period: Period, texts: Texts) -> Html:
    cells = [tag("td", str(figures.counts[period, code])) for code in figures.languages]
    return tag("tr", tag("th", _name(period, texts), scope="row"), *cells)
