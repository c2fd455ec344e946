"""The text output of `dzherelo eval`: metrics with confidence intervals, groups, times, charts."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from qa.evaluation.aggregates import MEASURES
from qa.evaluation.records import Figure, Group, Report, Times

from .language import localized, terminal_texts

# In a file or a pipe, rich takes 80 columns and cuts off what is wider.
_PIPED_COLUMNS = 200
_IN_GROUPS = {
    "hit@1": "eval_first",
    "ndcg@10": "nDCG@10",
    "page_hit@1": "eval_page",
    "sentence": "eval_sentence",
    "auroc": "AUROC",
    "wrongly_answered": "eval_wrongly_answered",
    "wrongly_refused": "eval_wrongly_refused",
}
_NAMES = {
    "all": "eval_all",
    "confidence": "eval_confidence",
    "direct": "eval_direct",
    "cross": "eval_cross",
    "follow-up": "eval_follow_up",
    "unanswerable": "eval_unanswerable",
    "headline": "eval_headline",
    "sentence": "eval_sentence",
    "held-out": "eval_held_out",
}


def print_evaluation(report: Report, charts: Sequence[Path]) -> None:
    """Print the metrics with intervals and meanings, the groups, the times, and the paths of the charts."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_COLUMNS)
    texts = terminal_texts()
    counts = {"questions": report.overall.questions, "articles": report.articles, "passages": report.passages}
    console.print(escape(localized(report.about)))
    console.print(texts("eval_asked", None, **counts, model=escape(report.model)) + "\n")
    console.print(_measures(report.overall))
    for name in _measured(report.overall):
        console.print(f"{name}: {localized(MEASURES[name])}", soft_wrap=True)
    console.print(_groups(report))
    console.print(_confidence(report))
    console.print(texts("eval_took", ask=_times(report.ask_ms), retrieve=_times(report.retrieve_ms)))
    console.print(texts("eval_chance"))
    for path in charts:
        console.print(texts("eval_chart", path=escape(str(path))), soft_wrap=True)


def chart_words(label: str) -> str:
    """A label of a chart, or the name of a group in it, in the language of the terminal."""
    return terminal_texts()(_NAMES[label]) if label in _NAMES else localized(label)


def _measures(group: Group) -> Table:
    texts = terminal_texts()
    headings = texts("eval_value"), texts("eval_interval"), texts("eval_questions")
    table = Table(_left(texts("eval_measure")), *map(_right, headings), box=None)
    for name in _measured(group):
        figure = group.figures[name]
        table.add_row(name, _shown(figure), _interval(figure), str(figure.questions))
    return table


def _measured(group: Group) -> list[str]:
    return [name for name in MEASURES if group.figures[name].value is not None]


def _groups(report: Report) -> Table:
    texts = terminal_texts()
    kinds = [(texts(_NAMES[kind]) if kind in _NAMES else kind, group) for kind, group in report.kinds.items()]
    groups = [(texts("eval_all"), report.overall), *kinds, *report.languages.items()]
    names = [name for name in _IN_GROUPS if report.overall.figures[name].value is not None]
    headings = [texts("eval_questions"), *(_heading(_IN_GROUPS[name]) for name in names)]
    table = Table("\n" + texts("eval_groups"), *map(_right, headings), box=None)
    for label, group in groups:
        table.add_row(escape(label), str(group.questions), *(_shown(group.figures[name]) for name in names))
    return table


def _heading(name: str) -> str:
    """The heading for a key of the texts; a name that is the same in every language stays unchanged."""
    return terminal_texts()(name) if name.startswith("eval_") else name


def _confidence(report: Report) -> Table:
    texts = terminal_texts()
    headings = texts("eval_right"), texts("eval_questions")
    table = Table(_left("\n" + texts("eval_confidence")), *map(_right, headings), box=None)
    for each in report.reliability:
        table.add_row(texts.decimal(each.confidence, 2), texts.decimal(each.right, 2), str(each.questions))
    return table


def _left(name: str) -> Column:
    return Column(name, no_wrap=True)


def _right(name: str) -> Column:
    return Column(name, justify="right")


def _shown(figure: Figure) -> str:
    return _decimal(figure.value)


def _interval(figure: Figure) -> str:
    return f"{_decimal(figure.low)} – {_decimal(figure.high)}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else terminal_texts().decimal(value, 3)


def _times(times: Times) -> str:
    return terminal_texts()("eval_times", None, **{name: f"{value:.0f}" for name, value in asdict(times).items()})
