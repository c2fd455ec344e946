import json
import signal
import subprocess
import sys
import threading
import time
from itertools import takewhile

import pytest

from index.build import BuildReport, renew
from index.errors import BusyError, CorpusError, DzhereloError
from index.index_folder import IndexFolder
from index.local_store import LocalStore
from index.watch import watch_and_build
from qa import Assistant


def test_a_watched_folder_is_built_at_once_and_again_when_it_settles_and_a_reader_moves_on_within_two_seconds(
    quick_path, encoder
):
    corpus, index = quick_path / "news-articles", quick_path / "news"  # one path begins with the other
    corpus.mkdir()
    (corpus / "a.txt").write_text("Абрикос жовтий.\n")
    stop = threading.Event()
    outcomes = []

    def work() -> None:
        outcomes.extend((time.monotonic(), outcome) for outcome in watch_and_build(corpus, index, stop=stop))

    thread = threading.Thread(target=work)
    thread.start()
    wait_for(lambda: (index / "published").exists())
    with Assistant(LocalStore(index), encoder) as assistant:
        assert assistant.generation().number == 1
        for name in ("b.txt", "c.txt"):  # two changes in a row are one build
            (corpus / name).write_text(f"Верба над водою у файлі {name}.\n")
            time.sleep(0.3)
        wait_for(lambda: assistant.generation().number == 2)
        moved = time.monotonic()
        assert {hit.article_id for hit in assistant.retrieve("Де верба?", k=2)} == {"b.txt", "c.txt"}
        for path in corpus.iterdir():
            path.unlink()
        wait_for(lambda: len(outcomes) == 3)
        assert len(assistant.retrieve("Де верба?", k=5)) == 3  # an empty folder is an error, and no new index
    stop.set()
    thread.join()
    published, reports = [time for time, _ in outcomes], [outcome for _, outcome in outcomes]
    assert [report.added for report in reports[:2]] == [("a.txt",), ("b.txt", "c.txt")]
    assert abs(published[1] - moved) < 2
    assert [type(outcome) for outcome in reports[2:]] == [CorpusError]


def test_a_change_that_came_while_another_build_held_the_index_is_not_forgotten(quick_path, encoder):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Абрикос жовтий.\n")
    folder = IndexFolder(index)
    folder.create()
    stop = threading.Event()
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.extend(watch_and_build(corpus, index, stop=stop)))
    with folder.locked():
        thread.start()
        wait_for(lambda: outcomes)
        time.sleep(1.2)  # it looks again every half second, and says nothing more
        assert [type(outcome) for outcome in outcomes] == [BusyError]
    wait_for(lambda: (index / "published").exists())
    stop.set()
    thread.join()
    assert [type(outcome) for outcome in outcomes] == [BusyError, BuildReport]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_watch_ends_with_the_status_of_the_signal_that_stopped_it(quick_path, remembering, number, code):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Абрикос жовтий.\n")
    renew(corpus, index, remembering)  # so that the watch has nothing to encode
    program = [sys.executable, "-c", "from ui.cli import main; main()", "build", str(corpus), "--index", str(index)]
    with subprocess.Popen([*program, "--watch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert "1 unchanged" in watching.stdout.readline()
        time.sleep(1)
        watching.send_signal(number)
        try:
            _, said = watching.communicate(timeout=60)
        finally:
            watching.kill()  # where the signal did not stop it
    assert watching.returncode == code
    assert said.strip() == "Stopped watching."


def test_a_watch_tells_programs_of_each_build_at_once(quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Абрикос жовтий.\n")
    renew(corpus, index, remembering)
    program = [sys.executable, "-c", "from ui.cli import main; main()", "build", str(corpus), "--index", str(index)]
    with subprocess.Popen([*program, "--watch", "--json"], stdout=subprocess.PIPE, text=True) as watching:
        impatient = threading.Timer(300, watching.kill)
        impatient.start()
        lines = takewhile(lambda line: line != "}\n", iter(watching.stdout.readline, ""))
        report = json.loads("".join(lines) + "}")
        watching.kill()
        impatient.cancel()
    assert report["unchanged"] == ["a.txt"]


def test_articles_inside_the_index_folder_are_watched(quick_path, encoder):
    index = quick_path / "all"
    corpus = index / "articles"
    corpus.mkdir(parents=True)
    (corpus / "a.txt").write_text("Абрикос жовтий.\n")
    stop = threading.Event()
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.extend(watch_and_build(corpus, index, stop=stop)))
    thread.start()
    try:
        wait_for(lambda: IndexFolder(index).mark().number == 1)
        (corpus / "b.txt").write_text("Верба над водою.\n")
        wait_for(lambda: IndexFolder(index).mark().number == 2)
    finally:
        stop.set()
        thread.join()
    assert [report.added for report in outcomes] == [("a.txt",), ("b.txt",)]


def test_a_folder_that_is_not_there_cannot_be_watched(quick_path):
    with pytest.raises(DzhereloError, match="There is no folder"):
        next(watch_and_build(quick_path / "nowhere", quick_path / "index"))


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
