"""What a question, a build and a start cost: counted, never timed, so that slowness is seen on any machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import renew
from index.catalogue.database import Catalogue
from index.generation import blocks, manifest
from index.generation.blocks import read_blocks
from index.local_store import LocalStore
from index.updating import changes
from qa import Assistant
from support.counting import CountingEncoder, CountingReader, counted_reads
from support.indexes import generation_of

ROOT = Path(__file__).parents[1]
ANSWERED = "Скільки важить зубр?"
REFUSED = "Яка столиця Франції?"
FIRST = "Чим зубр відрізняється від бізона?"
RERANKED, READ_AT_MOST = 24, 6


# A question


@pytest.fixture
def asking(shipped_index, remembering, reader, monkeypatch):
    """(assistant, its encoder, its reader, lengths of the texts it reads), all of which count from now on."""
    encoder, reads = CountingEncoder(remembering), CountingReader(reader)
    with Assistant(LocalStore(shipped_index), encoder, reads) as assistant:
        assert len(assistant.generation().passages) > 300
        yield assistant, encoder, reads, counted_reads(monkeypatch)


def test_a_search_encodes_its_question_and_reads_the_texts_of_what_it_reranks_and_returns(asking):
    assistant, encoder, reads, lengths = asking
    hits = assistant.retrieve(ANSWERED, k=5)
    assert (encoder.encoded, reads.pairs) == ([ANSWERED], [])
    best = assistant.retrieve(ANSWERED, k=RERANKED)
    sizes = [len(hit.text.encode()) for hit in best]
    assert len(hits) == 5
    assert sorted(lengths[:RERANKED]) == sorted(sizes)
    assert lengths[RERANKED:] == sizes[:5] + sizes


def test_an_answer_encodes_once_and_reads_a_portion_of_passages(asking):
    assistant, encoder, reads, lengths = asking
    assert assistant.ask(ANSWERED).status == "answered"
    assert encoder.encoded == [ANSWERED]
    assert len(reads.pairs) == 4
    assert len(lengths) == RERANKED + 4


def test_a_refusal_encodes_once_and_reads_two_portions(asking):
    assistant, encoder, reads, lengths = asking
    assert assistant.ask(REFUSED).status == "no_answer"
    assert encoder.encoded == [REFUSED]
    assert len(reads.pairs) == len(set(reads.pairs)) == READ_AT_MOST
    assert len(lengths) == RERANKED + READ_AT_MOST


def test_a_refusal_within_a_filter_is_sought_once_more_without_it(asking):
    assistant, encoder, reads, lengths = asking
    assistant.ask(REFUSED, language="uk")
    assert encoder.encoded == [REFUSED, REFUSED]
    assert len(reads.pairs) == 2 * READ_AT_MOST
    assert len(lengths) == 2 * (RERANKED + READ_AT_MOST)


def test_a_follow_up_encodes_itself_alone_and_together_and_the_question_before_once(asking):
    assistant, encoder, reads, lengths = asking
    for again, question in ((False, "А скільки він живе?"), (True, "А де він живе?")):
        encoder.encoded.clear()
        reads.pairs.clear()
        lengths.clear()
        assistant.ask(question, history=[FIRST])
        own = [text for text in encoder.encoded if text != FIRST]
        assert len(encoder.encoded) - len(own) == (0 if again else 1)
        assert (len(own), own[0]) == (2, question)
        assert own[1].endswith(f" {question}")
        asked = [asked for asked, _ in reads.pairs]
        assert asked.count(question) <= READ_AT_MOST
        assert len(lengths) == RERANKED * len(set(asked)) + len(reads.pairs)


# A build


class OneVector(CountingEncoder):
    """An encoder that counts; every passage has the same vector, as nothing is searched."""

    def encode_passages(self, texts, progress=None):
        self.encoded += texts
        return self._encoder.encode_sentences(["х"]).repeat(len(texts), axis=0)


def counted(monkeypatch, owner, name, what):
    """The arguments at place `what` of all calls of this function from now on."""
    given = []
    function = getattr(owner, name)

    def counting(*arguments, **named):
        given.append(arguments[what])
        return function(*arguments, **named)

    monkeypatch.setattr(owner, name, counting)
    return given


@pytest.fixture
def village(quick_path, encoder, monkeypatch):
    """(corpus, index, encoder): forty houses indexed in blocks of about four; the encoder counts from now on."""
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    corpus, one = quick_path / "corpus", OneVector(encoder)
    corpus.mkdir()
    for number in range(40):
        (corpus / f"{number:02}.md").write_text(f"# Хата {number:02}\n\nХата номер {number:02} стоїть край села.\n")
    renew(corpus, quick_path / "index", one)
    assert len(one.encoded) == 40
    one.encoded.clear()
    one.measured.clear()
    return corpus, quick_path / "index", one


def test_a_build_of_one_changed_article_parses_splits_and_encodes_no_other(village, monkeypatch):
    corpus, index, encoder = village
    parsed = counted(monkeypatch, changes, "parse_file", 0)
    read = counted(monkeypatch, Catalogue, "article", 1)
    with Assistant.open(index, reader=None) as assistant:
        kept = {block.key for block in read_blocks(assistant.generation().folder)}
    (corpus / "17.md").write_text("# Хата 17\n\nХату номер 17 перефарбували.\n")
    renew(corpus, index, encoder)
    assert [file.name for file in parsed] == ["17.md"]
    assert encoder.encoded == ["Хата 17\nХату номер 17 перефарбували."]
    assert set(encoder.measured) == set(encoder.encoded)
    with Assistant.open(index, reader=None) as assistant:
        changed = [block for block in read_blocks(assistant.generation().folder) if block.key not in kept]
    # Each article of its block is read once, the changed one also to be encoded.
    assert len(changed) == 1
    assert len(set(read)) == changed[0].articles < 12
    assert len(read) == changed[0].articles + 2


HOUSE = "Хата {} стоїть край села. Її збудували з дерева й глини, а дах укрили соломою."


@pytest.fixture
def town(quick_path, encoder):
    """(corpus, index, encoder): 5,000 houses in files of 100, indexed in some twenty blocks."""
    corpus, one = quick_path / "corpus", OneVector(encoder)
    corpus.mkdir()
    for first in range(0, 5000, 100):
        houses = [{"id": f"{number:04}", "text": HOUSE.format(number)} for number in range(first, first + 100)]
        (corpus / f"{first:04}.jsonl").write_text("".join(json.dumps(house) + "\n" for house in houses))
    renew(corpus, quick_path / "index", one)
    return corpus, quick_path / "index", one


def transferred() -> tuple[int, int]:
    """(bytes read, bytes written) by this process so far, whatever of it reached the disk, as the kernel counts."""
    counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(counts["rchar"]), int(counts["wchar"])


def test_a_build_of_one_changed_article_writes_hashes_and_reads_a_block_and_not_the_whole(town, monkeypatch):
    corpus, index, encoder = town
    before = generation_of(index)
    whole = sum(size for size, _ in before.manifest.files.values())
    assert len(read_blocks(before.folder)) > 10
    held = index.with_name("held")
    shutil.copytree(before.folder, held, copy_function=os.link)
    kept = {path.stat().st_ino for path in held.rglob("*")}
    file = corpus / "2500.jsonl"
    file.write_text(file.read_text().replace("2517 ", "25017 "))
    hashed = counted(monkeypatch, manifest, "file_sha256", 0)
    begun = transferred()
    report = renew(corpus, index, encoder)
    read, written = (after - before for after, before in zip(transferred(), begun, strict=True))
    hashes = len(hashed)
    assert report.changed == ("2517",)
    after = generation_of(index)
    new = {path for path in after.folder.rglob("*") if path.is_file() and path.stat().st_ino not in kept}
    assert sum(path.stat().st_size for path in new) < 0.15 * whole
    assert written < 0.4 * whole
    assert read < 1.7 * whole  # so small texts and vectors of a block are read from the catalogue in whole pages
    assert hashes < 2 * len(new) < len(after.manifest.files)


def test_a_build_without_a_change_parses_and_encodes_nothing(village, monkeypatch):
    corpus, index, encoder = village
    parsed = counted(monkeypatch, changes, "parse_file", 0)
    read = counted(monkeypatch, Catalogue, "article", 1)
    renew(corpus, index, encoder)
    assert parsed == read == encoder.encoded == encoder.measured == []


# A start

ASK = """
import atexit, sys
import ui.cli

