"""The store on a Milvus server: the same answers as from the folder, and generations that are published whole."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from index.build import renew
from index.doctor import examine, repair
from index.errors import DamageError, MismatchError, NoIndexError, StoreError
from index.generation import Filter
from index.index_folder import IndexFolder
from index.local_store import LocalStore
from index.milvus.builder import BUILDER
from index.milvus.layout import gram_key, passages_name, records_schema
from index.milvus.server import Server
from index.milvus.store import MilvusStore
from index.progress import BuildStep, silent
from index.stores import open_store
from index.text.fold import distinct_grams
from qa import Assistant
from support.indexes import generation_of
from support.loops import in_new_loop
from support.milvus import impatient_client, milvus_server
from ui.cli import app

ROOT = Path(__file__).parents[1]
QUESTIONS = [
    "Коли вийшов друком перший «Кобзар»?",
    "Яка столиця Франції?",
    "Скільки важить зубр?",
    "What do bees make?",
    "Скільки вижіть зубр",  # with a mistake of typing
]


@pytest.fixture(scope="module", autouse=True)
def impatient():
    """Every test makes several indexes."""
    with impatient_client():
        yield


@pytest.fixture(scope="module")
def milvus(tmp_path_factory):
    server = milvus_server(tmp_path_factory.mktemp("milvus") / "data")
    yield server
    server.kill()


@pytest.fixture
def uri(milvus):
    return milvus.database()


@pytest.fixture
def opened():
    """A function that opens the store of an index until the test ends."""
    with ExitStack() as stores:
        yield lambda index: stores.enter_context(open_store(index))


@pytest.fixture
def own_milvus(tmp_path):
    """A server that a test may kill."""
    server = milvus_server(tmp_path / "data")
    yield server
    server.kill()


def write(corpus, **texts):
    corpus.mkdir(exist_ok=True)
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")


def titles(store):
    return [entry.id for entry in store.generation().articles]


@pytest.fixture(scope="module")
def both(milvus, shipped_index, remembering, tmp_path_factory):
    """The shipped articles in a folder and on a server."""
    uri = milvus.database()
    renew(ROOT / "corpus", tmp_path_factory.mktemp("catalogue") / "index", remembering, uri=uri)
    with LocalStore(shipped_index) as local, MilvusStore(uri) as remote:
        yield local, remote


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_finds_the_same_passages_as_in_the_folder_and_gets_the_same_answer(both, remembering, question):
    ours, theirs = (Assistant(store, remembering, None) for store in both)
    expected, found = ours.retrieve(question, 20), theirs.retrieve(question, 20)
    # The folder rounds the lengths of passages: scores differ a little, and nearly equal passages may change places.
    scores = {(hit.article_id, hit.start, hit.end, hit.text): hit.score for hit in expected}
    in_folder = [scores[hit.article_id, hit.start, hit.end, hit.text] for hit in found[:10]]
    assert in_folder == pytest.approx(sorted(scores.values(), reverse=True)[:10], abs=0.005)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=0.005)
    one, other = ours.ask(question), theirs.ask(question)
    assert (other.status, other.repaired) == (one.status, one.repaired)
    assert [each.answer_text for each in other.citations] == [each.answer_text for each in one.citations]
    texts = {article.id: article.text for article in theirs.generation().article_texts()}
    assert all(texts[each.article_id][each.start : each.end] == each.text for each in (*found, *other.citations))


WANTED = [
    Filter(),
    Filter(since=date(2024, 3, 1)),
    Filter(until=date(2024, 3, 9)),
    Filter(language="en"),
    Filter(excluded=frozenset({"nature/european-bison.md", "history/taras-shevchenko.md"})),
]


@pytest.mark.parametrize("wanted", WANTED, ids=["all", "since", "until", "language", "excluded"])
def test_both_searches_and_a_filter_allow_the_same_rows_as_in_the_folder(both, encoder, wanted):
    ours, theirs = (store.generation() for store in both)
    vector = encoder.encode_question("Скільки важить зубр?")
    (rows, scores), (expected, expected_scores) = theirs.dense(vector, 30, wanted), ours.dense(vector, 30, wanted)
    assert rows.tolist() == expected.tolist()
    assert scores == pytest.approx(expected_scores, abs=1e-5)
    rows, scores = theirs.lexical("Скільки важить зубр?", 1000, wanted)
    expected, expected_scores = ours.lexical("Скільки важить зубр?", 1000, wanted)
    assert sorted(rows) == sorted(expected)
    assert np.sort(scores) == pytest.approx(np.sort(expected_scores), rel=0.05)  # the folder rounds lengths
    grams = distinct_grams("зубр")
    assert theirs.holding(grams, wanted).tolist() == ours.holding(grams, wanted).tolist()
    assert theirs.holding((), wanted).tolist() == ours.holding((), wanted).tolist()


def test_articles_passages_and_words_are_those_of_the_folder(both):
    ours, theirs = (store.generation() for store in both)
    assert theirs.articles == ours.articles
    assert list(theirs.article_texts()) == list(ours.article_texts())
    rows = [5, 0, ours.passage_count - 1, 5]
    assert theirs.passages_at(rows) == ours.passages_at(rows)
    assert theirs.passages_at([]) == []
    assert sorted(theirs.words_beginning_with("зу")) == sorted(ours.words_beginning_with("зу"))
    grams = [*distinct_grams("зубр"), "zzzz"]
    assert theirs.document_frequencies(grams) == ours.document_frequencies(grams)
    assert (theirs.passage_count, theirs.field_names, theirs.model) == (
        ours.passage_count,
        ours.field_names,
        ours.model,
    )
    assert theirs.find("nothing") is None
    assert theirs.entry("nothing") is None
    assert np.array_equal(theirs.vectors(np.array([3, 1])), ours.vectors(np.array([3, 1])))


def test_a_lexical_score_is_the_sum_of_bm25_weights(uri, quick_path, remembering, opened):
    write(quick_path / "corpus", a="Зубр", b="Зубр і бик", c="Кіт")
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    renew(quick_path / "corpus", quick_path / "local", remembering)
    theirs, ours = opened(quick_path / "index").generation(), generation_of(quick_path / "local")
    rows, scores = theirs.lexical("зубр кіт", 10, Filter())
    expected, expected_scores = ours.lexical("зубр кіт", 10, Filter())  # lengths below 40 are exact there
    assert rows.tolist() == expected.tolist()
    assert scores == pytest.approx(expected_scores, rel=1e-5)


def test_any_text_comes_back_as_it_was(uri, quick_path, remembering, opened):
    odd = "Лапки \"і\" 'так', коса \\ риска, рядок\nтабуляція\tі 100%_слово, 😀."
    records = [
        {"id": 'a "b"\\c\nd', "text": odd, "author": 'О\'Генрі "О" \\', "title": "Лапки"},
        {"id": "довга", "text": "Речення про дощ. " * 4000, "title": "Довга"},
        {"id": "порожня", "text": "—", "title": ""},
    ]
    (quick_path / "corpus").mkdir()
    lines = (json.dumps(each, ensure_ascii=False) for each in records)
    (quick_path / "corpus/all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    renew(quick_path / "corpus", quick_path / "local", remembering)
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    ours, theirs = generation_of(quick_path / "local"), opened(quick_path / "index").generation()
    assert [theirs.find(article.id) for article in ours.article_texts()] == list(ours.article_texts())
    assert theirs.passages_at(range(theirs.passage_count)) == ours.passages_at(range(ours.passage_count))
    authored = next(entry for entry in ours.articles if entry.author)
    wanted = Filter(where=(("author", authored.values("author")),))
    assert theirs.holding((), wanted).tolist() == ours.holding((), wanted).tolist() != []
    assert theirs.words_beginning_with("100") == ours.words_beginning_with("100")


def test_a_publication_is_followed_and_a_request_keeps_the_generation_it_took(uri, quick_path, remembering, opened):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    store = opened(index)  # the folder remembers the server
    assert isinstance(store, MilvusStore)
    held = store.generation()
    write(corpus, b="Барвінок синій.")
    seen = []
    report = renew(corpus, index, remembering, progress=lambda *_: seen.append(titles(store)))
    assert (report.generation, report.added, report.passages_encoded) == (2, ("b.txt",), 1)
    assert all(each == ["a.txt"] for each in seen[:-1])
    assert titles(store) == ["a.txt", "b.txt"]
    assert held.passages_at([0])[0].text == "Абрикос жовтий."
    assert renew(corpus, index, remembering).generation == 2  # nothing has changed
    write(corpus, c="Волошка синя.")
    renew(corpus, index, remembering)
    with pytest.raises(StoreError):
        held.passages_at([0])
    kept = [f"{passages_name(number)}{part}" for number in (2, 3) for part in ("", "_records")]
    assert Server(uri).collections() == [*kept, BUILDER]


KILLED = """
import os, sys
from pathlib import Path
from index.build import renew
from index.milvus.server import Server
from index.model import open_encoder
from support.vectors import Remembering
moment, corpus, index, uri, vectors = sys.argv[1:]
def die(*_): os._exit(9)
if moment == "before the texts":
    insert, sent = Server.insert, []
    def insert_once(self, *rows):
        if sent: die()
        sent.append(insert(self, *rows))
    Server.insert = insert_once
