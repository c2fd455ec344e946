import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle, CataloguedFile, Published
from index.errors import DamageError, DiskError
from index.records import Article, Model, Passage, Skipped, Warned

MODEL = Model("a model", "a model/1", 4)
ARTICLE = Article("a/б.txt", "Назва", date(2026, 2, 3), "uk", "https://example.org", "Перше. Друге.", (0, 7))
ENTRY = CataloguedArticle(ARTICLE, (Passage(0, 6, "Перше.", 1), Passage(7, 13, "Друге.", 2)), (b"1" * 16, b"2" * 16))
WARNED = Warned("a/б.txt", "page 2", "no text", "has no text there", "recognise its letters first")
FILE = CataloguedFile(
    "a/б.txt", b"h", "reader 1", (("a/б.txt", b"A" * 32),), (Skipped("a/б.txt#2", "чому"),), (WARNED,), (b"",)
)


@pytest.fixture
def path(quick_path):
    return quick_path / "catalogue.sqlite3"


@pytest.fixture
def catalogue(path):
    with Catalogue(path, create=True) as catalogue:
        yield catalogue


def publish(catalogue, number=1, files=(FILE,)):
    catalogue.publish(Published(number, b"m" * 32, MODEL, "reader 1", "2026-02-03T00:00:00+00:00", b""), files)


def test_what_is_stored_comes_back_as_it_was(catalogue):
    catalogue.stage(b"A" * 32, ENTRY)
    publish(catalogue)
    assert catalogue.article(b"A" * 32) == ENTRY
    assert list(catalogue.files().items()) == [("a/б.txt", FILE)]
    [warned] = catalogue.files()["a/б.txt"].warnings
    assert warned.parts() == WARNED.parts()
    assert (catalogue.published().number, catalogue.published().model) == (1, MODEL)


def test_vectors_come_back_in_half_precision_in_the_order_asked_for(catalogue):
    vectors = np.array([[1, 0, 0, 0], [0, 0.6, 0.8, 0]], np.float32)
    catalogue.store_vectors([b"1" * 16, b"2" * 16], vectors)
    hashes = [b"2" * 16, b"1" * 16, b"2" * 16]
    assert np.array_equal(catalogue.vectors(hashes), vectors[[1, 0, 1]].astype(np.float16).astype(np.float32))
    with pytest.raises(DamageError, match="vectors missing or damaged: 1 of 2"):
        catalogue.vectors([b"1" * 16, b"3" * 16])


def test_a_publication_drops_what_nothing_refers_to_and_keeps_the_rest(catalogue):
    catalogue.store_vectors([b"1" * 16, b"2" * 16, b"3" * 16], np.eye(3, 4, dtype=np.float32))
    catalogue.stage(b"A" * 32, ENTRY)
    catalogue.stage(b"B" * 32, ENTRY)
    catalogue.stage_file(FILE)
    publish(catalogue)
    assert catalogue.vector_hashes() == {b"1" * 16, b"2" * 16}
    assert not catalogue.holds_article(b"B" * 32)
    assert catalogue.staged_files() == {}


def test_a_later_publication_drops_the_vectors_that_only_dropped_articles_had(catalogue):
    catalogue.store_vectors([b"1" * 16, b"2" * 16, b"3" * 16], np.eye(3, 4, dtype=np.float32))
    catalogue.stage(b"A" * 32, ENTRY)
    catalogue.stage(b"B" * 32, replace(ENTRY, vectors=(b"2" * 16, b"3" * 16)))
    publish(catalogue, files=(FILE, replace(FILE, name="b", articles=(("b", b"B" * 32),))))
    assert catalogue.vector_hashes() == {b"1" * 16, b"2" * 16, b"3" * 16}
    publish(catalogue, 2)
    assert catalogue.vector_hashes() == {b"1" * 16, b"2" * 16}
    assert catalogue.missing_vectors([b"2" * 16, b"3" * 16, b"4" * 16]) == {b"3" * 16, b"4" * 16}


def test_a_publication_writes_only_the_rows_of_changed_files(catalogue):
    files = [replace(FILE, name=f"{number:03}", articles=()) for number in range(200)]
    publish(catalogue, 1, files)
    before = catalogue._connection.total_changes
    changed = [*files[:-2], replace(files[-2], hash=b"other")]
    publish(catalogue, 2, changed)
    assert list(catalogue.files().values()) == changed
    assert 0 < catalogue._connection.total_changes - before < 10


