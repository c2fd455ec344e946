"""R1, R2, C2: a build may be killed anywhere; the old or the new state is served, and the next build needs no help."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index.build import renew
from index.catalogue.database import Catalogue
from index.errors import BusyError, DamageError
from index.index_folder import IndexFolder
from support.indexes import generation_of

pytestmark = pytest.mark.no_cover  # other tests cover what these builds run, and tracing would slow the loops

# What the interpreter calls to change anything on the disk: our calls, SQLite statements, and the two engines' writes.
TOUCHING = {
    "open", "write", "close", "fsync", "rename", "replace", "mkdir", "rmdir", "unlink", "pwrite", "ftruncate", "flock",
    "execute", "executemany", "writer", "add_document", "commit", "wait_merging_threads", "write_index", "tofile",
}  # fmt: skip
BEFORE = {"a.txt": "Абрикос жовтий.\n", "b.txt": "Барвінок синій.\n"}
AFTER = {"b.txt": "Барвінок хрещатий.\n", "c.txt": "Верба над водою.\n"}


def write(corpus: Path, files: dict[str, str]) -> None:
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for name, text in files.items():
        (corpus / name).write_text(text)


def served(index: Path) -> dict[str, str]:
    """Ids and texts, each passage proven to be a slice of its article and both searches to know every passage."""
    generation = generation_of(index)
    for row, passage in enumerate(generation.passages):
        article = generation.article(passage["article"])
        assert article.text[passage["start"] : passage["end"]] == generation.passage_text(row)
    assert len(generation.vectors(list(range(len(generation.passages))))) == len(generation.passages)
    return {article.id: article.text for article in generation.article_texts()}


@pytest.fixture
def states(quick_path, remembering) -> tuple[Path, Path]:
    """A corpus that has changed, and the index of what it was."""
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, AFTER)
    renew(corpus, quick_path / "warm", remembering)  # its vectors are known from now on
    write(corpus, BEFORE)
    renew(corpus, index, remembering)
    write(corpus, AFTER)
    return corpus, index


def in_child(work: Callable[[], object]) -> int:
    """Run the work in a forked process; returns its pid."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def dying_at(call: int, work: Callable[[], object]) -> Callable[[], object]:
    """The work, in a process that ends, with nothing flushed or cleaned up, before the `call`-th touch of the disk."""
    seen = 0

    def profile(frame, event, function):
        nonlocal seen
        if event == "c_call" and function.__name__ in TOUCHING and not isinstance(function.__self__, str):
            seen += 1
            if seen == call:
                os._exit(9)

    def run():
        sys.setprofile(profile)
        work()

    return run


def recovers(corpus: Path, index: Path, encoder) -> str:
    """Check what is served now and what the next build produces; returns the served state."""
    found = served(index)
    assert found in (BEFORE, AFTER)
    report = renew(corpus, index, encoder)
    assert served(index) == AFTER
    folder = IndexFolder(index)
    assert [path.name for path in folder.generations.iterdir()] == [f"{report.generation:06d}"]
    assert not folder.quarantine.exists()
    with Catalogue(folder.catalogue) as catalogue:
        catalogue.check_pages()
        assert not catalogue.staged_files()
        assert catalogue.published().number == folder.mark().number == report.generation
    return "before" if found == BEFORE else "after"


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)], ids=["every third", "every one"])
def test_a_build_killed_at_any_touch_of_the_disk_leaves_the_old_or_the_new_state(states, remembering, quick_path, step):
    corpus, index = states
    outcomes: Counter[str] = Counter()
    for call in range(1, 10_000, step):
        copy = quick_path / f"copy-{call}"
        shutil.copytree(index, copy)
        _, status = os.waitpid(in_child(dying_at(call, partial(renew, corpus, copy, remembering))), 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, 9)
        outcomes[recovers(corpus, copy, remembering)] += 1
        shutil.rmtree(copy, ignore_errors=True)  # the lexical index may still be collecting its own garbage
        if code == 0:  # it ran to its end: there is no such call any more
            break
    assert outcomes["before"] > 60 / step
    assert outcomes["after"] > 5 / step


def test_a_first_build_killed_anywhere_is_completed_by_the_next(states, remembering, quick_path):
    corpus, _ = states
    for call in range(1, 400, 16):
        index = quick_path / f"first-{call}"
        _, status = os.waitpid(in_child(dying_at(call, partial(renew, corpus, index, remembering))), 0)
        renew(corpus, index, remembering)
        assert served(index) == AFTER
        if os.waitstatus_to_exitcode(status) == 0:
            break
    assert call > 100


