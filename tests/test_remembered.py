"""What is asked again: nothing is encoded, searched or read for it, until another generation is searched."""

import gc
import os
import shutil
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from dzherelo.passages import best_passages
from index.build import renew
from index.local_store import LocalStore
from index.model import NamedEncoder
from index.records import Model
from index.store import Store
from qa import Assistant
from qa.memory import PerGeneration
from qa.pipeline import Pipeline
from support.counting import CountingEncoder, CountingReader, counted_reads

BISON = "Зубр важить до 900 кілограмів. Живе він у пущі."
FOX = "Лисиця важить до 10 кілограмів. Живе вона в норі."
WEIGHT = "Скільки важить зубр?"


def write(corpus: Path, bison: str = BISON) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / "bison.md").write_text(f"---\ntitle: Зубр\npublished: 2025-02-11\n---\n\n{bison}\n", encoding="utf-8")
    (corpus / "fox.md").write_text(f"---\ntitle: Лисиця\npublished: 2026-03-01\n---\n\n{FOX}\n", encoding="utf-8")


@pytest.fixture
def corpus(quick_path, remembering):
    """A corpus of two articles, indexed beside it."""
    write(quick_path / "corpus")
    renew(quick_path / "corpus", quick_path / "index", remembering)
    return quick_path / "corpus"


@pytest.fixture
def asking(corpus, remembering, reader, monkeypatch):
    """(assistant, a function that gives how much was encoded, read and fetched since it was called last)."""
    encoder, reads, lengths = CountingEncoder(remembering), CountingReader(reader), counted_reads(monkeypatch)

    def done() -> tuple[int, int, int]:
        counts = len(encoder.encoded), len(reads.pairs), len(lengths)
        for each in (encoder.encoded, reads.pairs, lengths):
            each.clear()
        return counts

    with Assistant(LocalStore(corpus.parent / "index"), encoder, reads) as assistant:
        yield assistant, done


NOTHING = (0, 0, 0)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"history": ["Хто живе в норі?"]},
        {"history": ["Хто живе в норі?", "А скільки вона важить?"]},
        {"language": "uk"},
        {"since": "2026-01-01"},
        {"as_typed": True},
    ],
)
def test_a_second_question_in_the_same_words_encodes_reads_and_fetches_nothing(asking, wanted):
    assistant, done = asking
    first = assistant.ask(WEIGHT, **wanted)
    encoded, read, fetched = done()
    assert min(encoded, read, fetched) > 0
    assert assistant.ask(f" {WEIGHT}\n", **wanted) == first
    assert done() == NOTHING


@pytest.mark.parametrize(
    "other",
    [
        {"question": "Скільки важить лисиця?"},
        {"history": ["Хто живе в норі?"]},
        {"since": "2025-01-01"},
        {"until": "2026-12-31"},
        {"language": "uk"},
        {"as_typed": True},
    ],
)
def test_other_words_another_conversation_or_another_filter_make_another_question(asking, other):
    assistant, done = asking
    assistant.ask(WEIGHT)
    done()
    assistant.ask(**{"question": WEIGHT, **other})
    assert min(done()) > 0


def test_passages_found_for_an_answer_are_neither_searched_nor_read_again_for_programs(asking):
    assistant, done = asking
    answer = assistant.ask(WEIGHT)
    done()
    explained = assistant.explain(WEIGHT)
    assert explained[0].hit.article_id == answer.citations[0].article_id
    assert done() == NOTHING
    hits = assistant.retrieve(WEIGHT, k=1)
    assert done() == (0, 0, 1)  # the text of what is returned
    assert best_passages(assistant, WEIGHT, 1, None, None, None, None)[0][0] == hits[0]
    assert done() == NOTHING


def test_what_a_caller_does_to_a_list_is_not_remembered(asking):
    assistant, _ = asking
    for ask in (assistant.retrieve, assistant.explain):
        found = ask(WEIGHT)
        kept = list(found)
        found.clear()
        assert ask(WEIGHT) == kept


def test_two_who_ask_the_same_after_other_questions_get_answers_of_their_own(asking):
    assistant, _ = asking
    one = assistant.ask("Скільки він важить?", history=["Хто живе у пущі?"])
    other = assistant.ask("Скільки він важить?", history=["Хто живе в норі?"])
    assert one.searched != other.searched
    assert "норі" not in one.searched
    assert "пущі" not in other.searched