def test_a_catalogue_of_an_earlier_version_gets_its_index_from_the_next_build(catalogue, path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP INDEX article_vectors")
    with Catalogue(path, create=True) as again:
        [(plan,)] = [row[3:] for row in again._execute("EXPLAIN QUERY PLAN SELECT hash, vectors FROM article")]
    assert plan == "SCAN article USING COVERING INDEX article_vectors"


def test_republishing_a_repaired_generation_keeps_staged_rows(catalogue):
    catalogue.stage(b"A" * 32, ENTRY)
    publish(catalogue)
    catalogue.stage(b"B" * 32, ENTRY)
    catalogue.stage_file(FILE)
    catalogue.republish(Published(2, b"n" * 32, MODEL, "reader 1", "later", catalogue.published().files))
    assert catalogue.holds_article(b"B" * 32)
    assert catalogue.staged_files() == {"a/б.txt": FILE}
    assert list(catalogue.files()) == ["a/б.txt"]


def test_numbers_are_never_given_twice(catalogue):
    for number in (1, 2, 7):
        publish(catalogue, number, ())
    assert catalogue.last_number() == 7


def test_a_transaction_that_fails_leaves_nothing_but_what_was_committed_on_the_way(catalogue):
    def fail() -> None:
        with catalogue.transaction():
            catalogue.stage(b"A" * 32, ENTRY)
            catalogue.commit_and_go_on()
            catalogue.stage(b"B" * 32, ENTRY)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert catalogue.holds_article(b"A" * 32)
    assert not catalogue.holds_article(b"B" * 32)


def test_a_lost_row_of_a_file_is_noticed(catalogue, path):
    catalogue.stage(b"A" * 32, ENTRY)
    publish(catalogue)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM file")
    with pytest.raises(DamageError, match="its files differ from those that were published"):
        catalogue.files()


def test_a_publication_between_two_reads_is_no_damage(catalogue, path):
    publish(catalogue)

    def publish_meanwhile(statement: str) -> None:
        if statement.startswith("SELECT * FROM file"):
            reading._connection.set_trace_callback(None)
            publish(catalogue, 2, ())

    with Catalogue(path) as reading:
        reading._connection.set_trace_callback(publish_meanwhile)
        assert list(reading.files()) == ["a/б.txt"]
        assert list(reading.files()) == []


def test_a_snapshot_stays_at_one_moment_and_ends_with_its_block(catalogue, path):
    publish(catalogue)
    with Catalogue(path) as reading:
        with reading.snapshot():
            before = reading.published()
            publish(catalogue, 2, ())
            assert (list(reading.files()), reading.published()) == (["a/б.txt"], before)
        assert reading.published().number == 2


def test_an_error_of_the_caller_is_not_called_damage(catalogue):
    with pytest.raises(ValueError, match="need at least one array"):
        catalogue.vectors([])


def test_a_staged_row_that_says_no_file_is_damage(catalogue, path):
    catalogue.stage_file(FILE)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE staged_file SET articles = '[[\"a\", 7]]'")
    with pytest.raises(DamageError, match=r"the row of the file 'a/б\.txt' cannot be read"):
        catalogue.staged_files()


def test_what_is_no_catalogue_is_damage_and_a_closed_folder_is_not(path):
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(DamageError, match="file is not a database"):
        Catalogue(path)
    path.write_bytes(b"")
    with pytest.raises(DamageError, match="it is empty"):
        Catalogue(path)
    with pytest.raises(DiskError, match="unable to open"):
        Catalogue(path.parent / "nowhere" / "catalogue.sqlite3")


def test_a_catalogue_that_is_just_being_created_is_empty_or_whole_never_of_another_version(quick_path):
    for number in range(20):
        path = quick_path / f"{number}.sqlite3"
        path.touch()
        creating = threading.Thread(target=lambda path=path: Catalogue(path, create=True).close())
        creating.start()
        while creating.is_alive():
            with suppress(DamageError):  # it is empty; anything else fails
                Catalogue(path).close()
        creating.join()


def test_a_wrong_call_is_not_reported_as_damage(path):
    catalogue = Catalogue(path, create=True)
    catalogue.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        catalogue.published()


def test_of_two_files_with_one_article_id_the_first_by_name_is_its_file(catalogue):
    publish(catalogue, files=(replace(FILE, name="а.jsonl"), FILE, replace(FILE, name="a/б.jsonl")))
    assert catalogue.files_of(["a/б.txt"]) == {"a/б.txt": "a/б.jsonl"}
