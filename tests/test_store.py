import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.build import renew
from index.errors import NoIndexError, StoreError
from index.generation.reader import LocalGeneration
from index.local_store import LocalStore
from support.indexes import generation_of, part_of


@pytest.fixture
def index(quick_path, remembering):
    (quick_path / "corpus").mkdir()
    (quick_path / "corpus" / "a.txt").write_text("Абрикос жовтий.\n")
    renew(quick_path / "corpus", quick_path / "index", remembering)
    return quick_path / "index"


@pytest.fixture
def store(index):
    with LocalStore(index) as store:
        yield store


def test_one_generation_is_opened_once_for_all_requests(store):
    assert store.generation() is store.generation()


def test_the_store_moves_on_with_a_publication_and_not_before(store, index, quick_path, remembering):
    held = store.generation()
    (quick_path / "corpus" / "b.txt").write_text("Барвінок синій.\n")
    seen = []
    renew(quick_path / "corpus", index, remembering, progress=lambda *_: seen.append(store.generation() is held))
    assert all(seen[:-1])
    assert store.generation().number == 2
    assert len(store.generation().articles) == 2
    assert len(held.articles) == 1


@pytest.fixture
def opening(store, index, quick_path, remembering, monkeypatch):
    """A thread that opens the second generation, and what it came to; it goes on when the event is set."""
    store.generation()
    (quick_path / "corpus" / "b.txt").write_text("Барвінок синій.\n")
    renew(quick_path / "corpus", index, remembering)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*arguments):
        begun.set()
        go_on.wait(120)
        return LocalGeneration(*arguments)

    monkeypatch.setattr("index.local_store.LocalGeneration", slowly)
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(store.generation)
        assert begun.wait(120)
        yield opened, go_on
        go_on.set()


def test_while_one_thread_opens_a_new_generation_others_get_the_one_before(store, opening):
    opened, go_on = opening
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(store.generation)
        try:
            assert other.result(20).number == 1
        finally:
            go_on.set()
    assert opened.result().number == 2
    assert store.generation() is opened.result()


def test_who_wants_the_newest_generation_waits_until_it_is_open(store, opening):
    opened, go_on = opening
    with ThreadPoolExecutor(1) as pool:
        newest = pool.submit(store.newest)
        with pytest.raises(TimeoutError):
            newest.result(0.2)
        go_on.set()
        assert newest.result(120) is opened.result(120)
    assert opened.result().number == 2


def test_a_store_that_is_closed_while_a_generation_is_opened_stays_closed(store, opening):
    opened, go_on = opening
    store.close()
    go_on.set()
    with pytest.raises(StoreError):
        opened.result()
    assert store._current is None


def test_a_repair_is_logged(store, caplog):
    damaged = part_of(store.generation().folder, "passages.npy")
    damaged.unlink()
    with caplog.at_level(logging.WARNING, "dzherelo"):
        assert store.generation().number == 2
    assert [record.message for record in caplog.records] == [
        f"generation 000001 is damaged: blocks/{damaged.name} is missing; writing it again from the catalogue"
    ]


def test_many_threads_that_find_damage_repair_it_once(store, index):
    shutil.rmtree(store.generation().folder)
    numbers = []
    threads = [threading.Thread(target=lambda: numbers.append(generation_of(index).number)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [2] * 6


def test_an_index_put_in_the_place_of_another_is_followed(store, index, quick_path, remembering):
    (quick_path / "corpus" / "a.txt").write_text("Агрус зелений.\n")
    renew(quick_path / "corpus", quick_path / "other", remembering)
    assert "Абрикос" in store.generation().passage_text(0)
    shutil.rmtree(index)
    (quick_path / "other").rename(index)
    assert "Агрус" in store.generation().passage_text(0)
    shutil.rmtree(index)
    with pytest.raises(NoIndexError):
        store.generation()


@pytest.mark.parametrize(
    "use",
    [
        LocalStore.published,
        LocalStore.generation,
        lambda store: store.file_hash("a.txt"),
        lambda store: store.files_of(["a.txt"]),
    ],
)
def test_a_closed_store_says_so_and_does_not_open_again(store, index, use):
    store.close()
    store.close()
    with pytest.raises(StoreError, match=f"the index {index} was closed"):
        use(store)
