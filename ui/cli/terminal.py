"""What the command line prints: text for people, or JSON with the field names of the records."""

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
from qa import Answer, Citation, Hit
from qa.judging import Judged

from .health_check import Checkup
from .status import Status

_MOST_NAMES = 10
STEP_TEXTS: dict[str, str] = {
    BuildStep.DOWNLOADING: "Fetching the model from the hub, for its package is not installed",
    BuildStep.MODEL: "Preparing the model",
    BuildStep.READING: "Reading files",
    BuildStep.ENCODING: "Encoding passages",
    BuildStep.WRITING: "Writing the index",
}


def _out() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _err() -> Console:
    return Console(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """Print one JSON document to stdout; dates as YYYY-MM-DD."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_error(error: DzhereloError) -> None:
    """Print what is wrong and how to fix it to stderr."""
    console = _err()
    console.print(f"[bold red]Error:[/] {escape(error.message)}", soft_wrap=True)
    console.print(f"[bold]Fix:[/] {escape(error.fix)}", soft_wrap=True)


class _Speed(ProgressColumn):
    """A column with how many are done per second."""

    def render(self, task: Task) -> Text:
        """The speed, or nothing before it is known."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "", style="dim")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for each step of a build, with counts and the time left; nothing if stderr is not a terminal.

    Yields the function that the build reports its progress to.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err(), transient=True, disable=not sys.stderr.isatty()) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEP_TEXTS.get(step, step), total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


def print_report(report: BuildReport, dry_run: bool) -> None:
    """Print what a build did, or would do."""
    console = _out()
    for word, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for id in ids[:_MOST_NAMES]:
            console.print(f"  {word:8} {escape(id)}", soft_wrap=True)
        if len(ids) > _MOST_NAMES:
            console.print(f"  {word:8} … and {len(ids) - _MOST_NAMES} more")
    for file, reason in report.skipped:
        console.print(f"  [yellow]skipped[/]  {escape(file)}: {escape(reason)}", soft_wrap=True)
    for warning in report.warnings:
        console.print(f"  [yellow]warning[/]  {escape(warning)}", soft_wrap=True)
    counts = ", ".join(
        f"{len(getattr(report, word))} {word}" for word in ("added", "changed", "removed", "unchanged", "skipped")
    )
    if dry_run:
        console.print(f"A build would find: {counts}. Nothing was written.")
    else:
        console.print(
            f"Generation {report.generation}: {counts}; {report.passages_encoded} passages encoded "
            f"in {report.build_seconds:.1f} s."
        )


def print_searched(searched: str, repaired: bool) -> None:
    """Print what was searched instead of what was typed, and how to search as typed."""
    as_typed = " (as you typed it: --as-typed)" if repaired else ""
    _out().print(f"[dim]Searched: {escape(searched)}{as_typed}[/]", soft_wrap=True)


def print_answer(answer: Answer) -> None:
    """Print the answering sentences with their sources, or the refusal with its near misses."""
    console = _out()
    if answer.searched != answer.question:
        print_searched(answer.searched, repaired=bool(answer.repaired))
    for citation in answer.citations:
        console.print(f"[bold]{escape(_quoted(citation.answer_text))}[/] \\[{citation.number}]", soft_wrap=True)
    if answer.status == "no_answer":
        console.print("[bold]No certain answer was found in the articles.[/]")
        if answer.hint == "filter":
            console.print("An article that the filter excludes does: ask without --since, --until or --language.")
        if answer.near_misses:
            console.print("The passages that come nearest:")
    for citation in answer.citations or answer.near_misses:
        console.print(f"\n[bold]\\[{citation.number}] {escape(citation.title)}[/]", soft_wrap=True)
        console.print(f"    [dim]{escape(_place(citation))}[/]", soft_wrap=True)
        console.print(_marked(citation), soft_wrap=True)
        for hit in citation.also:
            console.print(f"    [dim]also: {escape(hit.title)}, {escape(_place(hit))}[/]", soft_wrap=True)


def print_judged(judged: Sequence[Judged]) -> None:
    """Print what was read in each passage and what its confidence comes from, the likeliest to answer first."""
    console = _out()
    if not judged:
        console.print("No passage passes the filter.")
    for number, each in enumerate(judged, 1):
        console.print(f"[bold]{number}. {escape(each.hit.title)}[/]  confidence {each.confidence:.2f}", soft_wrap=True)
        console.print(f"    [dim]{escape(_place(each.hit))}[/]", soft_wrap=True)
        if each.evidence:
            figures = ", ".join(f"{name} {value:.2f}" for name, value in dataclasses.asdict(each.evidence).items())
            console.print(f"    {figures}", soft_wrap=True)
        words = " · ".join(each.hit.text[start:end] for start, end in each.spans)
        console.print(f"    {escape(_quoted(words))}", soft_wrap=True)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print the passages, best first, with their places and ranks."""
    console = _out()
    if not hits:
        console.print("No passage passes the filter.")
    for number, hit in enumerate(hits, 1):
        ranks = f"score {hit.score:.3f}, dense rank {hit.dense_rank or '–'}, lexical rank {hit.lexical_rank or '–'}"
        console.print(f"[bold]{number}. {escape(hit.title)}[/]", soft_wrap=True)
        console.print(f"   [dim]{escape(_place(hit))} · {ranks}[/]", soft_wrap=True)
        console.print(Text(hit.text), soft_wrap=True)
        console.print()


def print_status(state: Status) -> None:
    """Print what the index holds, one fact per line."""
    console = _out()
    for name, value in (
        ("index", state.index),
        ("generation", f"{state.generation}, published {state.published_at}"),
        ("articles", f"{state.articles} ({_counts(state.languages)})"),
        ("dates", f"{state.earliest or 'none'} to {state.latest or 'none'}, {state.undated} without a date"),
        ("passages", f"{state.passages}, longest {state.longest_tokens} of {state.max_tokens} tokens"),
        ("over-long passages", state.overlong_passages or "none"),
        ("model", f"{state.model} ({state.fingerprint})"),
        ("on disk", f"{state.disk_bytes / 1e6:.1f} MB"),
    ):
        console.print(f"{name:20}{escape(str(value))}", soft_wrap=True)


def print_checkup(checkup: Checkup) -> None:
    """Print what was found, one part per line, with the fix below what is wrong."""
    console = _out()
    for finding in checkup.findings:
        word = "[green]sound[/]" if finding.sound else "[bold red]WRONG[/]"
        console.print(f"{word}  {finding.part:12}{escape(finding.message)}", soft_wrap=True)
        if not finding.sound:
            console.print(f"       {'':12}[bold]Fix:[/] {escape(finding.remedy)}", soft_wrap=True)
    console.print("The index is healthy." if checkup.healthy else "The index is not healthy.")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _marked(citation: Citation) -> Text:
    """The passage with its answering sentence underlined."""
    passage = Text(citation.text)
    passage.stylize("underline", citation.answer_start - citation.start, citation.answer_end - citation.start)
    return Text("    ") + passage


def _place(hit: Hit) -> str:
    parts = [hit.article_id, str(hit.published or "no date"), hit.language]
    return " · ".join(parts + ([f"page {hit.page}"] if hit.page else []))
