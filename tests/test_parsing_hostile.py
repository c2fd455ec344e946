import gzip
import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

import index
from index.parsing import PARSER_VERSION, CorpusFile, Parsed, __all__, parse_file
from index.parsing.sandbox.child_program import child_command
from index.records import Skipped
from support.pdf_files import ONE_PAGE

TEXT = "У Білій Церкві відкрили міст через Рось. Роботи тривали два роки.\n\nРух відновили о 7 ранку."
SUFFIXES = [".txt", ".md", ".html", ".pdf", ".docx", ".jsonl", ".jsonl.gz"]


OFFICE = "http://schemas.openxmlformats.org"
DOCX = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Target="word/document.xml" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>",
    "word/document.xml": f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    f"<w:t>{TEXT}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def good_files() -> dict[str, bytes]:
    """A small good file of every format, to be mutated."""
    record = b'{"id": "a", "title": "b", "published": "2026-02-03", "text": "\\u0434\\ud83d\\ude00 text"}\n'
    page = f"<html lang=uk><head><title>Міст</title></head><body><article><p>{TEXT}</p></article></body></html>"
    return {
        ".txt": (" date 2026-02-03 " + TEXT).encode(),
        ".md": f"---\ntitle: Міст\ndate: 2026-02-03\ntags: [a, b]\n---\n# Міст\n\n{TEXT}".encode(),
        ".html": page.encode(),
        ".pdf": ONE_PAGE,
        ".docx": zipped({name: part.encode() for name, part in DOCX.items()}),
        ".jsonl": record,
        ".jsonl.gz": gzip.compress(record, mtime=0),
    }


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with some bytes flipped, cut out, doubled, or put in."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        place = chance.randrange(len(changed) or 1)
        match chance.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + chance.randrange(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + chance.randrange(1, 200)]
            case 3:
                changed[place:place] = chance.choice(
                    [b"\0", b"\xff", b"{", b"<", b"\\ud800", b"[" * 99, b"-1", b"9" * 30, b"\r"]
                )
            case 4:
                del changed[place:]
    return bytes(changed)


def read(folder: Path, name: str, data: bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data)
    status = path.stat()
    return parse_file(CorpusFile(name, path, status.st_size, status.st_mtime_ns))


def check(reading: Parsed) -> None:
    """What must hold for every reading: something came of it, and all of it can be stored and shown."""
    assert reading.articles or reading.skipped
    for article in reading.articles:
        for words in (article.id, article.title, article.source, article.text, article.language):
            words.encode()
        assert article.text.strip()
        assert article.title == " ".join(article.title.split())
        assert 0 < len(article.title) <= 201
        assert "\r" not in article.text
        assert all(one < other <= len(article.text) for one, other in pairwise(article.page_starts))
    for skipped in reading.skipped:
        assert skipped.reason
        assert "\n" not in skipped.reason + skipped.file


def test_the_good_files_are_good(tmp_path):
    for suffix, data in good_files().items():
        reading = read(tmp_path, f"a{suffix}", data)
        check(reading)
        assert len(reading.articles) == 1, suffix


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_mutated_files_are_read_or_skipped_and_nothing_else(tmp_path, suffix):
    chance = random.Random(suffix)
    original = good_files()[suffix]
    came = {True: 0, False: 0}
    for number in range(300):
        data = mutated(original, chance)
        if suffix == ".docx" and number % 2:
            name = chance.choice(list(DOCX))
            data = zipped(
                {name: part.encode() for name, part in DOCX.items()} | {name: mutated(DOCX[name].encode(), chance)}
            )
        reading = read(tmp_path, f"a{suffix}", data)
        check(reading)
        came[bool(reading.articles)] += 1
    assert came[True], "every mutation was refused: the good file is not good"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_random_bytes_are_skipped_under_every_name(tmp_path, suffix):
    chance = random.Random(suffix)
    for size in (1, 2, 3, 5, 9, 33, 100, 1_000, 20_000):
        for start in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"\xff\xfe", b"<html>", b"---\n", b"{"):
            check(read(tmp_path, f"a{suffix}", start + chance.randbytes(size)))


