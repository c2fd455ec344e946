"""Uploads, their limits and names; the rebuild and the report of the last build."""

import html
import os
import re
import time
from pathlib import Path

import pytest

from index.build import BuildReport
from index.progress import BuildStep
from index.records import Skipped
from support.loops import in_new_loop
from ui.corpus.last_build_report import read_last_build, write_last_build
from ui.corpus.rebuild import Rebuild, RebuildState, Step, read_event
from ui.corpus.uploads import Limits, UploadError, Uploads, checked_name, has_unsafe_marks
from ui.markup.rebuild import rebuild_markup
from ui.texts import read_texts

UKRAINIAN = read_texts()["uk"]


async def chunks(*parts: bytes):
    for part in parts:
        yield part


def store(uploads: Uploads, name: str, content: bytes, size: int | None = None) -> bool:
    storing = uploads.store(name, len(content) if size is None else size, chunks(content))
    return in_new_loop(storing)


@pytest.mark.parametrize(
    ("content", "size", "key"),
    [
        (b"x" * 101, None, "upload_large"),
        (b"", None, "upload_empty"),
        (b"half", 10, "upload_broken"),
        (b"too long", 3, "upload_broken"),
    ],
)
def test_an_upload_is_complete_or_not_there(tmp_path, content, size, key):
    uploads = Uploads(tmp_path, Limits(file_bytes=100, total_bytes=150, files=3))
    assert store(uploads, "a.txt", b"one") is False
    assert store(uploads, "a.txt", b"two") is True
    assert (uploads.folder / "a.txt").read_bytes() == b"two"
    with pytest.raises(UploadError) as refused:
        store(uploads, "b.txt", content, size)
    assert refused.value.key == key
    assert [upload.name for upload in uploads.files()] == ["a.txt"]
    assert [path.name for path in uploads.folder.iterdir()] == ["a.txt"]


def test_the_quota_holds_for_bytes_and_files(tmp_path):
    uploads = Uploads(tmp_path, Limits(file_bytes=100, total_bytes=150, files=2))
    store(uploads, "a.txt", b"x" * 100)
    with pytest.raises(UploadError, match="would have 160 bytes"):
        store(uploads, "b.txt", b"x" * 60)
    store(uploads, "b.txt", b"x" * 50)
    with pytest.raises(UploadError):
        store(uploads, "c.txt", b"")
    uploads.remove("a.txt")
    assert [upload.name for upload in uploads.files()] == ["b.txt"]
    with pytest.raises(UploadError, match="no uploaded file"):
        uploads.remove("a.txt")


@pytest.mark.parametrize(
    "name",
    [
        *("../a.txt", "..", "/etc/passwd.txt", "a/b.txt", "a\\b.txt", ".hidden.txt", "", " ", "a\x00.txt", "a\n.txt"),
        *("x" * 300 + ".txt", "a.exe", "a", "a.txt\u202e", "\ud800.txt", "C:\\a.txt", " a.txt", "a.txt?", "<a/b>.txt"),
    ],
)
def test_names_that_could_lead_elsewhere_are_refused(name):
    with pytest.raises(UploadError):
        checked_name(name)


def test_the_name_of_an_upload_is_kept_in_one_form():
    assert checked_name("Ї".encode().decode() + ".txt") == checked_name("І\u0308.txt") == "Ї.txt"
    assert (
        checked_name("Знімок о 3.04\u202fPM.pdf") == checked_name("Знімок\xa0о 3.04 PM.pdf") == "Знімок о 3.04 PM.pdf"
    )


def test_a_name_as_long_as_a_disk_allows_is_kept(tmp_path):
    uploads, name = Uploads(tmp_path, Limits()), "Про порядок " + "й" * 114 + ".md"
    assert len(name.encode()) == 253
    store(uploads, name, b"one")
    assert [upload.name for upload in uploads.files()] == [name]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Хто винен?.txt", "Хто винен_.txt"),
        ("Розділ 1: «Весна» | чернетка*.md", "Розділ 1_ «Весна» _ чернетка_.md"),
        ('"C:a".txt', "_C_a_.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
    ],
)
def test_marks_that_some_systems_forbid_become_underscores(tmp_path, name, safe):
    uploads = Uploads(tmp_path, Limits())
    store(uploads, name, b"one")
    assert [upload.name for upload in uploads.files()] == [safe]
    assert has_unsafe_marks(name)
    assert not has_unsafe_marks(safe)
    uploads.remove(safe)
    assert uploads.files() == []


