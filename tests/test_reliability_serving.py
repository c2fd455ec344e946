"""Questions from threads and processes while generations are published: no error, no answer from two of them."""

import mmap
import os
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import renew
from index.generation import Filter
from index.local_store import LocalStore
from qa import Assistant

WORDS = ("абрикос", "барвінок", "верба", "глечик", "дзвін", "журавель", "зоря", "калина")


def write(corpus: Path, number: int) -> None:
    """Every article says its version, which comes again after ten more.

    Each version lacks another article, so their rows move too.
    """
    version = number % 10
    for place, word in enumerate(WORDS):
        path = corpus / f"{word}.txt"
        if place == version % len(WORDS):
            path.unlink(missing_ok=True)
        else:
            path.write_text(f"{word.capitalize()} у версії {version} стоїть на своєму місці.\n")


def ask_until(stop, index: Path, encoder, asked: NDArray[np.int64]) -> Counter[str]:
    """Ask again and again; every hit must say the version of its generation and be a slice of its article.

    `asked` (1,) follows how many questions were asked.
    """
    counts: Counter[str] = Counter()
    versions = set()
    with Assistant(LocalStore(index), encoder) as assistant:
        while not stop():
            word = WORDS[counts["questions"] % len(WORDS)]
            hits = assistant.retrieve(f"Де стоїть {word}?", k=5)
            counts["questions"] += 1
            asked[0] = counts["questions"]
            said = {hit.text.partition("версії ")[2].partition(" ")[0] for hit in hits}
            if len(said) != 1 or not hits:
                counts["mixed"] += 1
            versions |= said
            if counts["questions"] % 10 == 0:
                answer = assistant.ask(f"Де стоїть {word}?")
                for citation in (*answer.citations, *answer.near_misses):
                    if citation.answer_text not in citation.text:
                        counts["unresolved"] += 1
    counts["versions"] = len(versions)
    return counts


def in_child(work) -> int:
    """Run the work in a forked process; returns its pid."""
    if not (pid := os.fork()):
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return pid


def prepare(corpus: Path, index: Path, encoder) -> None:
    """A first index; all that will be encoded is known before the race begins."""
    corpus.mkdir()
    for version in range(10):
        write(corpus, version)
        for path in corpus.iterdir():
            encoder.encode_passages([f"{path.read_text().strip()[:200]}\n{path.read_text().strip()}"])
    write(corpus, 0)
    renew(corpus, index, encoder)
    for word in WORDS:
        encoder.encode_question(f"Де стоїть {word}?")


QUESTIONS_A_PUBLICATION = 100


def publish_while(asked: NDArray[np.int64], publications: int, corpus: Path, index: Path, encoder) -> None:
    """Publish so often, never far ahead of the questions."""
    for version in range(1, publications + 1):
        write(corpus, version)
        renew(corpus, index, encoder)
        while asked.sum() < version * QUESTIONS_A_PUBLICATION:
            time.sleep(0.01)


def serve_while_publishing(publications: int, corpus: Path, index: Path, encoder) -> dict[str, int]:
    """Publish so often while four threads and two processes ask, at least a hundred questions a publication."""
    prepare(corpus, index, encoder)
    reading, writing = os.pipe()
    stop_reading, stop_writing = os.pipe()

    asked = np.frombuffer(mmap.mmap(-1, 6 * 8), np.int64)  # shared with the processes

    def ask(place: int) -> None:
        os.close(stop_writing)
        os.set_blocking(stop_reading, False)
        counts = ask_until(lambda: _closed(stop_reading), index, encoder, asked[place : place + 1])
        os.write(writing, f"{counts['questions']} {counts['mixed']} {counts['unresolved']}\n".encode())

    go_reading, go_writing = os.pipe()

    def build() -> None:
        os.close(go_writing)
        os.read(go_reading, 1)
        publish_while(asked, publications, corpus, index, encoder)

    # Every process is forked before the first thread starts: a lock that a thread holds stays locked in a child.
    builder = in_child(build)  # building in a process of its own is how the page does it
    pids = [in_child(partial(ask, place)) for place in (4, 5)]
    os.close(writing)
    done = threading.Event()
    found: list[Counter[str]] = []

    def ask_here(place: int) -> None:
        found.append(ask_until(done.is_set, index, encoder, asked[place : place + 1]))

    threads = [threading.Thread(target=ask_here, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    os.write(go_writing, b".")
    os.close(go_writing)
    os.close(go_reading)
    assert os.waitpid(builder, 0)[1] == 0, "the builds ended with an error"
    done.set()
    os.close(stop_writing)
    for thread in threads:
        thread.join()
    for pid in pids:
        assert os.waitpid(pid, 0)[1] == 0, "a process that asked ended with an error"
    with os.fdopen(reading) as lines:
        others = [list(map(int, line.split())) for line in lines]
    os.close(stop_reading)
    assert len(found) == 4, "a thread that asked ended with an error"
    assert len(others) == 2
    return {
        "questions": sum(counts["questions"] for counts in found) + sum(line[0] for line in others),
        "mixed": sum(counts["mixed"] for counts in found) + sum(line[1] for line in others),
        "unresolved": sum(counts["unresolved"] for counts in found) + sum(line[2] for line in others),
        "versions seen": max(counts["versions"] for counts in found),
    }


def _closed(pipe: int) -> bool:
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


@pytest.mark.no_cover  # tracing would slow the loop
def test_publications_under_questions_from_threads_and_processes_give_no_error_and_no_mixed_answer(
    quick_path, remembering
):
    counts = serve_while_publishing(30, quick_path / "corpus", quick_path / "index", remembering)
    assert counts["mixed"] == counts["unresolved"] == 0
    assert counts["questions"] >= 3_000
    assert counts["versions seen"] == 10


@pytest.mark.soak
def test_a_thousand_publications_under_questions(quick_path, remembering, figure):
    counts = serve_while_publishing(1000, quick_path / "corpus", quick_path / "index", remembering)
    assert counts["mixed"] == counts["unresolved"] == 0
    figure(
        "C1", f"1,000 publications under {counts['questions']:,} questions: 0 errors, 0 mixed, every citation resolves"
    )


def test_an_assistant_moves_to_a_new_generation_by_itself(quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    write(corpus, 0)
    renew(corpus, index, remembering)
    with Assistant(LocalStore(index), remembering) as assistant:
        held = assistant.generation()
        write(corpus, 1)
        number = renew(corpus, index, remembering).generation
        begun = time.monotonic()
        assert assistant.generation().number == number == held.number + 1
        assert time.monotonic() - begun < 2
        # Whoever still holds the old one can read it to the end, though its folder is gone.
        assert not held.folder.exists()
        assert all("версії 0" in article.text for article in held.article_texts())
        assert held.lexical("барвінок", 3, Filter())[0].size


def test_nothing_of_an_old_generation_stays_open_once_nobody_reads_it(quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    write(corpus, 0)
    renew(corpus, index, remembering)
    with Assistant(LocalStore(index), remembering) as assistant:
        counts = []
        for version in range(1, 7):
            write(corpus, version)
            renew(corpus, index, remembering)
            assistant.retrieve("Де барвінок?")
            counts.append(len(os.listdir("/proc/self/fd")))
            deleted = [link for link in open_files() if f"{index}/generations" in link and "(deleted)" in link]
            assert not deleted
        assert counts[-1] <= counts[1] + 1  # each generation has several


def open_files() -> list[str]:
    links = []
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            links.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        except FileNotFoundError:
            continue
    with open("/proc/self/maps") as maps:
        return links + [line.strip() for line in maps]
