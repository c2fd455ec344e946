"""The rebuild and the uploaded files as markup: counts, time left, and every skipped file with its reason."""

from collections.abc import Sequence

from .escape import Html, tag
from .rebuild import Progress
from .texts import Texts
from .uploads import Upload

_COUNTED = ("added", "changed", "removed", "unchanged", "skipped")


def rebuild_markup(progress: Progress, texts: Texts) -> Html:
    """How far the rebuild is, or how it ended, with the button for what can be done now."""
    if progress.state == "running":
        return _running(progress, texts)
    start = tag("button", texts("rebuild"), type="button", data_do="rebuild", class_="primary")
    ended = Html("")
    if progress.state == "done":
        ended = _report(progress, texts)
    elif progress.state == "cancelled":
        ended = tag("p", texts("rebuild_cancelled"), class_="note", role="status")
    elif progress.state == "failed":
        detail = tag("p", f"{progress.error}. {progress.fix}", lang="en", class_="detail", dir="auto")
        ended = tag("div", tag("p", texts("rebuild_failed")), detail, class_="warning", role="alert")
    return tag("div", start, ended, data_state=progress.state)


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


def _report(progress: Progress, texts: Texts) -> Html:
    report = progress.report
    counts = [
        tag("div", tag("dt", texts(f"report_{name}")), tag("dd", texts.number(len(report[name])))) for name in _COUNTED
    ]
    seconds = texts("report_seconds", max(1, round(report["build_seconds"])))
    done = tag(
        "div", tag("p", texts("rebuild_done"), Html(" "), seconds, role="status"), tag("dl", *counts, class_="counts")
    )
    skipped = report["skipped"]
    if not skipped:
        return done
    items = [
        tag("li", tag("strong", file, dir="auto"), Html(" "), tag("span", reason, lang="en", dir="auto"))
        for file, reason in skipped
    ]
    list_ = tag("details", tag("summary", texts("report_skipped_files", len(skipped))), tag("ul", *items), open=True,
                class_="skipped")  # fmt: skip
    return tag("div", done, list_)


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