def test_every_file_of_the_list_can_be_removed_whoever_put_it_there(tmp_path):
    uploads = Uploads(tmp_path, Limits())
    store(uploads, "a.txt", b"one")
    for name in ("Чому?.txt", "І\u0308жак.md", "старий.exe"):
        (uploads.folder / name).write_text("x")
    (tmp_path / "beside.txt").write_text("x")
    for name in ("../beside.txt", ".part-1", "", ".."):
        with pytest.raises(UploadError, match="no uploaded file"):
            uploads.remove(name)
    for upload in uploads.files():
        uploads.remove(upload.name)
    assert list(uploads.folder.iterdir()) == []


# The last build


def test_the_report_of_a_build_is_written_and_read_again(tmp_path):
    skips = (Skipped("<b>.pdf", "is empty"),) * 2100
    report = BuildReport(("a",), (), ("b", "c"), ("d",), skips, ("a was read as cp1251",), build_seconds=1.5)
    written = write_last_build(tmp_path, report, tmp_path)
    assert written == read_last_build(tmp_path)
    assert (written.added, written.removed, written.skipped, len(written.reasons)) == (1, 2, 2100, 2000)
    shown = rebuild_markup(RebuildState(), written, UKRAINIAN)
    assert "2\u00a0100" in html.unescape(shown)
    assert ", за 2 секунди." in html.unescape(re.sub("<[^>]+>", "", shown))
    assert "<b>" not in shown
    assert shown.count("<li>") + shown.count("<li ") == 201  # two hundred skipped files and a warning
    write_last_build(tmp_path / "missing", report, tmp_path)  # a full disk loses this report, not the build


@pytest.mark.parametrize(
    "damage", ["", "[]", "{}", "null", '{"ended_at": "yesterday"}', '{"ended_at": "2026-01-01", "added": 1}', "\x00"]
)
def test_a_damaged_report_of_the_last_build_counts_as_none(tmp_path, damage):
    (tmp_path / "last-build.json").write_text(damage)
    assert read_last_build(tmp_path) is None


# The rebuild


@pytest.mark.parametrize("texts", read_texts().values())
def test_every_step_of_a_build_has_its_own_text_on_the_page_and_in_the_terminal(texts):
    shown = {rebuild_markup(RebuildState("running", step=step), None, texts) for step in (None, *BuildStep)}
    assert len(shown) == 7
    assert {f"step_{step}" for step in BuildStep} <= texts.table["sentences"].keys()


def test_the_step_that_a_build_reports_is_shown_and_an_unknown_one_is_not():
    assert read_event('{"step": "model", "done": 1, "total": 4}') == Step(BuildStep.MODEL, 1, 4)
    assert read_event('{"step": "Preparing the model", "done": 1, "total": 4}') is None
    preparing = RebuildState("running", BuildStep.MODEL)
    assert "<strong>Готуємо модель</strong>" in rebuild_markup(preparing, None, UKRAINIAN)


def ended(rebuild: Rebuild) -> RebuildState:
    """The rebuild once it has ended."""
    deadline = time.monotonic() + 120
    while rebuild.progress().state == "running":
        assert time.monotonic() < deadline, rebuild.progress()
        time.sleep(0.02)
    return rebuild.progress()


def test_a_rebuild_that_cannot_work_says_what_to_do(tmp_path):
    rebuild = Rebuild(tmp_path / "missing", tmp_path / "index")
    assert rebuild.start()
    assert not rebuild.start()
    progress = ended(rebuild)
    assert progress.state == "failed"
    assert "missing" in progress.error
    assert progress.fix


@pytest.mark.parametrize(
    "printed",
    [
        "{not JSON at all",
        "{}",
        "[1]",
        '{"step": "reading"}',
        '{"step": "reading", "done": "many", "total": 1}',
        '{"report": {}}',
        '{"error": 1}',
        "null",
        "{" * 100_000,
    ],
)
def test_what_a_library_prints_during_a_rebuild_does_not_stop_the_watching(tmp_path, monkeypatch, printed):
    library = tmp_path / "library"
    library.mkdir()
    (library / "sitecustomize.py").write_text(f"print({printed!r}, flush=True)")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(library), str(Path(__file__).parents[1])]))
    rebuild = Rebuild(tmp_path / "missing", tmp_path / "index")
    assert rebuild.start()
    progress = ended(rebuild)
    assert progress.state == "failed"
    assert "missing" in progress.error  # what the build itself said
