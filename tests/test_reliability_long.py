"""C4: half an hour of asking and rebuilding leaves memory, descriptors and disk flat."""

import os
import time

import pytest

from index.build import renew
from index.store import Store
from qa import Assistant

MINUTES = 30


def resident_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as statistics:
        return int(statistics.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.soak
def test_half_an_hour_of_asking_and_rebuilding_leaves_everything_flat(quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    measured = []
    builds = questions = 0
    begun = time.monotonic()
    with_articles = [f"Стаття {number} про джерело під скелею.\n" for number in range(20)]
    for number, text in enumerate(with_articles):
        (corpus / f"{number:02}.txt").write_text(text)
    renew(corpus, index, remembering)
    with Assistant(Store(index), remembering) as assistant:
        while time.monotonic() - begun < MINUTES * 60:
            (corpus / f"{builds % 20:02}.txt").write_text(with_articles[(builds + builds // 20) % 20])
            renew(corpus, index, remembering)
            builds += 1
            for text in with_articles:
                assistant.ask(text)
                questions += 1
            if builds % 20 == 0:
                disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
                measured.append((resident_bytes(), len(os.listdir("/proc/self/fd")), disk))
    settled, last = measured[len(measured) // 4], measured[-1]
    assert last[0] < settled[0] * 1.1
    assert last[1] <= settled[1] + 2
    assert last[2] < settled[2] * 1.5
    print(f"C4: {builds} builds, {questions} questions; memory, descriptors, disk: {settled} became {last}")
