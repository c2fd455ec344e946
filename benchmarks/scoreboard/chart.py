"""The chart of the results: quality, time of a question, time of a build. SVG, for light and dark pages alike."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.scoreboard.measuring import Figures
from benchmarks.scoreboard.table import NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GREY = "#7d7d7d"  # as far from white as from black, like the colours
_COLOURS = ("#2f81f7", "#d9822b", "#2da44e", "#bf6ac4", "#c9514b")
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "svg.fonttype": "none",
    "svg.hashsalt": "scoreboard",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _GREY),
}


def draw(measured: Mapping[str, Figures], path: Path) -> Path:
    """The SVG file: nDCG@10 by set on the left, two panels of times on the right; its ground is transparent."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        picture = Figure(figsize=(11, 4.6), layout="constrained")
        wide, *narrow = picture.subplot_mosaic("AAABBCC").values()
        _quality(wide, measured)
        _times(
            narrow[0], {name: median(each.retrieve_p50_ms) for name, each in measured.items()}, "a question, ms (p50)"
        )
        _times(narrow[1], {name: each.build_seconds for name, each in measured.items()}, "the same build, s")
        picture.legend(*wide.get_legend_handles_labels(), loc="outside upper left", ncols=len(measured), frameon=False)
        picture.savefig(path, transparent=True, metadata={"Date": None})
    return path


def _quality(axes: "Axes", measured: Mapping[str, Figures]) -> None:
    sets = list(next(iter(measured.values())).quality)
    width = 0.8 / len(measured)
    for number, (name, figures) in enumerate(measured.items()):
        places = [place + (number - (len(measured) - 1) / 2) * width for place in range(len(sets))]
        shares = [figures.quality[each]["ndcg"] for each in sets]
        spread = [[s.value - s.low for s in shares], [s.high - s.value for s in shares]]
        heights = [share.value for share in shares]
        colour = _COLOURS[number % len(_COLOURS)]
        axes.bar(places, heights, width * 0.92, yerr=spread, color=colour, ecolor=_GREY, label=NAMES[name])
    axes.set_xticks(range(len(sets)), [each.replace(", ", "\n") for each in sets])
    axes.set(ylim=(0, 1.02), title="nDCG@10, with 95 % intervals")


def _times(axes: "Axes", values: Mapping[str, float], title: str) -> None:
    bars = axes.barh([NAMES[name] for name in values], list(values.values()), color=_COLOURS[: len(values)])
    axes.bar_label(bars, [f"{value:,.0f}" if value >= 10 else f"{value:.1f}" for value in values.values()], padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.2)
    axes.set(title=title, yticks=[])