elif moment == "before it is whole":
    Server.finish = die
else:
    Server.publish = die
renew(corpus, index, Remembering(open_encoder(), Path(vectors)), uri=uri)
"""


@pytest.mark.parametrize("moment", ["before the texts", "before it is whole", "before it is named"])
def test_a_build_killed_half_way_leaves_the_old_generation(moment, uri, quick_path, tmp_path, remembering, opened):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    store = opened(index)
    write(corpus, a="Агрус зелений.", b="Барвінок синій.")
    command = [sys.executable, "-c", KILLED, moment, str(corpus), str(index), uri, str(tmp_path)]
    found = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    assert subprocess.run(command, env=found, capture_output=True).returncode == 9
    assert store.generation().find("a.txt").text.strip() == "Абрикос жовтий."
    assert titles(store) == ["a.txt"]
    report = renew(corpus, index, remembering)
    assert report.passages_encoded == 0
    assert titles(store) == ["a.txt", "b.txt"]
    assert store.generation().find("a.txt").text.strip() == "Агрус зелений."
    renew(corpus, index, remembering)
    assert len(Server(uri).collections()) == 5  # who builds it, this generation and the one before
    assert all(finding.sound for finding in examine(index, remembering))


def reopened(opened, index):
    """The store of an index, as soon as the client tries the address again."""
    for _ in range(100):
        try:
            return opened(index)
        except StoreError:
            time.sleep(0.1)
    return opened(index)


def test_a_server_killed_under_a_build_is_one_clear_error_and_no_loss(own_milvus, quick_path, remembering, opened):
    corpus, index, uri = quick_path / "corpus", quick_path / "index", own_milvus.uri
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    open_before = opened(index)
    write(corpus, b="Барвінок синій.")

    def kill_when_writing(step, done, total):
        if step == BuildStep.WRITING and not done:
            own_milvus.kill()

    with pytest.raises(StoreError, match=f"the Milvus server {uri} failed"):
        renew(corpus, index, remembering, progress=kill_when_writing)
    with pytest.raises(StoreError, match="Start the server"):
        open_store(index)
    own_milvus.start()
    store = reopened(opened, index)
    assert titles(store) == ["a.txt"]
    assert store.generation().passages_at([0])[0].text == "Абрикос жовтий."
    assert renew(corpus, index, remembering).passages_encoded == 0
    assert titles(store) == titles(open_before) == ["a.txt", "b.txt"]


def test_an_index_moves_to_a_server_and_back_without_encoding(uri, quick_path, remembering, opened):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering)
    local = opened(index)
    local.generation()
    there = renew(corpus, index, remembering, uri=uri)
    assert (there.generation, there.passages_encoded) == (2, 0)
    assert list(IndexFolder(index).generations.iterdir()) == []
    with pytest.raises(MismatchError, match="is no longer in the folder"):
        local.generation()
    back = renew(corpus, index, remembering, uri="")
    assert (back.generation, back.passages_encoded) == (3, 0)
    assert titles(opened(index)) == titles(local) == ["a.txt"]


def test_vectors_of_a_lost_catalogue_are_taken_from_the_server(uri, quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.", b="Барвінок синій.")
    renew(corpus, index, remembering, uri=uri)
    for part in index.glob("catalogue*"):
        part.unlink()
    report = renew(corpus, index, remembering)
    assert (report.passages_encoded, report.generation) == (0, 2)


def test_doctor_finds_a_missing_passage_and_repairs_it(uri, quick_path, remembering, opened):
    from pymilvus import MilvusClient

    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.", b="Барвінок синій.")
    renew(corpus, index, remembering, uri=uri)
    assert all(finding.sound for finding in examine(index, remembering))
    MilvusClient(uri).delete(passages_name(1), ids=[1])
    unsound = [finding.message for finding in examine(index, remembering) if not finding.sound]
    assert unsound[0] == f"generation 1 is incomplete on the Milvus server {uri}"
    repair(index, corpus, silent, remembering)
    assert all(finding.sound for finding in examine(index, remembering))
    assert opened(index).generation().number == 2


def test_the_hash_of_a_corpus_file_is_known_to_every_reader(uri, quick_path, remembering, opened):
    write(quick_path / "corpus", a="Абрикос жовтий.")
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    renew(quick_path / "corpus", quick_path / "local", remembering)
    local, store = opened(quick_path / "local"), opened(quick_path / "index")
    assert store.file_hash("a.txt") == local.file_hash("a.txt") is not None
    assert store.file_hash("b.txt") is None
    assert store.published().model == local.published().model


def test_the_command_line_asks_a_server_without_a_folder(uri, quick_path, remembering):
    write(quick_path / "corpus", a="Абрикос жовтий.")
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    place = ["--index", str(quick_path / "none"), "--store", "milvus", "--uri", uri]
    run = CliRunner().invoke(app, ["search", "Який абрикос?", "--json", "--no-reader", *place], catch_exceptions=False)
    assert [hit["text"] for hit in json.loads(run.stdout)["hits"]] == ["Абрикос жовтий."]
    assert not (quick_path / "none").exists()


def test_a_server_without_an_index_and_no_server_say_so(uri, tmp_path):
    with pytest.raises(NoIndexError, match="there is no index on the Milvus server"):
        open_store(tmp_path, uri)
    with pytest.raises(StoreError, match=r"the Milvus server http://127\.0\.0\.1:9 failed"):
        open_store(tmp_path, "http://reader:secret@127.0.0.1:9")
    with pytest.raises(StoreError, match=r"Create it: MilvusClient"):
        open_store(tmp_path, f"{uri.rpartition('/')[0]}/none")


def test_what_is_no_address_is_named(tmp_path):
    for wrong in ("localhost:19530", "milvus", "data.db"):
        with pytest.raises(StoreError, match=f"'{wrong}' is not the address of a Milvus server"):
            MilvusStore(wrong)


def test_a_closed_store_says_so(uri, quick_path, remembering):
    write(quick_path / "corpus", moon="Місяць обертається навколо Землі.")
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    store = MilvusStore(uri)
    generation = store.generation()
    store.close()
    for use in (store.generation, store.published, lambda: store.file_hash("moon.txt"), lambda: generation.articles):
        with pytest.raises(StoreError, match=f"the index {uri} was closed"):
            use()


def test_an_unreadable_note_of_the_server_is_an_error_until_it_is_named(uri, quick_path, remembering, opened):
    corpus, index = quick_path / "corpus", quick_path / "index"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    assert (index / "server.json").stat().st_mode & 0o777 == 0o600
    (index / "server.json").write_text("[]")
    with pytest.raises(DamageError, match=r"server\.json does not name a server"):
        open_store(index)
    renew(corpus, index, remembering, uri=uri)
    assert titles(opened(index)) == ["a.txt"]


def test_four_grams_of_latin_letters_have_dimensions_of_their_own():
    letters = "abeikmnorstuvz_"
    grams = {a + b + c + d for a in letters for b in letters for c in letters for d in letters}
    assert len({gram_key(gram) for gram in grams}) == len(grams)


def test_every_command_that_reads_an_index_asks_a_server_without_a_folder(uri, quick_path, remembering):
    corpus, none = quick_path / "corpus", quick_path / "none"
    article = "---\nauthor: Леся\n---\n# Абрикос\n\nАбрикос жовтий і солодкий плід.\n"
    corpus.mkdir()
    (corpus / "a.md").write_text(article, encoding="utf-8")
    (corpus / "void.txt").write_text(" \n")
    renew(corpus, quick_path / "index", remembering, uri=uri)
    (quick_path / "draft.txt").write_text("Він писав: «Абрикос жовтий і солодкий плід».", encoding="utf-8")
    place = ["--index", str(none), "--store", "milvus", "--uri", uri, "--json"]

    def asked(*command):
        run = CliRunner().invoke(app, [*command, *place], catch_exceptions=False)
        assert run.exit_code == 0, run.output
        return json.loads(run.stdout)

    status = asked("status")
    assert (status["generation"], status["articles"], status["server"], status["skipped"]) == (1, 1, uri, None)
    assert [each["verdict"] for each in asked("verify", str(quick_path / "draft.txt"))["checks"]] == ["exact"]
    assert len(asked("mentions", "абрикоса")["articles"]) == 1
    assert asked("mentions", "абрикоса", "--where", "author=Іван")["articles"] == []
    assert asked("eval")["articles"] == 1
    checkup = asked("doctor")
    assert checkup["healthy"]
    assert [each["part"] for each in checkup["findings"]] == ["passages", "model", "question"]
    assert not none.exists()
    # The folder that built it knows the server, and what was left out.
    place[:] = ["--index", str(quick_path / "index"), "--json"]
    status = asked("status")
    assert (status["server"], [each["file"] for each in status["skipped"]]) == (uri, ["void.txt"])
    assert asked("doctor")["healthy"]


def test_two_folders_do_not_build_one_database(uri, quick_path, remembering, opened):
    from pymilvus import MilvusClient

    first, second = quick_path / "first", quick_path / "second"
    write(quick_path / "spring", a="Абрикос жовтий.")
    write(quick_path / "autumn", a="Барвінок синій.")
    renew(quick_path / "spring", first, remembering, uri=uri)
    message = rf"has the index of {quick_path}/spring \(index folder {first},.*with that of {quick_path}/autumn \("
    with pytest.raises(StoreError, match=message) as refused:
        renew(quick_path / "autumn", second, remembering, uri=uri)
    assert "http://localhost:19530/NAME" in refused.value.fix
    assert opened(first).generation().find("a.txt").text.strip() == "Абрикос жовтий."
    assert IndexFolder(second).server_uri() == ""
    renew(quick_path / "spring", first, remembering)  # it still may
    MilvusClient(uri).drop_collection(BUILDER)  # as the error says
    renew(quick_path / "autumn", second, remembering, uri=uri)
    with pytest.raises(StoreError, match=rf"has the index of {quick_path}/autumn"):
        renew(quick_path / "spring", first, remembering)
    assert opened(second).generation().find("a.txt").text.strip() == "Барвінок синій."


def test_a_folder_that_was_moved_or_made_anew_still_builds_its_database(uri, quick_path, remembering, opened):
    corpus, index, moved = quick_path / "corpus", quick_path / "index", quick_path / "moved"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    index.rename(moved)
    write(corpus, b="Барвінок синій.")
    assert renew(corpus, moved, remembering).generation == 2
    with pytest.raises(StoreError, match=rf"\(index folder {moved},"):  # the note follows it
        renew(corpus, index, remembering, uri=uri)
    shutil.rmtree(moved)
    assert renew(corpus, moved, remembering, uri=uri).generation == 3
    assert titles(opened(moved)) == ["a.txt", "b.txt"]


def test_a_copy_of_a_folder_may_not_replace_what_the_folder_has_published_since(uri, quick_path, remembering):
    corpus, index, copy = quick_path / "corpus", quick_path / "index", quick_path / "copy"
    write(corpus, a="Абрикос жовтий.")
    renew(corpus, index, remembering, uri=uri)
    shutil.copytree(index, copy)
    write(corpus, b="Барвінок синій.")
    renew(corpus, index, remembering)
    with pytest.raises(StoreError, match="has the index of"):
        renew(corpus, copy, remembering)
    with pytest.raises(StoreError, match="has the index of"):
        repair(copy, corpus, silent, remembering)


def test_a_language_model_reads_a_server_without_a_folder(uri, quick_path, remembering):
    mcp = pytest.importorskip("mcp")
    write(quick_path / "corpus", a="Абрикос жовтий.")
    renew(quick_path / "corpus", quick_path / "index", remembering, uri=uri)
    place = ["--index", str(quick_path / "none"), "--store", "milvus", "--uri", uri]
    program = ["-c", "from ui.cli import main; main()", "mcp", "--no-reader", *place]

    async def titles_over_stdio():
        server = mcp.StdioServerParameters(command=sys.executable, args=program, env=dict(os.environ))
        async with mcp.Client(server) as connected:
            return (await connected.call_tool("list_articles", {})).structured_content["articles"]

    assert [each["id"] for each in in_new_loop(titles_over_stdio())] == ["a.txt"]


def test_a_note_of_the_builder_that_is_not_whole_is_written_again(uri, quick_path, remembering):
    from pymilvus import MilvusClient

    corpus, index, moved = quick_path / "corpus", quick_path / "index", quick_path / "moved"
    write(corpus, a="Абрикос жовтий.")
    Server(uri).create(BUILDER, records_schema())  # a first build was stopped here
    renew(corpus, index, remembering, uri=uri)
    MilvusClient(uri).drop_collection(BUILDER)
    Server(uri).create(BUILDER, records_schema())  # and another one here
    with pytest.raises(StoreError, match=f"{BUILDER} of the Milvus database {uri} names no folder"):
        renew(corpus, quick_path / "other", remembering, uri=uri)
    index.rename(moved)
    renew(corpus, moved, remembering)
    with pytest.raises(StoreError, match=rf"\(index folder {moved},"):
        renew(corpus, index, remembering, uri=uri)


def test_a_filter_that_leaves_nothing_finds_nothing(both, remembering):
    for store in both:
        with_filter = Assistant(store, remembering, None)
        assert with_filter.retrieve("Хто написав Кобзар?", since="2099-01-01") == []
