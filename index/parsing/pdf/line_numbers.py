"""Leaves out the numbers of lines that bills, court records and editions of poems have in the margin.

They would stand in the middle of sentences. It knows runs and their places, nothing of PDF.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.parsing.pdf.runs import Run

_LEAST_NUMBERS, _SMALL = 4, 0.92
_SAME_EDGE, _SAME_STEP = 2.0, 1.5


def without_line_numbers(runs: Sequence[Run]) -> list[Run]:
    """The runs without small numbers beside all the text that count the lines, each one or every fifth."""
    if not runs:
        return []
    usual = median(run.size for run in runs for _ in run.text)
    numbers = [run for run in runs if run.text.strip().isdecimal() and run.size <= _SMALL * usual]
    text = [run for run in runs if run not in numbers]
    if len(numbers) < _LEAST_NUMBERS or not text:
        return list(runs)
    left, right = min(run.left for run in text), max(run.right for run in text)
    for beside in ([run for run in numbers if run.right <= left], [run for run in numbers if run.left >= right]):
        if _count_lines(sorted(beside, key=lambda run: -run.base)):
            return [run for run in runs if run not in beside]
    return list(runs)


def _count_lines(numbers: Sequence[Run]) -> bool:
    """Whether the numbers, from top to bottom, stand in one column and rise as evenly as they stand."""
    if len(numbers) < _LEAST_NUMBERS:
        return False
    aligned = any(
        max(places) - min(places) <= _SAME_EDGE
        for places in ([run.left for run in numbers], [run.right for run in numbers])
    )
    rises = {int(below.text) - int(above.text) for above, below in pairwise(numbers)}
    steps = [above.base - below.base for above, below in pairwise(numbers)]
    return aligned and len(rises) == 1 and min(rises) > 0 and max(steps) - min(steps) <= _SAME_STEP
