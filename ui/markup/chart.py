"""How many articles there are of each month and language, as a drawing with the same figures in a table."""

from collections import Counter
from collections.abc import Sequence

from index.generation import ArticleEntry
from ui.texts import Texts

from .html import Html, join, tag

_MOST_MONTHS = 48
_HEIGHT = 120
_BAR = 16
_STEP = 22
_YEAR = 34
_SHADES = 6


def chart(entries: Sequence[ArticleEntry], texts: Texts) -> Html:
    """Stacked bars, one a month, or one a year where there are too many months; undated articles are told below."""
    dated = [entry for entry in entries if entry.published is not None]
    if not dated:
        return Html("")
    languages = [code for code, _ in Counter(entry.language for entry in dated).most_common()]
    periods = _periods(dated)
    counts = Counter((_period(entry, len(periods[0])), entry.language) for entry in dated)
    legend = [
        tag("li", tag("span", class_=f"swatch shade-{_shade(place)}", aria_hidden="true"), texts.language(code))
        for place, code in enumerate(languages)
    ]
    undated = len(entries) - len(dated)
    notes = tag("p", texts("chart_undated", undated), class_="note") if undated else Html("")
    caption = texts("chart_months" if len(periods[0]) == 2 else "chart_years")
    return tag(
        "figure",
        tag("figcaption", caption),
        tag("div", _bars(periods, languages, counts, caption, texts), class_="scroll", tabindex=0, role="group",
            aria_label=caption),
        tag("ul", *legend, class_="legend"),
        notes,
        tag("details", tag("summary", texts("chart_table")), _table(periods, languages, counts, texts)),
        class_="chart",
    )  # fmt: skip


Period = tuple[int, ...]
Counts = Counter[tuple[Period, str]]


def _period(entry: ArticleEntry, parts: int) -> Period:
    day = entry.published
    return () if day is None else (day.year, day.month)[:parts]


def _periods(dated: Sequence[ArticleEntry]) -> list[Period]:
    """Every period that has articles; months while they are few, else years."""
    months = sorted({_period(entry, 2) for entry in dated})
    return months if len(months) <= _MOST_MONTHS else sorted({_period(entry, 1) for entry in dated})


def _shade(place: int) -> int:
    return min(place, _SHADES - 1)


def _bars(periods: list[Period], languages: list[str], counts: Counts, caption: str, texts: Texts) -> Html:
    highest = max(sum(counts[period, code] for code in languages) for period in periods)
    parts: list[Html] = []
    places = _places(periods)
    for column, (period, left) in enumerate(zip(periods, places, strict=True)):
        top = _HEIGHT
        for place, code in enumerate(languages):
            if count := counts[period, code]:
                height = max(2, round(count * (_HEIGHT - 16) / highest))
                top -= height
                title = tag("title", f"{_name(period, texts)}, {texts.language(code)}: {count}")
                parts.append(tag("rect", title, x=left, y=top, width=_BAR, height=height,
                                 class_=f"shade-{_shade(place)}"))  # fmt: skip
        total = sum(counts[period, code] for code in languages)
        parts.append(tag("text", str(total), x=left + _BAR // 2, y=top - 4, class_="total"))
        if column == 0 or period[0] != periods[column - 1][0]:
            parts.append(tag("text", str(period[0]), x=left, y=_HEIGHT + 16, class_="year"))
    width = places[-1] + _STEP + 24
    return tag("svg", *parts, viewBox=f"0 0 {width} {_HEIGHT + 22}", width=width, height=_HEIGHT + 22, role="img",
               aria_label=caption)  # fmt: skip


def _places(periods: list[Period]) -> list[int]:
    """Where each bar begins; a year takes at least the room that its number below it needs."""
    places: list[int] = []
    left = year_left = 3
    for column, period in enumerate(periods):
        if column and period[0] != periods[column - 1][0]:
            left = year_left = max(left, year_left + _YEAR)
        places.append(left)
        left += _STEP
    return places


def _name(period: Period, texts: Texts) -> str:
    return texts.month(*period) if len(period) == 2 else str(period[0])


def _table(periods: list[Period], languages: list[str], counts: Counts, texts: Texts) -> Html:
    head = tag("tr", tag("th", texts("column_date"), scope="col"),
               *(tag("th", texts.language(code), scope="col") for code in languages))  # fmt: skip
    rows = [
        tag("tr", tag("th", _name(period, texts), scope="row"), *(tag("td", str(counts[period, c])) for c in languages))
        for period in periods
    ]
    return tag("table", head, join(*rows))
