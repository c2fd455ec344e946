"""Markup of the rebuild: counts, time left, the last report, and every skipped file with its reason."""

from datetime import datetime

from ui.corpus.last_build_report import COUNTED, LastBuild
from ui.corpus.rebuild import RebuildState
from ui.texts import Texts

from .html import NOTHING, SPACE, Html, button, details, note, tag, unbroken
from .notices import error_detail, notice, program_message

_MOST_SHOWN = 200
_SECONDS_TOLD = 90


def rebuild_markup(progress: RebuildState, last: LastBuild | None, texts: Texts) -> Html:
    """The progress of the rebuild, or its outcome and the last report, with a start or stop button."""
    if progress.state == "running":
        return _running(progress, texts)
    start = button("rebuild", texts("rebuild"), class_="primary")
    report = _report(last, progress.state == "done", texts) if last else NOTHING
    return tag("div", start, _ended(progress, texts), report, data_state=progress.state)


def _ended(progress: RebuildState, texts: Texts) -> Html:
    """The outcome of the rebuild; nothing if none has run."""
    if progress.state == "done":
        return tag("p", texts("rebuild_done"), role="status")
    if progress.state == "cancelled":
        return tag("p", texts("rebuild_cancelled"), class_="note", role="status")
    if progress.state == "failed":
        return notice(texts("rebuild_failed"), *error_detail(progress.error, progress.fix, texts))
    return NOTHING


def _running(progress: RebuildState, texts: Texts) -> Html:
    step = texts(f"step_{progress.step or 'starting'}")
    known = progress.total > 0
    counts = texts("step_counts", progress.total, done=texts.number(progress.done)) if known else ""
    left = _time_left(progress.seconds_left, texts)
    line = tag("p", tag("strong", step), SPACE, tag("span", counts), SPACE, tag("span", left), role="status")
    figures = {"max": progress.total, "value": progress.done} if known else {}
    bar = tag("progress", aria_label=step, **figures)
    cancel = button("cancel", texts("cancel"))
    return tag("div", line, bar, note(texts("rebuild_meanwhile")), cancel, data_state="running")


def _time_left(seconds: float, texts: Texts) -> str:
    if seconds <= 0:
        return ""
    if seconds < _SECONDS_TOLD:
        return texts("seconds_left", max(1, round(seconds)))
    return texts("minutes_left", round(seconds / 60))


def _report(last: LastBuild, fresh: bool, texts: Texts) -> Html:
    """The report of the last build; its skipped files are unfolded if it has only just ended."""
    warnings = [program_message("li", warning, texts) for warning in last.warnings]
    skipped = [_skipped(file, reason, texts) for file, reason in last.reasons]
    return tag(
        "div",
        note(unbroken(_when(last, texts))),
        tag("dl", *(_count(last, name, texts) for name in COUNTED), class_="counts"),
        _listed(texts("report_skipped_files", last.skipped), skipped, last.skipped, fresh, texts),
        _listed(texts("report_warnings", len(warnings)), warnings, len(warnings), fresh, texts),
    )


def _when(last: LastBuild, texts: Texts) -> str:
    ended = datetime.fromisoformat(last.ended_at).astimezone()
    seconds = max(1, round(last.seconds))
    return texts("rebuild_last", seconds, date=texts.date(ended.date()), time=texts.time(ended))


def _count(last: LastBuild, name: str, texts: Texts) -> Html:
    return tag("div", tag("dt", texts(f"report_{name}")), tag("dd", texts.number(getattr(last, name))))


def _skipped(file: str, reason: str, texts: Texts) -> Html:
    return tag("li", tag("strong", file, dir="auto"), SPACE, program_message("span", reason, texts))


def _listed(heading: str, items: list[Html], count: int, unfolded: bool, texts: Texts) -> Html:
    if not items:
        return NOTHING
    more = count - _MOST_SHOWN
    rest = note(texts("report_more", more)) if more > 0 else NOTHING
    return details(heading, tag("ul", *items[:_MOST_SHOWN]), rest, open=unfolded, class_="skipped")
