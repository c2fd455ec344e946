"""C4: half an hour of asking and rebuilding leaves memory, descriptors and disk flat."""

import os
import time
from pathlib import Path

import pytest

from index.build import renew
from index.local_store import LocalStore
from qa import Assistant

MINUTES = 30


def resident_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as statistics:
        return int(statistics.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(index: Path) -> tuple[float, int, float]:
    """Megabytes of memory, open descriptors, megabytes of the index folder."""
    disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return round(resident_bytes() / 1e6, 1), len(os.listdir("/proc/self/fd")), round(disk / 1e6, 2)


@pytest.mark.soak
def test_half_an_hour_of_asking_and_rebuilding_leaves_everything_flat(quick_path, remembering, figure):
    """Freed memory stays with the threads that took it, at most sixteen times: the first third fills those pools."""
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    measured = []
    builds = questions = 0
    texts = [f"Стаття {number} про джерело під скелею.\n" for number in range(20)]
    for number, text in enumerate(texts):
        (corpus / f"{number:02}.txt").write_text(text)
    renew(corpus, index, remembering)
    begun = time.monotonic()
    with Assistant(LocalStore(index), remembering) as assistant:
        while time.monotonic() - begun < MINUTES * 60:
            (corpus / f"{builds % 20:02}.txt").write_text(texts[(builds + builds // 20) % 20])
            renew(corpus, index, remembering)
            builds += 1
            for text in texts:
                assistant.ask(text)
                questions += 1
            if builds % 20 == 0:
                measured.append(measure(index))
    third = len(measured) // 3
    middle, last = (list(map(max, zip(*part, strict=True))) for part in (measured[third:-third], measured[-third:]))
    figure(
        "C4",
        f"{MINUTES} minutes, {builds} builds, {questions} questions; MB of memory, descriptors, MB of disk: "
        f"{measured[0]} at first, at most {middle} in the second third and {last} in the last",
    )
    assert last[0] < middle[0] * 1.03
    assert last[1] <= middle[1]
    assert last[2] < middle[2] * 1.1
