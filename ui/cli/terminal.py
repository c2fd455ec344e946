"""The output of the command line: text in the user's language, or JSON with the field names of the records."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index import BuildReport
from index.errors import DzhereloError
from index.progress import BuildStep
from index.records import Warned
from qa import Answer, Citation, Hit
from qa.judging import Judged
from ui.texts.bands import band_of
from ui.texts.pages import page_words
from ui.texts.times import time_in_words

from .language import localized, terminal_texts
from .quoting import marked_passage, quoted

MOST_NAMES = 10
_STEPS = tuple(BuildStep)


def console() -> Console:
    """The console for reports; lines are wrapped only in a terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _err() -> Console:
    return Console(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """Print one JSON document to stdout; dates as YYYY-MM-DD."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()  # with --watch, the reader of a pipe waits for each build


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _parted(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _parted(value: object) -> object:
    """A warning with its parts by name, because JSON would show only its sentence; other values stay unchanged."""
    if isinstance(value, tuple):
        return [each.parts() if isinstance(each, Warned) else each for each in value]
    return value


def print_error(error: DzhereloError) -> None:
    """Print what is wrong and how to fix it to stderr."""
    console, texts = _err(), terminal_texts()
    console.print(f"[bold red]{texts('cli_error')}[/] {escape(localized(error.message))}", soft_wrap=True)
    console.print(f"[bold]{texts('cli_fix')}[/] {escape(localized(error.fix))}", soft_wrap=True)


class _Speed(ProgressColumn):
    """A column with the number of items per second."""

    def render(self, task: Task) -> Text:
        """The speed, or nothing before it is known."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "", style="dim")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar on stderr for each step of a build, with counts and the time left, if stderr is a terminal.

    Yields the function that the build calls with its progress.
    """
    texts = terminal_texts()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        TextColumn(texts("cli_left")),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err(), transient=True, disable=not sys.stderr.isatty()) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                words = texts(f"step_{step}") if step in _STEPS else localized(step)
                tasks[step] = bars.add_task(words, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


def print_report(report: BuildReport, dry_run: bool) -> None:
    """Print what a build did, or would do."""
    out, texts = console(), terminal_texts()
    for name, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        word = texts(f"report_{name}").lower()
        for id in ids[:MOST_NAMES]:
            out.print(f"  {word:8} {escape(id)}", soft_wrap=True)
        if len(ids) > MOST_NAMES:
            out.print(f"  {word:8} {texts('report_more', len(ids) - MOST_NAMES)}")
    for file, reason in report.skipped:
        word = texts("report_skipped").lower()
        out.print(f"  [yellow]{word}[/]  {escape(file)}: {escape(localized(reason))}", soft_wrap=True)
    for warning in report.warnings:
        out.print(f"  [yellow]{texts('cli_warning')}[/]  {escape(localized(warning))}", soft_wrap=True)
    names = ("added", "changed", "removed", "unchanged", "skipped")
    counts = texts("cli_counts", None, **{name: texts.number(len(getattr(report, name))) for name in names})
    if dry_run:
        out.print(texts("cli_dry_run", counts=counts))
        return
    encoded = texts("cli_encoded", report.passages_encoded)
    seconds = texts.decimal(report.build_seconds, 1)
    out.print(texts("cli_built", generation=report.generation, counts=counts, encoded=encoded, seconds=seconds))


def print_searched(searched: str, repaired: bool) -> None:
    """Print the searched text if it differs from the typed one, and how to search as typed."""
    texts = terminal_texts()
    as_typed = f" {texts('cli_as_typed')}" if repaired else ""
    console().print(f"[dim]{texts('searched')} {escape(searched)}{as_typed}[/]", soft_wrap=True)


def print_answer(answer: Answer, filters: Sequence[str] = ()) -> None:
    """Print the answering sentences with their bands, or the refusal; then the passages with their sources.

    `filters` are the given options that limit the articles.
    """
    out, texts = console(), terminal_texts()
    if answer.searched != answer.question:
        print_searched(answer.searched, repaired=bool(answer.repaired))
    if answer.time:
        said = f"{time_in_words(answer.time, texts)} {texts('cli_without_time')}"
        out.print(f"[dim]{escape(said)}[/]", soft_wrap=True)
    for citation in answer.citations:
        sentence = quoted(citation.answer_text, citation.language)
        out.print(f"[bold]{escape(sentence)}[/] \\[{citation.number}]", soft_wrap=True)
    if answer.hint == "mentions":
        out.print(f"{texts('mentions_hint')} {texts('cli_mentions')}")
    elif answer.status == "answered":
        out.print(texts(f"band_{band_of(answer.confidence)}"))
    else:
        _print_refusal(out, answer, filters)
    with_band = len(answer.citations) > 1 and answer.hint != "mentions"
    for citation in answer.citations or answer.near_misses:
        _print_citation(out, citation, with_band)


def _print_refusal(out: Console, answer: Answer, filters: Sequence[str]) -> None:
    texts = terminal_texts()
    if answer.hint == "help":
        return out.print(texts("cli_help"))
    out.print(f"[bold]{texts('refusal')}[/]")
    if answer.hint == "filter":
        out.print(f"{texts('refusal_hint_filter')} {texts('cli_ask_unfiltered', options=texts.listed(filters))}")
    if answer.near_misses:
        out.print(f"{texts('near_misses', len(answer.near_misses))}:")


def _print_citation(out: Console, citation: Citation, with_band: bool) -> None:
    """Print a passage with its source, and its best answering sentence marked."""
    texts = terminal_texts()
    band = f" · {texts(f'match_{band_of(citation.confidence)}')}" if with_band else ""
    out.print(f"\n[bold]\\[{citation.number}] {escape(citation.title)}[/]", soft_wrap=True)
    out.print(f"    [dim]{escape(_place(citation) + band)}[/]", soft_wrap=True)
    out.print(Text("    ") + marked_passage(citation, styled=sys.stdout.isatty()), soft_wrap=True)
    for hit in citation.also:
        also = f"{texts('cli_also')} {hit.title}, {_place(hit)}"
        out.print(f"    [dim]{escape(also)}[/]", soft_wrap=True)


def print_judged(judged: Sequence[Judged]) -> None:
    """Print the reader's result for each passage and the parts of its confidence, the likeliest to answer first."""
    out, texts = console(), terminal_texts()
    if not judged:
        out.print(texts("filter_none"))
    for number, each in enumerate(judged, 1):
        band = f"{texts(f'match_{band_of(each.confidence)}')} ({texts.decimal(each.confidence, 2)})"
        out.print(f"[bold]{number}. {escape(each.hit.title)}[/]  {band}", soft_wrap=True)
        out.print(f"    [dim]{escape(_place(each.hit))}[/]", soft_wrap=True)
        if each.evidence:
            figures = ", ".join(f"{name} {value:.2f}" for name, value in dataclasses.asdict(each.evidence).items())
            out.print(f"    {figures}", soft_wrap=True)
        words = " · ".join(each.hit.text[start:end] for start, end in each.spans)
        out.print(f"    {escape(quoted(words, each.hit.language))}", soft_wrap=True)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print the passages with their places, best first."""
    out, texts = console(), terminal_texts()
    if not hits:
        out.print(texts("filter_none"))
    for number, hit in enumerate(hits, 1):
        out.print(f"[bold]{number}. {escape(hit.title)}[/]", soft_wrap=True)
        out.print(f"   [dim]{escape(_place(hit))}[/]", soft_wrap=True)
        out.print(Text(hit.text), soft_wrap=True)
        out.print()


def _place(hit: Hit) -> str:
    texts = terminal_texts()
    parts = [hit.article_id, *filter(None, [hit.author]), str(hit.published or texts("no_date")), hit.language]
    return " · ".join(filter(None, [*parts, page_words(hit, texts)]))
