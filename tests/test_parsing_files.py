import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unicodedata
from pathlib import Path

import pytest

from index.errors import CorpusError
from index.parsing import CorpusFile, corpus_files, parse_file
from index.records import Skipped

TEXT = "У місті відкрили міст. Його будували два роки."


def listed(corpus: Path) -> dict[str, str]:
    """Name to reason, an empty reason for a file that will be read."""
    return {
        entry.name if isinstance(entry, CorpusFile) else entry.file: ""
        if isinstance(entry, CorpusFile)
        else entry.reason
        for entry in corpus_files(corpus)
    }


def only_file(corpus: Path) -> CorpusFile:
    [file] = corpus_files(corpus)
    assert isinstance(file, CorpusFile)
    return file


def test_files_of_every_format_come_sorted_by_name_from_all_depths(tmp_path):
    names = ["b/c.md", "a.txt", "b/a.HTML", "b.jsonl", "b/d/e.jsonl.gz", "z.pdf", "Я.docx", "x.htm"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    entries = list(corpus_files(tmp_path))
    assert [entry.name for entry in entries] == sorted(names)
    first = entries[0]
    status = (tmp_path / "a.txt").stat()
    assert first == CorpusFile("a.txt", tmp_path / "a.txt", status.st_size, status.st_mtime_ns)


def test_hidden_files_and_the_questions_at_the_top_are_left_out_without_a_word(tmp_path):
    for name in (".a.txt", ".git/b.txt", "questions.jsonl", "below/questions.jsonl", "below/.c/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert listed(tmp_path) == {"below/questions.jsonl": ""}


def test_other_formats_and_empty_files_are_skipped_with_their_reason(tmp_path):
    for name in ("a.pages", "b", "c.zip", "d.gz", "e.tar.gz", "f.jpg"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "g.txt").touch()
    reasons = listed(tmp_path)
    assert reasons.pop("g.txt") == "is empty"
    assert len(reasons) == 6
    assert all(".jsonl.gz" in reason for reason in reasons.values())


def test_a_file_that_claims_ten_gigabytes_is_refused_by_its_size_alone(tmp_path):
    for name in ("a.txt", "a.pdf", "a.docx", "a.html", "a.md", "a.jsonl", "a.jsonl.gz"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(10 << 30)
    assert all("10,240 MB" in reason for reason in listed(tmp_path).values())


def test_links_are_never_followed_wherever_they_lead(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("таємниця")
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    (corpus / "good.txt").write_text(TEXT)
    (corpus / "file.txt").symlink_to(outside / "secret.txt")
    (corpus / "inside.txt").symlink_to(corpus / "good.txt")
    (corpus / "folder").symlink_to(outside)
    (corpus / "loop").symlink_to(corpus)
    (corpus / "sub" / "up").symlink_to("..")
    (corpus / "self.txt").symlink_to("self.txt")
    (corpus / "broken.txt").symlink_to("nowhere")
    reasons = listed(corpus)
    assert reasons.pop("good.txt") == ""
    assert set(reasons) == {"file.txt", "inside.txt", "folder", "loop", "sub/up", "self.txt", "broken.txt"}
    assert all("symbolic link" in reason for reason in reasons.values())


def test_pipes_sockets_and_devices_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    place = Path.cwd()
    os.chdir(tmp_path)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket.txt")
    finally:
        os.chdir(place)
    expected = {"pipe.txt": "is a named pipe, not a file", "socket.txt": "is a socket, not a file"}
    if os.geteuid() == 0:
        os.mknod(tmp_path / "device.txt", 0o600 | 0o020000, os.makedev(1, 3))
        expected["device.txt"] = "is a device, not a file"
    assert listed(tmp_path) == expected


def test_a_file_replaced_by_a_link_or_a_pipe_after_listing_is_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("таємниця")
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (corpus / name).write_text(TEXT)
    files = [file for file in corpus_files(corpus) if isinstance(file, CorpusFile)]
    (corpus / "a.txt").unlink()
    (corpus / "a.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "b.txt").unlink()
    os.mkfifo(corpus / "b.txt")
    (corpus / "sub").rename(tmp_path / "moved")
    (corpus / "sub").symlink_to(tmp_path / "moved")
    for file in files:
        reading = parse_file(file)
        assert reading.articles == ()
        assert reading.skipped[0].reason.startswith("cannot be opened")


def test_a_deleted_file_is_skipped(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    file = only_file(tmp_path)
    file.path.unlink()
    assert parse_file(file).skipped == (Skipped("a.txt", "cannot be opened: No such file or directory"),)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_that_changed_since_it_was_listed_is_skipped(tmp_path, name):
    (tmp_path / name).write_text(TEXT)
    file = only_file(tmp_path)
    file.path.write_text(TEXT + TEXT)
    [skipped] = parse_file(file).skipped
    assert "changed while it was being read" in skipped.reason


def test_a_file_that_grows_while_it_is_read_is_skipped(tmp_path):
    record = json.dumps({"text": TEXT}).encode() + b"\n"
    (tmp_path / "a.jsonl").write_bytes(record * 5_000)
    file = only_file(tmp_path)

    def grow() -> None:
        with file.path.open("ab") as growing:
            growing.write(record)

    writer = threading.Timer(0.1, grow)
    writer.start()
    reading = parse_file(file)
    took_longer = not writer.is_alive()
    writer.join()
    assert took_longer, "the file was read before it could grow"
    assert reading.articles == ()
    assert "changed while it was being read" in reading.skipped[0].reason


def test_odd_names_are_skipped_and_shown_on_one_line(tmp_path):
    folder = os.fsencode(tmp_path)
    for name in (b"line\nbreak.txt", b"bad\xff\xfe.txt", b"bell\x07.txt", "sep\u2028.txt".encode()):
        Path(os.fsdecode(folder + b"/" + name)).write_text(TEXT)
    reasons = listed(tmp_path)
    assert set(reasons) == {"line\\nbreak.txt", "bad\\udcff\\udcfe.txt", "bell\\x07.txt", "sep\\u2028.txt"}
    assert all(reason.endswith("rename it") for reason in reasons.values())
    assert "".join(reasons).isprintable()


def test_very_long_paths_are_skipped_and_ordinary_odd_ones_are_read(tmp_path):
    deep = tmp_path
    for _ in range(9):
        deep = deep / ("д" * 120)
    deep.mkdir(parents=True)
    (deep / "long.txt").write_text(TEXT)
    (tmp_path / "п'ять — «лапок» 🇺🇦 & <b>.txt").write_text(TEXT)
    (tmp_path / unicodedata.normalize("NFD", "йї.txt")).write_text(TEXT)
    read = [entry for entry in corpus_files(tmp_path) if isinstance(entry, CorpusFile)]
    assert [parse_file(file).articles[0].id for file in read] == [file.name for file in read]
    assert len(read) == 2
    [skipped] = [entry for entry in corpus_files(tmp_path) if isinstance(entry, Skipped)]
    assert "shorten it" in skipped.reason


@pytest.mark.parametrize("kind", ["missing", "file", "nul"])
def test_a_corpus_that_is_no_folder_is_an_error_with_its_name_and_a_fix(tmp_path, kind):
    corpus = tmp_path / ("a\0b" if kind == "nul" else "corpus")
    if kind == "file":
        corpus.write_text(TEXT)
    with pytest.raises(CorpusError) as caught:
        corpus_files(corpus)
    assert str(corpus) in caught.value.message
    assert caught.value.fix


def test_what_the_system_forbids_is_skipped_and_a_forbidden_corpus_is_an_error():
    program = """
import os, sys; from pathlib import Path
from index.parsing import *; from index.errors import CorpusError
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
corpus = Path(sys.argv[1])
for entry in corpus_files(corpus):
    print(entry if not isinstance(entry, CorpusFile) else parse_file(entry).skipped)
try:
    corpus_files(corpus / "shut")
except CorpusError as error:
    print(error.message)
"""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name)
        corpus.chmod(0o755)
        (corpus / "a.txt").write_text(TEXT)
        (corpus / "a.txt").chmod(0)
        (corpus / "shut").mkdir()
        (corpus / "shut").chmod(0)
        command = [sys.executable, "-c", program, name]
        run = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60)
        (corpus / "shut").chmod(0o755)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "(Skipped(file='a.txt', reason='cannot be opened: Permission denied'),)",
        "Skipped(file='shut/', reason='the folder cannot be opened: Permission denied')",
        f"The folder {name}/shut cannot be opened: Permission denied",
    ]


def test_what_windows_keeps_in_folders_is_left_out_without_a_word(tmp_path):
    for name in ("Thumbs.db", "desktop.ini", "міст.txt"):
        (tmp_path / name).write_text("Міст.", "utf-8")
    assert [entry.name for entry in corpus_files(tmp_path) if isinstance(entry, CorpusFile)] == ["міст.txt"]
    assert len(list(corpus_files(tmp_path))) == 1


def test_the_parts_of_a_saved_page_are_no_articles(tmp_path):
    names = (
        "Міст.html",
        "Міст_files/реклама.html",
        "Міст_files/a.js",
        "b/c.d.htm",
        "b/c.d.files/e.htm",
        "звіт_files/a.txt",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert listed(tmp_path) == dict.fromkeys(("b/c.d.htm", "Міст.html", "звіт_files/a.txt"), "")
