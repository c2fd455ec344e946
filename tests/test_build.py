import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import build
from index.build import own_model, renew
from index.disk import disk_errors
from index.errors import BusyError, CorpusError, DiskError, DzhereloError, MismatchError
from index.generation.reader import LocalGeneration
from index.index_folder import IndexFolder
from index.model import Encoder
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.parsing.parse import CHANGED
from index.passages.split import split
from index.progress import BuildStep, silent
from index.updating.changes import scan
from qa import Assistant
from support.indexes import generation_of, parts_of
from support.pace import at_most

ARTICLES = {
    "apple.txt": "Яблуня\n\nЯблуня цвіте навесні. Її плоди достигають восени.\n",
    "bee.md": "---\ntitle: Бджола\npublished: 2024-05-01\nlanguage: uk\n---\nБджола збирає нектар.\n",
    "folder/cat.txt": "Кіт\n\nКіт спить уночі й удень. Миша ховається під підлогою.\n",
}


@pytest.fixture
def corpus(quick_path: Path) -> Path:
    for name, text in ARTICLES.items():
        (quick_path / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (quick_path / "corpus" / name).write_text(text)
    return quick_path / "corpus"


@pytest.fixture
def index(quick_path: Path) -> Path:
    return quick_path / "index"


def texts(index: Path) -> dict[str, str]:
    return {article.id: article.text for article in generation_of(index).article_texts()}


def content(generation: LocalGeneration) -> dict[str, list[bytes]]:
    """The files that must be the same for the same articles; tantivy's are compared by what they find."""
    names = ("articles.jsonl", "texts.utf8", "passages.npy", "vectors.faiss", "sketches.faiss")
    return {name: parts_of(generation.folder, name) for name in names}


def written_at(index: Path) -> dict[Path, int]:
    """When each file of the generation was written, in nanoseconds."""
    return {path: path.stat().st_mtime_ns for path in generation_of(index).folder.iterdir() if path.is_file()}


def test_the_first_build_adds_every_article_and_encodes_every_passage(corpus, index, encoder):
    report = renew(corpus, index, encoder)
    assert report.added == ("apple.txt", "bee.md", "folder/cat.txt")
    assert (report.changed, report.removed, report.unchanged, report.skipped, report.warnings) == ((), (), (), (), ())
    assert (report.passages_encoded, report.generation) == (3, 1)
    assert report.build_seconds > 0


def test_an_unchanged_corpus_encodes_nothing_and_keeps_the_generation(corpus, index, encoder):
    renew(corpus, index, encoder)
    before = written_at(index)
    report = renew(corpus, index, encoder)
    assert (report.passages_encoded, report.generation, len(report.unchanged)) == (0, 1, 3)
    assert written_at(index) == before


def test_a_build_imports_neither_torch_nor_sentence_transformers(corpus, index, encoder):
    renew(corpus, index, encoder)
    (corpus / "dog.txt").write_text("Пес\n\nПес стереже подвір'я.\n")
    program = (
        "import sys; from index import build; report = build(*sys.argv[1:]); "
        "print(report.passages_encoded, sorted({'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, corpus, index], capture_output=True, text=True, check=True)
    assert done.stdout == "1 []\n"


def test_an_added_article_encodes_only_its_own_passages(corpus, index, encoder):
    renew(corpus, index, encoder)
    (corpus / "dog.txt").write_text("Пес\n\nПес стереже подвір'я.\n")
    report = renew(corpus, index, encoder)
    assert (report.added, len(report.unchanged), report.passages_encoded) == (("dog.txt",), 3, 1)
    assert texts(index)["dog.txt"].endswith("Пес стереже подвір'я.\n")


def test_a_changed_article_is_encoded_again_and_answers_with_its_new_words(corpus, index, encoder):
    renew(corpus, index, encoder)
    (corpus / "apple.txt").write_text("Яблуня\n\nЯблуня росте в саду.\n")
    report = renew(corpus, index, encoder)
    assert (report.changed, len(report.unchanged), report.passages_encoded) == (("apple.txt",), 2, 1)
    assert "Яблуня росте в саду." in texts(index)["apple.txt"]
    assert "навесні" not in "".join(texts(index).values())


def test_a_file_with_the_same_time_and_size_but_other_bytes_is_read_again(corpus, index, encoder):
    renew(corpus, index, encoder)
    path = corpus / "apple.txt"
    status = path.stat()
    path.write_text(ARTICLES["apple.txt"].replace("навесні", "увосени"))
    assert path.stat().st_size == status.st_size
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert renew(corpus, index, encoder).changed == ("apple.txt",)


def test_a_removed_article_leaves_the_answers(corpus, index, encoder):
    renew(corpus, index, encoder)
    (corpus / "bee.md").unlink()
    report = renew(corpus, index, encoder)
    assert (report.removed, report.passages_encoded) == (("bee.md",), 0)
    assert sorted(texts(index)) == ["apple.txt", "folder/cat.txt"]


def test_a_rename_costs_no_encoding(corpus, index, encoder):
    renew(corpus, index, encoder)
    (corpus / "folder/cat.txt").rename(corpus / "tomcat.txt")
    report = renew(corpus, index, encoder)
    assert (report.added, report.removed, report.passages_encoded) == (("tomcat.txt",), ("folder/cat.txt",), 0)


def test_two_files_that_swap_their_contents_are_both_changed_at_no_cost(corpus, index, encoder):
    renew(corpus, index, encoder)
    old = texts(index)
    (corpus / "apple.txt").write_text(ARTICLES["folder/cat.txt"])
    (corpus / "folder/cat.txt").write_text(ARTICLES["apple.txt"])
    report = renew(corpus, index, encoder)
    assert (report.changed, report.passages_encoded) == (("apple.txt", "folder/cat.txt"), 0)
    assert texts(index)["apple.txt"] == old["folder/cat.txt"]
    assert texts(index)["folder/cat.txt"] == old["apple.txt"]


def record(id: str, text: str) -> str:
    return json.dumps({"id": id, "title": id, "text": text, "language": "en"}) + "\n"


@pytest.mark.parametrize("order", [["a.jsonl", "b.jsonl"], ["b.jsonl", "a.jsonl"]])
def test_two_files_may_share_an_id_and_the_second_gets_its_name_as_a_prefix(quick_path, index, encoder, order):
    lines = {"a.jsonl": record("one", "Written in file a."), "b.jsonl": record("one", "Written in file b.")}
    corpus = quick_path / "corpus"
    corpus.mkdir()
    for name in order:
        (corpus / name).write_text(lines[name])
        report = renew(corpus, index, encoder)
    assert texts(index) == {"one": "Written in file a.", "b.jsonl:one": "Written in file b."}
    assert report.skipped == ()
    (corpus / "a.jsonl").unlink()
    renew(corpus, index, encoder)
    assert texts(index) == {"one": "Written in file b."}


def test_of_a_record_and_a_file_with_one_id_the_first_by_name_counts(quick_path, index, encoder):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text(record("b.txt", "Written in file a."))
    (corpus / "b.txt").write_text("Written in file b.")
    report = renew(corpus, index, encoder)
    assert texts(index) == {"b.txt": "Written in file a."}
    assert report.skipped == (("b.txt", "the article id 'b.txt' is already used in a.jsonl"),)


def test_an_article_that_held_an_id_back_gives_it_free_when_it_goes(quick_path, index, encoder):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text(record("b.txt", "Written in file a.") + record("two", "Another."))
    (corpus / "b.txt").write_text("Written in file b.")
    assert renew(corpus, index, encoder).passages_encoded == 2  # what nobody can find is not encoded
    (corpus / "a.jsonl").unlink()
    report = renew(corpus, index, encoder)
    assert (report.changed, report.removed, report.passages_encoded) == (("b.txt",), ("two",), 1)
    assert texts(index) == {"b.txt": "Written in file b."}


def test_of_a_file_of_records_only_the_changed_ones_are_read_and_encoded(quick_path, index, encoder):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    lines = [record(f"r{number}", f"The text of record {number}.") for number in range(5)]
    (corpus / "all.jsonl").write_text("".join(lines))
    renew(corpus, index, encoder)
    without_id = json.dumps({"title": "No id", "text": "A record without an id."}) + "\n"
    changed = [lines[3], record("r1", "Another text of record 1."), without_id, lines[0], lines[4]]
    (corpus / "all.jsonl").write_text("".join(changed))
    report = renew(corpus, index, encoder)
    assert (report.added, report.changed, report.removed) == (("all.jsonl#3",), ("r1",), ("r2",))
    assert (report.unchanged, report.passages_encoded) == (("r0", "r3", "r4"), 2)
    renew(corpus, quick_path / "at-once", encoder)
    assert content(generation_of(index)) == content(generation_of(quick_path / "at-once"))
    (corpus / "all.jsonl").write_text("".join([*lines[:1], *changed]))  # an id twice, and the one without moves down
    report = renew(corpus, index, encoder)
    assert report.skipped == (("all.jsonl#5", "has the id 'r0' of an earlier record"),)
    assert (report.added, report.removed) == (("all.jsonl#4",), ("all.jsonl#3",))


def test_two_articles_with_one_text_share_its_vector(corpus, index, encoder):
    (corpus / "apple-again.txt").write_text(ARTICLES["apple.txt"])
    report = renew(corpus, index, encoder)
    assert (len(report.added), report.passages_encoded) == (4, 3)


def test_a_dry_run_tells_the_same_and_writes_nothing(corpus, index, encoder):
    first = renew(corpus, index, encoder, dry_run=True)
    assert not index.exists()
    assert first.added == renew(corpus, index, encoder).added
    (corpus / "dog.txt").write_text("Пес\n\nПес стереже подвір'я.\n")
    (corpus / "bee.md").unlink()
    held = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    dry = renew(corpus, index, encoder, dry_run=True)
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == held
    assert (dry.added, dry.removed, len(dry.unchanged), dry.generation) == (("dog.txt",), ("bee.md",), 2, 1)
    real = renew(corpus, index, encoder)
    assert (real.added, real.changed, real.removed, real.unchanged, real.skipped) == (
        dry.added,
        dry.changed,
        dry.removed,
        dry.unchanged,
        dry.skipped,
    )


def test_a_full_build_encodes_everything_again_and_serves_the_old_generation_meanwhile(corpus, index, encoder):
    renew(corpus, index, encoder)
    before = content(generation_of(index))
    served = []
    with Assistant.open(index) as assistant:

        def ask_meanwhile(step: str, done: int, total: int) -> None:
            served.append(
                (step, assistant.retrieve("Хто збирає нектар?", k=1)[0].article_id, assistant.generation().number)
            )

        report = renew(corpus, index, encoder, full=True, progress=ask_meanwhile)
        assert assistant.generation().number == 2
    assert report.passages_encoded == 3
    assert len(report.unchanged) == 3
    assert {(id, number) for step, id, number in served[:-1]} == {("bee.md", 1)}
    assert {step for step, _, _ in served} == {"reading", "encoding", "writing"}
    assert content(generation_of(index)) == before


def test_a_build_in_steps_ends_in_the_same_files_as_a_build_at_once(corpus, index, quick_path, encoder):
    (corpus / "bee.md").rename(quick_path / "bee.md")
    renew(corpus, index, encoder)
    (quick_path / "bee.md").rename(corpus / "bee.md")
    (corpus / "apple.txt").write_text("Яблуня\n\nЯблуня росте в саду.\n")
    renew(corpus, index, encoder)
    renew(corpus, quick_path / "at-once", encoder)
    assert content(generation_of(index)) == content(generation_of(quick_path / "at-once"))


def test_the_index_may_lie_among_the_articles(corpus, encoder):
    renew(corpus, corpus / "index", encoder)
    report = renew(corpus, corpus / "index", encoder)
    assert (len(report.unchanged), report.skipped, report.generation) == (3, (), 1)


def test_warnings_about_a_file_are_reported_by_every_build(corpus, index, encoder):
    (corpus / "old.txt").write_bytes("Їжак".encode("cp1251"))
    first = renew(corpus, index, encoder)
    again = renew(corpus, index, encoder)
    assert "old.txt" in first.added
    assert [warning.partition(" was read as ")[0] for warning in first.warnings] == ["old.txt"]
    assert again.warnings == first.warnings


def test_a_file_that_gave_nothing_is_tried_again(corpus, index, encoder):
    (corpus / "void.txt").write_text(" \n")
    first = renew(corpus, index, encoder)
    assert first.skipped == renew(corpus, index, encoder).skipped == (("void.txt", "holds no text"),)
    assert len(texts(index)) == 3


def test_reports_count_every_file_that_was_seen(corpus, index, encoder):
    (corpus / "void.txt").write_text(" \n")
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    (corpus / "link.txt").symlink_to(corpus / "apple.txt")
    renew(corpus, index, encoder)
    (corpus / "dog.txt").write_text("Пес\n\nПес стереже подвір'я.\n")
    report = renew(corpus, index, encoder)
    seen = [path for path in corpus.rglob("*") if not path.is_dir()]
    assert len(seen) == len(report.added) + len(report.changed) + len(report.unchanged) + len(report.skipped)


# Errors, as somebody new to the program reads them


def fails(error: type[DzhereloError], *arguments, **options) -> tuple[str, str]:
    with pytest.raises(error) as caught:
        renew(*arguments, **options)
    return caught.value.message, caught.value.fix


def test_a_folder_without_articles_is_an_error_that_says_what_to_put_there(quick_path, index, encoder):
    empty = quick_path / "empty"
    empty.mkdir()
    message, fix = fails(CorpusError, empty, index, encoder)
    assert message == f"there are no articles in {empty}"
    assert fix == "Put .txt, .md, .html, .pdf, .docx, .json or .jsonl files there"


def test_an_index_keeps_its_articles_when_the_folder_is_suddenly_empty(corpus, index, encoder):
    renew(corpus, index, encoder)
    for path in list(corpus.rglob("*.*")):
        path.unlink()
    fails(CorpusError, corpus, index, encoder)
    assert len(texts(index)) == 3


def test_a_folder_with_only_bad_files_names_the_first_of_them(quick_path, index, encoder):
    bad = quick_path / "bad"
    bad.mkdir()
    (bad / "void.txt").write_text(" \n")
    message, _ = fails(CorpusError, bad, index, encoder)
    assert message == f"there are no articles in {bad} (skipped files: 1; the first, void.txt: holds no text)"


def test_a_folder_that_does_not_exist_is_named(quick_path, index, encoder):
    message, _ = fails(CorpusError, quick_path / "nowhere", index, encoder)
    assert str(quick_path / "nowhere") in message
    assert not index.exists()


def test_an_error_of_a_file_elsewhere_names_it(index, quick_path):
    elsewhere = quick_path / "elsewhere/b.txt"
    for path, named in ((elsewhere, f": {elsewhere}"), (index / "a", "")):
        with pytest.raises(DiskError) as caught, disk_errors(index):
            path.read_bytes()
        assert caught.value.message == f"the index folder {index} cannot be used: No such file or directory{named}"


def test_the_index_may_not_be_the_folder_of_articles_itself(corpus, encoder):
    before = sorted(corpus.rglob("*"))
    message, _ = fails(CorpusError, corpus, corpus.parent / "." / corpus.name, encoder)
    assert message == f"{corpus} is the folder of the index, too"
    assert sorted(corpus.rglob("*")) == before


def test_an_unreadable_file_is_skipped_with_the_reason(corpus, index):
    (corpus / "secret.txt").write_text("Таємниця\n\nЦього ніхто не прочитає.")
    (corpus / "secret.txt").chmod(0)
    (corpus / "bee.md").unlink()  # the program that parses it may not start without rights
    program = (  # root gives its rights up, and with them perhaps its Python: what that loads late is loaded before
        "import os, sys; from index import build; from index.text.languages import detect_language; "
        "detect_language('У місті відкрили міст.'); os.getuid() or os.seteuid(65534); "
        "print(build(*sys.argv[1:], dry_run=True).skipped)"
    )
    os.chmod(corpus.parent, 0o755)
    done = subprocess.run([sys.executable, "-c", program, corpus, index], capture_output=True, text=True, check=True)
    assert done.stdout == "(Skipped(file='secret.txt', reason='cannot be read: Permission denied'),)\n"


def test_an_index_of_another_model_is_not_mixed_with_this_one(corpus, index, encoder):
    renew(corpus, index, encoder)
    other = Renamed(encoder)
    for options in ({}, {"dry_run": True}):
        message, fix = fails(MismatchError, corpus, index, other, **options)
        assert message == (
            f"the index {index} was built with {encoder.name} ({encoder.fingerprint}), "
            f"this build would use another ({other.fingerprint})"
        )
        assert fix == "Leave out --model, or encode everything again: dzherelo build --model another --full"
    report = renew(corpus, index, other, full=True)
    assert (report.passages_encoded, report.generation) == (3, 2)


def test_a_later_build_uses_the_model_of_the_index(corpus, index):
    assert own_model(index) is None
    folder = str(ensure_model(default_cache()))  # as anybody's model, in full precision
    build(corpus, index, model=folder)
    (corpus / "mill.txt").write_text("На річці стоїть млин.")
    report = build(corpus, index)
    assert (report.added, report.passages_encoded, report.generation) == (("mill.txt",), 1, 2)
    assert own_model(index) == folder


class Renamed:
    """The packaged encoder under another name, as if it were another model."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = "another"
        self.fingerprint = "another/1"

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)


def test_a_second_build_at_the_same_time_reports_the_process_that_builds(corpus, index, encoder):
    folder = IndexFolder(index)
    folder.create()
    with folder.locked():
        message, fix = fails(BusyError, corpus, index, encoder)
    assert message == f"another build of {index} is running (process {os.getpid()})"
    assert fix == "Wait until it ends, or stop it; then run dzherelo build again"


@pytest.mark.parametrize(("wait", "least", "most"), [((), 0, 0.5), ((0.6,), 0.6, 1.2)])
def test_a_lock_is_waited_for_as_long_as_wanted(index, wait, least, most):
    folder = IndexFolder(index)
    folder.create()
    begun = time.monotonic()
    with folder.locked(), at_most(most, time.monotonic), pytest.raises(BusyError), folder.locked(*wait):
        pass
    assert time.monotonic() - begun >= least


def test_an_index_folder_that_is_a_file_is_an_error_with_the_cause(corpus, index, encoder):
    index.write_text("")
    message, fix = fails(DiskError, corpus, index, encoder)
    assert message == f"the index folder {index} cannot be used: Not a directory"
    assert "--index" in fix


def test_nothing_is_built_by_the_public_function_that_its_inner_one_would_not(corpus, index, monkeypatch):
    monkeypatch.chdir(corpus.parent)
    report = build()
    assert report.added == ("apple.txt", "bee.md", "folder/cat.txt")
    assert (corpus.parent / ".dzherelo" / "catalogue.sqlite3").is_file()


# The law: what is quoted is a slice of the article, character for character and byte for byte

WILD = st.text(
    st.one_of(
        st.sampled_from("абвїґ'ʼ’ .,!?…\n\n\u0301\u00ad\u200b\u202e\ufeff\U0001f1fa\U0001f1e6👩‍👩‍👧ﬁＡ①漢字"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=1500,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WILD, min_size=1, max_size=6), st.integers(0, 5))
def test_every_passage_is_the_slice_of_its_article_that_it_says(tmp_path_factory, encoder, wild, seed):
    folder = tmp_path_factory.mktemp("law")
    (folder / "corpus").mkdir()
    for number, text in enumerate(["Певний текст.", *wild]):
        line = json.dumps({"id": f"{seed}-{number}", "title": text[:50], "text": text})
        (folder / "corpus" / f"{number}.jsonl").write_text(line)
    renew(folder / "corpus", folder / "index", CountingTokens(encoder))
    generation = generation_of(folder / "index")
    for row, passage in enumerate(generation.passages):
        article = generation.article(passage["article"])
        assert article.text[passage["start"] : passage["end"]] == generation.passage_text(row)
        assert article.text.encode()[passage["begin"] : passage["stop"]].decode() == generation.passage_text(row)
    expected = [(a.id, p.text) for a in generation.article_texts() for p in split(a, lambda text: True)]
    found = [
        (generation.articles[passage["article"]].id, generation.passage_text(row))
        for row, passage in enumerate(generation.passages)
    ]
    assert found == expected


class CountingTokens(Renamed):
    """Random vectors, for tests in which only places matter."""

    def passage_tokens(self, text: str) -> int:
        return 1

    def encode_passages(self, texts, progress=None):
        return self._encoder.encode_sentences(["х"]).repeat(len(texts), axis=0)


def test_a_file_that_changes_between_being_listed_and_read_is_read_as_it_is_then(corpus, index, encoder):
    def write_meanwhile(step, done, total):
        if step is BuildStep.READING and done == 0:
            (corpus / "folder/cat.txt").write_text("Кіт\n\nКіт прокинувся і ловить мишу в підвалі.\n")

    report = renew(corpus, index, encoder, progress=write_meanwhile)
    assert report.skipped == ()
    assert "прокинувся" in texts(index)["folder/cat.txt"]


def test_a_file_that_does_not_stop_changing_keeps_the_articles_it_had(quick_path):
    folder = quick_path / "corpus"
    folder.mkdir()
    log = folder / "log.jsonl"

    def write(*numbers):
        log.write_text("".join(json.dumps({"id": f"{n}", "text": f"Рядок {n} журналу."}) + "\n" for n in numbers))

    def entry(known, keep, published=MappingProxyType({})):
        [found] = scan(folder, quick_path / "index", known, "settings", keep, silent, published=published)
        return found

    def append(hash, article):
        with log.open("a") as file:
            file.write("\n")

    write(1, 2)
    first = entry({}, lambda hash, article: None)
    write(2, 3)
    meanwhile = entry({"log.jsonl": first}, append)
    assert meanwhile.articles == first.articles
    assert [skipped.reason for skipped in meanwhile.skipped] == [CHANGED]
    assert entry({}, append, published={"log.jsonl": first}) == meanwhile  # a full build
    last = entry({"log.jsonl": meanwhile}, lambda hash, article: None)
    assert [id for id, _ in last.articles] == ["2", "3"]
    assert last.skipped == ()
