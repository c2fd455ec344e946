"""The text output of `dzherelo eval`: metrics with confidence intervals, groups, times, charts."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from qa.evaluation.aggregates import MEASURES
from qa.evaluation.records import Figure, Group, Report, Times

# In a file or a pipe, rich takes 80 columns and cuts off what is wider.
_PIPED_COLUMNS = 200
_IN_GROUPS = {
    "hit@1": "first",
    "ndcg@10": "nDCG@10",
    "page_hit@1": "page",
    "sentence": "sentence",
    "auroc": "AUROC",
    "wrongly_answered": "wrongly answered",
    "wrongly_refused": "wrongly refused",
}


def print_evaluation(report: Report, charts: Sequence[Path]) -> None:
    """Print the metrics with intervals and meanings, the groups, the times, and the paths of the charts."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_COLUMNS)
    console.print(escape(report.about))
    console.print(
        f"{report.overall.questions} questions asked of {report.articles} articles ({report.passages} passages) "
        f"with {escape(report.model)}.\n"
    )
    console.print(_measures(report.overall))
    for name in _measured(report.overall):
        console.print(f"{name}: {MEASURES[name]}", soft_wrap=True)
    console.print(_groups(report))
    console.print(_confidence(report))
    console.print(f"An answer took {_times(report.ask_ms)}; retrieval alone {_times(report.retrieve_ms)}.")
    console.print(
        "The interval contains the value in 95 of 100 question sets like this one (bootstrap); a difference within it "
        "may be chance."
    )
    for path in charts:
        console.print(f"Chart: {escape(str(path))}", soft_wrap=True)


def _measures(group: Group) -> Table:
    table = Table(_left("measure"), *map(_right, ("value", "95 % interval", "questions")), box=None)
    for name in _measured(group):
        figure = group.figures[name]
        table.add_row(name, _shown(figure), _interval(figure), str(figure.questions))
    return table


def _measured(group: Group) -> list[str]:
    return [name for name in MEASURES if group.figures[name].value is not None]


def _groups(report: Report) -> Table:
    groups = [("all", report.overall), *report.kinds.items(), *report.languages.items()]
    names = [name for name in _IN_GROUPS if report.overall.figures[name].value is not None]
    table = Table(
        "\nby kind and language", *map(_right, ("questions", *(_IN_GROUPS[name] for name in names))), box=None
    )
    for label, group in groups:
        table.add_row(escape(label), str(group.questions), *(_shown(group.figures[name]) for name in names))
    return table


def _confidence(report: Report) -> Table:
    table = Table(_left("\nconfidence"), *map(_right, ("first passage right", "questions")), box=None)
    for each in report.reliability:
        table.add_row(f"{each.confidence:.2f}", f"{each.right:.2f}", str(each.questions))
    return table


def _left(name: str) -> Column:
    return Column(name, no_wrap=True)


def _right(name: str) -> Column:
    return Column(name, justify="right")


def _shown(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.3f}"


def _interval(figure: Figure) -> str:
    return f"{figure.low:.3f} – {figure.high:.3f}"


def _times(times: Times) -> str:
    return f"{times.mean:.0f} ms on average (half within {times.p50:.0f} ms, 95 of 100 within {times.p95:.0f} ms)"
