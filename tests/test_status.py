"""What the status says of files that were left out or may be wrong, from a real build."""

import re

import pytest

from index.build import renew
from index.parsing.advice import advice_for
from index.records import Skipped
from ui.cli import care_report
from ui.cli.language import terminal_texts
from ui.cli.left_out import LeftOut, read_left_out
from ui.corpus.last_build_report import write_last_build


@pytest.fixture
def built(tmp_path, encoder):
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Міст через Рось відкрили восени. Рух відновили.", encoding="utf-8")
    (corpus / "old.txt").write_bytes("Їжак".encode("cp1251"))
    (corpus / "void.txt").write_text(" \n")
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    (corpus / "b.jsonl").write_text('{"id": "1", "text": "Слово"}\nnot json\n', encoding="utf-8")
    write_last_build(index, renew(corpus, index, encoder), corpus)
    return index


def test_every_file_that_was_left_out_is_named_with_what_to_do(built):
    skipped, warnings = read_left_out(built)
    assert [(left.file, left.advice) for left in skipped] == [
        ("b.jsonl#2", "Correct its JSON at the named place"),
        ("photo.png", "Save it in one of these formats, or take it out of the folder"),
        ("void.txt", "Add text to it, or delete it"),
    ]
    assert [(warned.file, warned.kind) for warned in warnings] == [("old.txt", "uncertain encoding")]


def test_without_the_report_the_catalogue_tells_what_it_knows(built):
    (built / "last-build.json").unlink()
    assert [left.file for left in read_left_out(built)[0]] == ["b.jsonl#2", "void.txt"]


def test_a_repaired_file_is_no_longer_listed(built, encoder):
    (built.parent / "corpus/void.txt").write_text("Тепер тут є текст.", encoding="utf-8")
    renew(built.parent / "corpus", built, encoder)  # it writes no report: the old one still names the file
    assert [left.file for left in read_left_out(built)[0]] == ["b.jsonl#2", "photo.png"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("is empty", "delete"),
        ("is actually a PDF file, despite its name", "extension"),
        ("has 600 MB; files of this format may have at most 512 MB", "Split"),
        ("cannot be opened: Permission denied", "chmod"),
        ("has no text, only pictures of it: it needs text recognition (OCR) first", "tesseract-ocr-ukr"),
        ('has no "text" (its fields: id; read as text: text)', "--fields text=NAME"),
        ('has no "text": its field "body" has no words', "delete"),
        ("is odd", "dzherelo build"),
    ],
)
def test_every_reason_has_an_action(reason, words):
    assert words in advice_for(Skipped("a", reason))


@pytest.mark.parametrize("locale", ["en_GB.UTF-8", "uk_UA.UTF-8"])
def test_the_first_ten_are_printed_and_the_rest_counted(built, monkeypatch, capsys, locale):
    from ui.cli.status import Status

    monkeypatch.setenv("LC_ALL", locale)
    terminal_texts.cache_clear()
    _, warnings = read_left_out(built)
    skipped = tuple(LeftOut(f"{number}.txt", "is empty", "Rename it") for number in range(12))
    nothing = dict.fromkeys(("published_at", "earliest", "latest", "model", "fingerprint"), None)
    counts = dict.fromkeys(("generation", "articles", "undated", "passages", "longest_tokens", "max_tokens"), 0)
    state = Status(
        index=built, languages={}, overlong_passages=0, disk_bytes=0, skipped=skipped, warnings=warnings,
        warning_kinds={"uncertain encoding": 1}, **nothing, **counts
    )  # fmt: skip
    care_report.print_status(state)
    terminal_texts.cache_clear()
    out = capsys.readouterr().out
    assert "9.txt" in out
    assert "10.txt" not in out
    assert "old.txt" in out
    words = r"and 2 more" if locale.startswith("en") else r"ще 2"
    assert re.search(words, out)
    assert ("uncertain encoding: 1" if locale.startswith("en") else "непевне кодування: 1") in out