def test_only_the_last_256_are_remembered(asking):
    assistant, done = asking
    for number in range(256):
        assistant.retrieve(f"Зубр {number}", k=1, as_typed=True)
    assert done()[0] == 256
    assistant.retrieve("Зубр 0", k=1, as_typed=True)
    assert done()[0] == 0
    for number in (256, 1):  # the first was asked for longest ago
        assistant.retrieve(f"Зубр {number}", k=1, as_typed=True)
    assert done()[0] == 2


def test_another_generation_is_searched_and_read_anew(asking, corpus, remembering):
    assistant, done = asking
    assert "900" in assistant.ask(WEIGHT).citations[0].answer_text
    write(corpus, BISON.replace("900", "777"))
    assert renew(corpus, corpus.parent / "index", remembering).generation == 2
    done()
    assert "777" in assistant.ask(WEIGHT).citations[0].answer_text
    assert min(done()) > 0
    assert "777" in assistant.retrieve(WEIGHT, k=1)[0].text
    assert "777" in assistant.explain(WEIGHT)[0].hit.text


def test_an_index_that_is_deleted_and_built_anew_under_the_same_number_is_searched_anew(asking, corpus, remembering):
    assistant, _ = asking
    assert "900" in assistant.ask(WEIGHT).citations[0].answer_text
    shutil.rmtree(corpus.parent / "index")
    write(corpus, BISON.replace("900", "777"))
    assert renew(corpus, corpus.parent / "index", remembering).generation == 1
    assert "777" in assistant.ask(WEIGHT).citations[0].answer_text
    assert "777" in assistant.retrieve(WEIGHT, k=1)[0].text


def test_what_is_remembered_keeps_no_old_generation_open(asking, corpus, remembering):
    assistant, _ = asking
    assistant.ask(WEIGHT)
    old = weakref.ref(assistant.generation())
    write(corpus, BISON.replace("900", "777"))
    renew(corpus, corpus.parent / "index", remembering)
    assistant.ask(WEIGHT)
    gc.collect()
    assert old() is None


def test_a_value_of_a_generation_is_made_once_and_does_not_keep_it_open(corpus):
    made = []
    counts = PerGeneration(lambda generation: made.append(generation.number) or len(made))
    index = corpus.parent / "index"
    one, other = LocalStore(index), LocalStore(index)
    assert [counts.of(one.generation()) for _ in range(2)] == [1, 1]
    assert counts.of(other.generation()) == 2
    kept = weakref.ref(other.generation())
    one.close()
    other.close()
    gc.collect()
    assert kept() is None
    assert made == [1, 1]


class CountingStore(Store):
    """A store that counts how often a generation is taken from it."""

    def __init__(self, store):
        self.store, self.taken = store, 0

    def published(self):
        return self.store.published()

    def generation(self):
        self.taken += 1
        return self.store.generation()

    def file_hash(self, name):
        return self.store.file_hash(name)

    def close(self):
        self.store.close()


def test_a_request_takes_one_generation_and_keeps_it(corpus, remembering, written_reader):
    store = CountingStore(LocalStore(corpus.parent / "index"))
    with Assistant(store, remembering, written_reader()) as assistant:
        for request in (assistant.ask, assistant.retrieve, assistant.explain):
            store.taken = 0
            request("Що писали торік?", history=["Хто живе в норі?"], language="en", now="2026-03-15")
            assert store.taken == 1


def test_a_closed_assistant_keeps_no_file_of_the_index_open(corpus, remembering, written_reader):
    index = corpus.parent / "index"
    assistant = Assistant(LocalStore(index), remembering, written_reader())
    assistant.ask(WEIGHT)
    assert open_below(index)
    assistant.close()
    gc.collect()
    assert open_below(index) == []


def open_below(folder: Path) -> list[str]:
    names = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            names.append(os.readlink(descriptor))
    return [name for name in names if name.startswith(str(folder.resolve()))]


def test_each_generation_is_asked_with_its_own_encoder(tmp_path):
    """Two threads that answer from generations of two models, in turn."""
    made = [NamedEncoder(str(tmp_path / name)) for name in ("one", "two")]
    for encoder in made:
        Path(encoder.name).mkdir()
    models = [Model(encoder.name, encoder.fingerprint, 4) for encoder in made]
    pipeline, wrong = Pipeline(made[0], None), []

    def ask(model):
        for _ in range(300):
            if pipeline._encoder_of(SimpleNamespace(model=model)).fingerprint != model.fingerprint:
                wrong.append(model.name)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(ask, models))
    finally:
        sys.setswitchinterval(before)
    assert wrong == []