def tell():
    names = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
    own = {name for name in sys.modules if name.startswith(("ui.", "training", "benchmarks", "dzherelo"))}
    print(*sorted(name for name in names if not name.startswith("_")), *sorted(own), file=sys.stderr)

atexit.register(tell)
sys.argv = ["dzherelo", "ask", "Скільки важить зубр?", "--index", sys.argv[1]]
ui.cli.main()
"""
OWN = {"index", "qa", "ui"}
# What searches and reads, what checks and repairs a question, and what prints; typer and pydantic bring the rest.
NEEDED = {"faiss", "tantivy", "onnxruntime", "sentencepiece", "numpy", "rapidfuzz", "platformdirs", "babel", "typer"}
BROUGHT = {"rich", "shellingham", "click", "annotated_doc", "pydantic", "pydantic_core", "annotated_types", "pytz"}
BROUGHT |= {"typing_extensions", "typing_inspection", "packaging", "cython_runtime", "swig_runtime_data5", "colorama"}
ROOMS = ("ui.cli", "ui.texts", "ui.markup", "ui.corpus")


def test_the_command_that_asks_imports_only_what_it_uses(shipped_index):
    run = subprocess.run(
        [sys.executable, "-c", ASK, shipped_index], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "900 кг" in run.stdout
    imported = set(run.stderr.split())
    assert {name for name in imported if "." not in name} - OWN - NEEDED - BROUGHT == set()
    assert {name for name in imported if "." in name and not name.startswith(ROOMS)} == set()


STUBS = """
import sys
opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
import ui.web.page
import gradio.components
print(gradio.components.Textbox.__module__, *(path for path in opened if path.endswith(".pyi")), sep="\\n")
"""


def test_the_page_starts_without_the_type_stubs_of_gradios_components():
    run = subprocess.run([sys.executable, "-c", STUBS], capture_output=True, text=True, check=True, cwd=ROOT)
    component, *stubs = run.stdout.split()
    assert component == "gradio.components.textbox"
    assert {Path(stub).name for stub in stubs} <= {"blocks_events.pyi"}  # of its five kinds of blocks
