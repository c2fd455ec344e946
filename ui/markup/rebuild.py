"""The rebuild and the uploaded files as markup: counts, time left, and every skipped file with its reason."""

from collections.abc import Sequence
from datetime import datetime

from ui.corpus.last_build_report import COUNTED, LastBuild
from ui.corpus.rebuild import Progress
from ui.corpus.uploads import Upload
from ui.texts import Texts
from ui.texts.messages import told

from .html import Html, join, tag

_MOST_SHOWN = 200


def rebuild_markup(progress: Progress, last: LastBuild | None, texts: Texts) -> Html:
    """How far the rebuild is, or how it ended and what the last one did, with the button for what can be done now."""
    if progress.state == "running":
        return _running(progress, texts)
    start = tag("button", texts("rebuild"), type="button", data_do="rebuild", class_="primary")
    ended = Html("")
    if progress.state == "done":
        ended = tag("p", texts("rebuild_done"), role="status")
    elif progress.state == "cancelled":
        ended = tag("p", texts("rebuild_cancelled"), class_="note", role="status")
    elif progress.state == "failed":
        detail = join(told("p", progress.error, texts), told("p", progress.fix, texts))
        ended = tag("div", tag("p", texts("rebuild_failed")), tag("div", detail, class_="detail"), class_="warning",
                    role="alert")  # fmt: skip
    reported = _report(last, progress.state == "done", texts) if last else Html("")
    return tag("div", start, ended, reported, data_state=progress.state)


def _running(progress: Progress, texts: Texts) -> Html:
    step = texts(f"step_{progress.step}") if progress.step in _STEPS else texts("step_starting")
    known = progress.total > 0
    counts = texts("step_counts", progress.total, done=texts.number(progress.done)) if known else ""
    left = _left(progress.seconds_left, texts)
    bar = tag("progress", max=progress.total if known else None, value=progress.done if known else None,
              aria_label=step)  # fmt: skip
    line = tag("p", tag("strong", step), Html(" "), tag("span", counts), Html(" "), tag("span", left), role="status")
    cancel = tag("button", texts("cancel"), type="button", data_do="cancel")
    return tag("div", line, bar, tag("p", texts("rebuild_meanwhile"), class_="note"), cancel, data_state="running")


_STEPS = ("starting", "model", "reading", "encoding", "writing")


def _left(seconds: float, texts: Texts) -> str:
    if seconds <= 0:
        return ""
    if seconds < 90:
        return texts("seconds_left", max(1, round(seconds)))
    return texts("minutes_left", round(seconds / 60))


def _report(last: LastBuild, fresh: bool, texts: Texts) -> Html:
    """What the last build did; the files it left out are unfolded where it has only just ended."""
    counts = [
        tag("div", tag("dt", texts(f"report_{name}")), tag("dd", texts.number(getattr(last, name)))) for name in COUNTED
    ]
    ended = datetime.fromisoformat(last.ended_at).astimezone()
    when = texts("rebuild_last", date=texts.date(ended.date()), time=f"{ended:%H:%M}")
    seconds = texts("report_seconds", max(1, round(last.seconds)))
    skipped = [
        tag("li", tag("strong", file, dir="auto"), Html(" "), told("span", why, texts)) for file, why in last.reasons
    ]
    doubtful = [told("li", warning, texts) for warning in last.warnings]
    return tag(
        "div",
        tag("p", when, Html(" "), seconds, class_="note"),
        tag("dl", *counts, class_="counts"),
        _listed(texts("report_skipped_files", last.skipped), skipped, last.skipped, fresh, texts),
        _listed(texts("report_warnings", len(doubtful)), doubtful, len(doubtful), fresh, texts),
    )


def _listed(heading: str, items: list[Html], count: int, unfolded: bool, texts: Texts) -> Html:
    if not items:
        return Html("")
    more = count - _MOST_SHOWN
    rest = tag("p", texts("report_more", more), class_="note") if more > 0 else Html("")
    return tag("details", tag("summary", heading), tag("ul", *items[:_MOST_SHOWN]), rest, open=unfolded,
               class_="skipped")  # fmt: skip


def uploads_markup(files: Sequence[Upload], texts: Texts) -> Html:
    """The uploaded files, each with a button that removes it."""
    if not files:
        return tag("p", texts("uploads_none"), class_="note")
    rows = [
        tag("li", tag("span", upload.name, dir="auto"), tag("span", _size(upload.size_bytes, texts), class_="figure"),
            tag("button", texts("remove"), type="button", data_do="remove", data_name=upload.name,
                aria_label=f"{texts('remove')}: {upload.name}"))
        for upload in files
    ]  # fmt: skip
    return tag("ul", *rows, class_="uploads")


def _size(size_bytes: int, texts: Texts) -> str:
    if size_bytes < 1_000_000:
        return texts("kilobytes", max(1, round(size_bytes / 1000)))
    return texts("megabytes", round(size_bytes / 1_000_000))