def kill_at_random(kills: int, corpus: Path, index: Path, encoder, chance: random.Random) -> Counter[str]:
    """SIGKILL that many builds at random moments, half of them while writing; counts the steps they died in."""
    died: Counter[str] = Counter()
    begun = time.monotonic()
    renew(corpus, index, encoder, full=True)
    seconds = time.monotonic() - begun
    while died.total() < kills:
        write(corpus, BEFORE if chance.random() < 0.5 else AFTER)
        renew(corpus, index, encoder)
        write(corpus, AFTER)
        reading, writing = os.pipe()
        pid = in_child(
            lambda pipe=writing: renew(
                corpus, index, encoder, full=True, progress=lambda step, *_: os.write(pipe, step[:1].encode())
            )
        )
        os.close(writing)
        steps = b""
        if chance.random() < 0.5:
            while not steps.endswith(b"w") and (step := os.read(reading, 1)):
                steps += step
        time.sleep(chance.random() * seconds)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        while step := os.read(reading, 100):
            steps += step
        os.close(reading)
        recovers(corpus, index, encoder)
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
            died[{"r": "reading", "e": "encoding", "w": "writing"}.get(steps.decode()[-1:], "opening")] += 1
    return died


def test_builds_killed_at_random_moments_lose_nothing(states, remembering):
    corpus, index = states
    died = kill_at_random(30, corpus, index, remembering, random.Random(4))
    assert died["writing"] >= 6


@pytest.mark.soak
def test_a_thousand_kills_lose_nothing(states, remembering, figure):
    corpus, index = states
    begun = time.monotonic()
    died = kill_at_random(1000, corpus, index, remembering, random.Random(5))
    assert died["writing"] >= 300
    steps = ", ".join(f"{count} while {step}" for step, count in sorted(died.items()))
    figure("R2", f"1,000 kills in {time.monotonic() - begun:.0f} s, {steps}: 0 corrupt, 0 lost")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_says_that_the_next_goes_on_and_encodes_nothing_twice(quick_path, number, code, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(
        corpus, {"some.jsonl": "".join(f'{{"id": "{i}", "title": "T", "text": "Стаття {i}."}}\n' for i in range(900))}
    )
    process = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import main; main()", "build", str(corpus), "--index", str(index)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not stored(index):
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate()
    kept = stored(index)
    assert process.returncode == code
    assert said.strip() == "Stopped. What was read and encoded is kept: the next build continues from there."
    assert 0 < kept < 900
    assert renew(corpus, index, remembering).passages_encoded == 900 - kept


def stored(index: Path) -> int:
    """How many vectors the catalogue holds, committed ones alone."""
    if not (index / "catalogue.sqlite3").exists():
        return 0
    try:
        with Catalogue(index / "catalogue.sqlite3") as catalogue:
            return len(catalogue.vector_hashes())
    except DamageError:  # the other process is just creating it
        return 0


def test_of_eight_builds_at_once_one_runs_and_seven_are_rejected_immediately(states, remembering):
    corpus, index = states
    go, start = os.pipe()
    answers, answer = os.pipe()

    def work() -> None:
        os.close(start)
        os.read(go, 1)  # all wait until the other end is closed
        begun = time.monotonic()
        try:
            renew(corpus, index, remembering, progress=lambda *_: time.sleep(0.1))
            os.write(answer, b"ran 0\n")
        except BusyError:
            os.write(answer, f"busy {time.monotonic() - begun:.3f}\n".encode())

    pids = [in_child(work) for _ in range(8)]
    os.close(start)
    for pid in pids:
        assert os.waitpid(pid, 0)[1] == 0
    os.close(answer)
    os.close(go)
    with os.fdopen(answers) as lines:
        said = [line.split() for line in lines]
    assert Counter(word for word, _ in said) == {"ran": 1, "busy": 7}
    assert max(float(seconds) for _, seconds in said) < 1
    assert served(index) == AFTER


def test_the_lock_is_free_within_a_second_of_a_kill(states, remembering):
    corpus, index = states
    reading, writing = os.pipe()

    def work() -> None:
        with IndexFolder(index).locked():
            os.write(writing, b"x")
            time.sleep(60)

    pid = in_child(work)
    os.read(reading, 1)
    with pytest.raises(BusyError, match=f"process {pid}"):
        renew(corpus, index, remembering)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    begun = time.monotonic()
    with IndexFolder(index).locked(wait_seconds=1):
        assert time.monotonic() - begun < 1
    os.close(reading)
    os.close(writing)