def test_the_child_is_small_loads_no_model_and_is_the_same_for_every_file(tmp_path):
    before = children()
    check(read(tmp_path, "a.pdf", good_files()[".pdf"]))
    first = children()
    assert len(set(first) - set(before)) <= 1
    for suffix in (".docx", ".html", ".pdf"):
        check(read(tmp_path, f"b{suffix}", good_files()[suffix]))
    assert children() == first
    loaded = [Path(f"/proc/{child}/maps").read_text() for child in first]
    assert any("pdfium" in libraries for libraries in loaded)
    heavy = ("torch", "onnxruntime", "faiss", "tantivy", "numpy")
    assert not any(library in libraries for libraries in loaded for library in heavy)


def test_the_child_finds_this_package_and_no_other():
    command = child_command("print(index.__path__[0])", "")
    run = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert Path(run.stdout.strip()) == Path(index.__file__).parent


def children() -> list[str]:
    """The numbers of the children of this process that read files; other tests may have left others running."""
    numbers = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [number for number in numbers if b"sandbox.worker" in Path(f"/proc/{number}/cmdline").read_bytes()]


def test_a_child_killed_between_files_or_amid_one_is_replaced(tmp_path):
    pdf = good_files()[".pdf"]
    for _ in range(3):
        assert read(tmp_path, "a.pdf", pdf).articles
        os.kill(int(children()[0]), signal.SIGKILL)
    killer = threading.Timer(0.05, lambda: [os.kill(int(child), signal.SIGKILL) for child in children()])
    killer.start()
    while killer.is_alive():
        assert read(tmp_path, "a.pdf", pdf).articles
    assert read(tmp_path, "a.pdf", pdf).articles


def test_threads_take_turns_at_the_child(tmp_path):
    files = good_files()
    jobs = [(f"{n}{suffix}", files[suffix]) for n in range(8) for suffix in (".pdf", ".docx", ".html")]
    with ThreadPoolExecutor(8) as pool:
        readings = list(pool.map(lambda job: read(tmp_path, *job), jobs))
    assert all(reading.articles[0].id == name for reading, (name, _) in zip(readings, jobs, strict=True))
    assert len(children()) == 1


def test_no_child_outlives_the_program_that_started_it(tmp_path):
    (tmp_path / "a.pdf").write_bytes(good_files()[".pdf"])
    program = """
import os, signal, sys; from pathlib import Path
from index.parsing import *
for file in corpus_files(Path(sys.argv[1])):
    parse_file(file)
print(Path(f"/proc/self/task/{os.getpid()}/children").read_text().strip(), flush=True)
if len(sys.argv) > 2: os.kill(os.getpid(), signal.SIGKILL)
"""
    for ending in ([], ["killed"]):
        command = [sys.executable, "-W", "error", "-c", program, str(tmp_path), *ending]
        run = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60)
        assert run.stderr == ""
        child = Path("/proc") / run.stdout.strip()
        assert child.name.isdecimal()
        until = time.monotonic() + 5
        while child.exists() and "\nState:\tZ" not in (child / "status").read_text():
            assert time.monotonic() < until
            time.sleep(0.02)


def test_a_stalled_child_is_killed_in_time(tmp_path, monkeypatch):
    assert read(tmp_path, "a.pdf", good_files()[".pdf"]).articles
    monkeypatch.setattr("index.parsing.sandbox.parent.SECONDS", 1.0)
    os.kill(int(children()[0]), signal.SIGSTOP)
    begun = time.monotonic()
    reading = read(tmp_path, "a.pdf", good_files()[".pdf"])
    assert time.monotonic() - begun < 5  # the clock may run three times as long as the processor
    assert reading.skipped == (Skipped("a.pdf", "took longer than 1 seconds to read"),)
    monkeypatch.undo()
    assert read(tmp_path, "a.pdf", good_files()[".pdf"]).articles


def test_reading_a_large_text_takes_a_few_times_its_size_in_memory(tmp_path):
    (tmp_path / "a.txt").write_text("Слово про міст. " * 1_000_000, encoding="utf-8")
    size = (tmp_path / "a.txt").stat().st_size
    program = """
import resource, sys; from pathlib import Path
from index.parsing import *
[file] = corpus_files(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert parse_file(file).articles
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    run = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60, check=True)
    assert int(run.stdout) << 10 < min(200 << 20, 6 * size)


def test_the_package_offers_six_names_and_a_version():
    names = {"CorpusFile", "Parsed", "corpus_files", "open_below", "parse_file", "distinct_id"}
    assert set(__all__) == names | {"PARSER_VERSION"}
    assert PARSER_VERSION >= 1
