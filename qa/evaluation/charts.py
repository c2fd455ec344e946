"""Charts of an evaluation: the reliability of confidence, and quality by kind of question and by step of retrieval.

matplotlib is an extra; only this module imports it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import DzhereloError

from .ablation import STEPS
from .records import Figure, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

# The font with Cyrillic letters among those of matplotlib.
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
InWords = Callable[[str], str]
"""Translates a label of a chart, or a name of a group, into the language of the reader."""
_BLUE, _GREY = "#1f5a99", "#8a8a8a"
_BARS = {
    "ndcg@10": ("nDCG@10", _BLUE),
    "hit@1": ("right article first", "#7fb069"),
    "sentence": ("sentence", "#e6a23c"),
}


def require_matplotlib() -> None:
    """Check that matplotlib is installed; the error names the command that installs it."""
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError as error:
        raise DzhereloError(
            "matplotlib, which draws the charts, is not installed", "Install it: pip install 'dzherelo[plots]'"
        ) from error


def draw_charts(report: Report, folder: Path, in_words: InWords = str) -> list[Path]:
    """The files written to the folder, which is created if missing: `reliability.png`, `quality-by-kind.png` and
    `quality-by-ablation.png`; `in_words` translates their labels."""
    require_matplotlib()
    import matplotlib

    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(_STYLE):
        return [
            _save(_reliability(report, in_words), folder / "reliability.png"),
            _save(_quality(report, in_words), folder / "quality-by-kind.png"),
            _save(_ablation(report, in_words), folder / "quality-by-ablation.png"),
        ]


def _save(picture: "Picture", path: Path) -> Path:
    picture.savefig(path, dpi=150)
    return path


def _picture(width: float, height: float) -> tuple["Picture", "Axes"]:
    from matplotlib.figure import Figure as Picture

    picture = Picture(figsize=(width, height), layout="constrained")
    return picture, picture.add_subplot()


def _reliability(report: Report, in_words: InWords) -> "Picture":
    picture, axes = _picture(7, 7)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle="--", label=in_words("confidence that is exactly right"))
    confidence = [each.confidence for each in report.reliability]
    right = [each.right for each in report.reliability]
    axes.plot(confidence, right, color=_BLUE, marker="o", markersize=9, label=in_words("this evaluation"))
    for each in report.reliability:
        axes.annotate(str(each.questions), (each.confidence, each.right), (8, -14), textcoords="offset points")
    error = report.overall.figures["calibration_error"]
    axes.set(xlim=(-0.02, 1.05), ylim=(-0.05, 1.05))
    axes.set(xlabel=in_words("confidence"), ylabel=in_words("share of first passages that are right"))
    title = f"questions: {error.questions}"
    if error.value is not None:
        title += f"; expected calibration error: {error.value:.3f}"
    axes.set_title(in_words(title), fontsize=13)
    axes.legend(loc="upper left", frameon=False)
    return picture


def _quality(report: Report, in_words: InWords) -> "Picture":
    groups = {"all": report.overall} | report.kinds | report.languages
    shown = {name: group for name, group in groups.items() if group.figures["hit@1"].value is not None}
    picture, axes = _picture(8, 1.5 + 0.9 * max(2, len(shown)))
    height = 0.8 / len(_BARS)
    for number, (measure, (label, colour)) in enumerate(_BARS.items()):
        places = [place + (number - 1) * height for place in range(len(shown))]
        _bars(axes, places, [group.figures[measure] for group in shown.values()], height, colour, in_words(label))
    axes.set_yticks(range(len(shown)), [f"{in_words(name)} ({group.questions})" for name, group in shown.items()])
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.02), xlabel=in_words("with 95 % intervals"))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(_BARS), frameon=False)
    return picture


def _ablation(report: Report, in_words: InWords) -> "Picture":
    picture, axes = _picture(8, 1.5 + 0.6 * len(STEPS))
    _bars(axes, list(range(len(STEPS))), [report.ablation[step] for step in STEPS], 0.6, _BLUE, "nDCG@10")
    for place, step in enumerate(STEPS):
        value = report.ablation[step].value
        axes.annotate("–" if value is None else f"{value:.3f}", (0.02, place), color="white", va="center")
    axes.set_yticks(range(len(STEPS)), [in_words(step) for step in STEPS.values()])
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.02), xlabel=f"nDCG@10, {in_words('with 95 % intervals')}")
    return picture


def _bars(axes: "Axes", places: list[float], figures: list[Figure], height: float, colour: str, label: str) -> None:
    """One bar per metric at these places, with its interval."""
    values = [figure.value or 0.0 for figure in figures]
    lows = [max(0.0, value - (figure.low or 0.0)) for value, figure in zip(values, figures, strict=True)]
    highs = [max(0.0, (figure.high or 0.0) - value) for value, figure in zip(values, figures, strict=True)]
    axes.barh(places, values, height, xerr=[lows, highs], color=colour, ecolor="#444444", label=label)
