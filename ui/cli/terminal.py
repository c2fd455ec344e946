"""The output of the command line: text in the user's language, or JSON with the field names of the records."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

from .health_check import Checkup
from .language import localized, terminal_texts
from .quoting import marked_passage, quoted
from .status import Status

if TYPE_CHECKING:
    from qa.preparation import Prepared

_MOST_NAMES = 10
_STEPS = tuple(BuildStep)


def _out() -> Console:
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
    """Warnings by their parts, anything else as it is: a warning is a sentence, which JSON would show alone."""
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
    console, texts = _out(), terminal_texts()
    for name, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        word = texts(f"report_{name}").lower()
        for id in ids[:_MOST_NAMES]:
            console.print(f"  {word:8} {escape(id)}", soft_wrap=True)
        if len(ids) > _MOST_NAMES:
            console.print(f"  {word:8} {texts('report_more', len(ids) - _MOST_NAMES)}")
    for file, reason in report.skipped:
        word = texts("report_skipped").lower()
        console.print(f"  [yellow]{word}[/]  {escape(file)}: {escape(localized(reason))}", soft_wrap=True)
    for warning in report.warnings:
        console.print(f"  [yellow]{texts('cli_warning')}[/]  {escape(localized(warning))}", soft_wrap=True)
    names = ("added", "changed", "removed", "unchanged", "skipped")
    counts = texts("cli_counts", None, **{name: texts.number(len(getattr(report, name))) for name in names})
    if dry_run:
        console.print(texts("cli_dry_run", counts=counts))
        return
    encoded = texts("cli_encoded", report.passages_encoded)
    seconds = texts.decimal(report.build_seconds, 1)
    console.print(texts("cli_built", generation=report.generation, counts=counts, encoded=encoded, seconds=seconds))


def print_prepared(prepared: "Prepared") -> None:
    """Print what is ready and where; where the reader is not, why, and how to go on without it."""
    console, texts = _out(), terminal_texts()
    if prepared.reads:
        console.print(
            texts("cli_prepared", encoder=prepared.encoder, cache=escape(str(prepared.cache))), soft_wrap=True
        )
        return
    console.print(texts("cli_prepared_hub", encoder=prepared.encoder), soft_wrap=True)
    console.print(f"[yellow]{texts('cli_warning')}[/]  {escape(localized(prepared.problem))}", soft_wrap=True)


def print_searched(searched: str, repaired: bool) -> None:
    """Print the searched text if it differs from the typed one, and how to search as typed."""
    texts = terminal_texts()
    as_typed = f" {texts('cli_as_typed')}" if repaired else ""
    _out().print(f"[dim]{texts('searched')} {escape(searched)}{as_typed}[/]", soft_wrap=True)


def print_answer(answer: Answer) -> None:
    """Print the answering sentences with their bands, or the refusal; then the passages with their sources."""
    console, texts = _out(), terminal_texts()
    if answer.searched != answer.question:
        print_searched(answer.searched, repaired=bool(answer.repaired))
    if answer.time:
        said = f"{time_in_words(answer.time, texts)} {texts('cli_without_time')}"
        console.print(f"[dim]{escape(said)}[/]", soft_wrap=True)
    for citation in answer.citations:
        sentence = quoted(citation.answer_text, citation.language)
        console.print(f"[bold]{escape(sentence)}[/] \\[{citation.number}]", soft_wrap=True)
    if answer.hint == "mentions":
        console.print(f"{texts('mentions_hint')} {texts('cli_mentions')}")
    elif answer.status == "answered":
        console.print(texts(f"band_{band_of(answer.confidence)}"))
    else:
        _print_refusal(console, answer)
    with_band = len(answer.citations) > 1 and answer.hint != "mentions"
    for citation in answer.citations or answer.near_misses:
        _print_citation(console, citation, with_band)


def _print_refusal(console: Console, answer: Answer) -> None:
    texts = terminal_texts()
    if answer.hint == "help":
        return console.print(texts("cli_help"))
    console.print(f"[bold]{texts('refusal')}[/]")
    if answer.hint == "filter":
        console.print(f"{texts('refusal_hint_filter')} {texts('cli_ask_unfiltered')}")
    if answer.near_misses:
        console.print(f"{texts('near_misses', len(answer.near_misses))}:")


def _print_citation(console: Console, citation: Citation, with_band: bool) -> None:
    """Print a passage with its source, and its best answering sentence marked."""
    texts = terminal_texts()
    band = f" · {texts(f'match_{band_of(citation.confidence)}')}" if with_band else ""
    console.print(f"\n[bold]\\[{citation.number}] {escape(citation.title)}[/]", soft_wrap=True)
    console.print(f"    [dim]{escape(_place(citation) + band)}[/]", soft_wrap=True)
    console.print(Text("    ") + marked_passage(citation, styled=sys.stdout.isatty()), soft_wrap=True)
    for hit in citation.also:
        also = f"{texts('cli_also')} {hit.title}, {_place(hit)}"
        console.print(f"    [dim]{escape(also)}[/]", soft_wrap=True)


def print_judged(judged: Sequence[Judged]) -> None:
    """Print the reader's result for each passage and the parts of its confidence, the likeliest to answer first."""
    console, texts = _out(), terminal_texts()
    if not judged:
        console.print(texts("filter_none"))
    for number, each in enumerate(judged, 1):
        band = f"{texts(f'match_{band_of(each.confidence)}')} ({texts.decimal(each.confidence, 2)})"
        console.print(f"[bold]{number}. {escape(each.hit.title)}[/]  {band}", soft_wrap=True)
        console.print(f"    [dim]{escape(_place(each.hit))}[/]", soft_wrap=True)
        if each.evidence:
            figures = ", ".join(f"{name} {value:.2f}" for name, value in dataclasses.asdict(each.evidence).items())
            console.print(f"    {figures}", soft_wrap=True)
        words = " · ".join(each.hit.text[start:end] for start, end in each.spans)
        console.print(f"    {escape(quoted(words, each.hit.language))}", soft_wrap=True)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print the passages with their places, best first."""
    console, texts = _out(), terminal_texts()
    if not hits:
        console.print(texts("filter_none"))
    for number, hit in enumerate(hits, 1):
        console.print(f"[bold]{number}. {escape(hit.title)}[/]", soft_wrap=True)
        console.print(f"   [dim]{escape(_place(hit))}[/]", soft_wrap=True)
        console.print(Text(hit.text), soft_wrap=True)
        console.print()


def print_status(state: Status) -> None:
    """Print what the index holds, one fact per line."""
    console, texts = _out(), terminal_texts()
    none = texts("cli_none")
    dates = {"earliest": state.earliest or none, "latest": state.latest or none, "undated": state.undated}
    longest = {"passages": state.passages, "longest": state.longest_tokens, "most": state.max_tokens}
    for name, value in (
        (texts("cli_index"), state.index),
        *([(texts("cli_server"), state.server)] if state.server else []),
        (texts("cli_generation"), texts("cli_published", number=state.generation, moment=state.published_at)),
        (texts("cli_articles"), f"{state.articles} ({_counts(state.languages)})"),
        (texts("cli_dates"), texts("cli_from_to", None, **dates)),
        (texts("cli_passages"), texts("cli_longest", None, **longest)),
        (texts("cli_overlong"), state.overlong_passages or none),
        (texts("cli_model"), f"{state.model} ({state.fingerprint})"),
        (texts("cli_on_disk"), texts("cli_megabytes", None, size=texts.decimal(state.disk_bytes / 1e6, 1))),
    ):
        console.print(f"{name:20}{escape(str(value))}", soft_wrap=True)
    _print_left_out(console, state)


def _print_left_out(console: Console, state: Status) -> None:
    """The first files that were left out, each with what to do; the kinds of warnings, and the first of them."""
    texts = terminal_texts()
    if state.skipped is None:
        console.print(f"{texts('report_skipped').lower():20}{texts('cli_left_out_unknown')}", soft_wrap=True)
        return
    console.print(f"{texts('report_skipped').lower():20}{len(state.skipped) or texts('cli_none')}")
    for left in state.skipped[:_MOST_NAMES]:
        console.print(f"  {escape(left.file)}: {escape(localized(left.reason))}", soft_wrap=True)
        console.print(f"    [bold]{texts('cli_fix')}[/] {escape(localized(left.advice))}", soft_wrap=True)
    _print_more(console, len(state.skipped))
    kinds = ", ".join(f"{localized(kind)}: {count}" for kind, count in state.warning_kinds.items())
    console.print(f"{texts('cli_warnings'):20}{escape(kinds) or texts('cli_none')}", soft_wrap=True)
    for warning in state.warnings[:_MOST_NAMES]:
        console.print(f"  {escape(localized(warning))}", soft_wrap=True)
    _print_more(console, len(state.warnings))


def _print_more(console: Console, count: int) -> None:
    if count > _MOST_NAMES:
        more = terminal_texts()("report_more", count - _MOST_NAMES)
        console.print(f"  {more} (dzherelo status --json)")


def print_checkup(checkup: Checkup) -> None:
    """Print the findings, one per line, with the fix below each fault."""
    console, texts = _out(), terminal_texts()
    words = {True: f"[green]{texts('cli_sound')}[/]", False: f"[bold red]{texts('cli_unsound')}[/]"}
    parts = [localized(finding.part) for finding in checkup.findings]
    width = max(map(len, parts), default=0) + 2
    for finding, part in zip(checkup.findings, parts, strict=True):
        console.print(f"{words[finding.sound]}  {part:{width}}{escape(localized(finding.message))}", soft_wrap=True)
        if not finding.sound:
            fix = f"[bold]{texts('cli_fix')}[/] {escape(localized(finding.remedy))}"
            console.print(f"       {'':{width}}{fix}", soft_wrap=True)
    console.print(texts("cli_healthy" if checkup.healthy else "cli_unhealthy"))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())


def _place(hit: Hit) -> str:
    texts = terminal_texts()
    parts = [hit.article_id, *filter(None, [hit.author]), str(hit.published or texts("no_date")), hit.language]
    return " · ".join(filter(None, [*parts, page_words(hit, texts)]))
