"""The text output of `dzherelo status`, `doctor` and `setup`."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from .health_check import Checkup
from .language import localized, terminal_texts
from .status import Status
from .terminal import MOST_NAMES, console

if TYPE_CHECKING:
    from qa.preparation import Prepared


def print_prepared(prepared: "Prepared") -> None:
    """Print what is ready and where; where the reader is not, why, and how to go on without it."""
    out, texts = console(), terminal_texts()
    if prepared.reads:
        out.print(texts("cli_prepared", encoder=prepared.encoder, cache=escape(str(prepared.cache))), soft_wrap=True)
        return
    out.print(texts("cli_prepared_hub", encoder=prepared.encoder), soft_wrap=True)
    out.print(f"[yellow]{texts('cli_warning')}[/]  {escape(localized(prepared.problem))}", soft_wrap=True)


def print_status(state: Status) -> None:
    """Print what the index holds, one fact per line."""
    out, texts = console(), terminal_texts()
    none = texts("cli_none")
    dates = {"earliest": state.earliest, "latest": state.latest, "undated": state.undated}
    longest = {"passages": state.passages, "longest": state.longest_tokens, "most": state.max_tokens}
    for name, value in (
        (texts("cli_index"), state.index),
        *([(texts("cli_server"), state.server)] if state.server else []),
        (texts("cli_generation"), texts("cli_published", number=state.generation, moment=state.published_at)),
        (texts("cli_articles"), f"{state.articles} ({_counts(state.languages)})"),
        (texts("cli_dates"), texts("cli_from_to", None, **dates) if state.earliest else texts("cli_all_undated")),
        (texts("cli_passages"), texts("cli_longest", None, **longest)),
        (texts("cli_overlong"), state.overlong_passages or none),
        (texts("cli_model"), f"{state.model} ({state.fingerprint})"),
        (texts("cli_on_disk"), texts("cli_megabytes", None, size=texts.decimal(state.disk_bytes / 1e6, 1))),
    ):
        out.print(f"{name:20}{escape(str(value))}", soft_wrap=True)
    _print_left_out(out, state)


def _print_left_out(out: Console, state: Status) -> None:
    """The first files that were left out, each with what to do; the kinds of warnings, and the first of them."""
    texts = terminal_texts()
    if state.skipped is None:
        out.print(f"{texts('report_skipped').lower():20}{texts('cli_left_out_unknown')}", soft_wrap=True)
        return
    out.print(f"{texts('report_skipped').lower():20}{len(state.skipped) or texts('cli_none')}")
    for left in state.skipped[:MOST_NAMES]:
        out.print(f"  {escape(left.file)}: {escape(localized(left.reason))}", soft_wrap=True)
        out.print(f"    [bold]{texts('cli_fix')}[/] {escape(localized(left.advice))}", soft_wrap=True)
    _print_more(out, len(state.skipped))
    kinds = ", ".join(f"{localized(kind)}: {count}" for kind, count in state.warning_kinds.items())
    out.print(f"{texts('cli_warnings'):20}{escape(kinds) or texts('cli_none')}", soft_wrap=True)
    for warning in state.warnings[:MOST_NAMES]:
        out.print(f"  {escape(localized(warning))}", soft_wrap=True)
    _print_more(out, len(state.warnings))


def _print_more(out: Console, count: int) -> None:
    if count > MOST_NAMES:
        more = terminal_texts()("report_more", count - MOST_NAMES)
        out.print(f"  {more} (dzherelo status --json)")


def print_checkup(checkup: Checkup) -> None:
    """Print the findings, one per line, with the fix below each fault."""
    out, texts = console(), terminal_texts()
    words = {True: f"[green]{texts('cli_sound')}[/]", False: f"[bold red]{texts('cli_unsound')}[/]"}
    parts = [localized(finding.part) for finding in checkup.findings]
    width = max(map(len, parts), default=0) + 2
    for finding, part in zip(checkup.findings, parts, strict=True):
        out.print(f"{words[finding.sound]}  {part:{width}}{escape(localized(finding.message))}", soft_wrap=True)
        if not finding.sound:
            fix = f"[bold]{texts('cli_fix')}[/] {escape(localized(finding.remedy))}"
            out.print(f"       {'':{width}}{fix}", soft_wrap=True)
    out.print(texts("cli_healthy" if checkup.healthy else "cli_unhealthy"))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())
