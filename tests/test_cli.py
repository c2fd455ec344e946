"""The command line as a person and a program use it: real processes, real output."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from qa import Answer, Citation, Hit
from ui.cli import app

ROOT = Path(__file__).parents[1]
DZHERELO = Path(sys.executable).with_name("dzherelo")


def run(*arguments, cwd=ROOT):
    return subprocess.run([DZHERELO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a corpus of two articles and its index, both where the commands look by default."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "corpus").mkdir()
    (folder / "corpus/zubr.md").write_text(
        "---\ntitle: Зубр\npublished: 2025-02-11\nlanguage: uk\n---\n\nЗубр важить до 900 кг. Живе він у пущі.\n",
        encoding="utf-8",
    )
    (folder / "corpus/moon.txt").write_text("The Moon is the only natural satellite of the Earth.", encoding="utf-8")
    (folder / "corpus/photo.png").write_bytes(b"\x89PNG")
    return folder, run("build", "--json", cwd=folder)


def test_the_version_is_that_of_the_installed_package():
    assert run("--version").stdout == f"dzherelo {version('dzherelo')}\n"


def test_build_reports_what_it_did(built):
    folder, process = built
    assert process.returncode == 0, process.stderr
    report = json.loads(process.stdout)
    assert report["added"] == ["moon.txt", "zubr.md"]
    assert [file for file, _ in report["skipped"]] == ["photo.png"]
    assert report["passages_encoded"] == 2
    again = run("build", cwd=folder)
    assert "0 added, 0 changed, 0 removed, 2 unchanged, 1 skipped; 0 passages encoded" in again.stdout
    assert "photo.png" in again.stdout


@pytest.mark.parametrize("command", ["build", "doctor"])
def test_a_folder_that_is_not_there_is_named_before_anything_else(built, command):
    folder, _ = built
    process = run(command, "lost", cwd=folder)
    assert (process.returncode, process.stderr.splitlines()[0]) == (1, "Error: There is no folder lost")


def test_an_option_of_the_http_server_needs_it(built, monkeypatch):
    folder, _ = built
    process = run("mcp", "--port", "8000", cwd=folder)
    assert process.returncode == 2
    assert "--port is an option of the server over HTTP: add --http" in process.stderr
    monkeypatch.setenv("DZHERELO_TOKEN", "for serve")
    process = subprocess.run([DZHERELO, "mcp"], stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, check=False)
    assert process.returncode == 0


def test_ask_prints_the_answer_with_the_fixed_field_names(built):
    folder, _ = built
    process = run("ask", "Чи важить зубр до 900 кг?", "--no-reader", "--json", cwd=folder)
    assert process.returncode == 0, process.stderr
    answer = json.loads(process.stdout)
    assert set(answer) == {field.name for field in fields(Answer)}
    first = answer["citations"][0]
    assert set(first) == {field.name for field in fields(Citation)}
    assert first["published"] == "2025-02-11"
    assert first["text"][first["answer_start"] - first["start"] : first["answer_end"] - first["start"]] == (
        "Зубр важить до 900 кг."
    )


def test_ask_puts_the_quote_first_and_says_where_it_stands(built):
    folder, _ = built
    lines = run("ask", "Чи важить зубр до 900 кг?", "--no-reader", cwd=folder).stdout.splitlines()
    assert lines[0] == "«Зубр важить до 900 кг.» [1]"
    assert any("[1] Зубр" in line for line in lines)
    assert any("zubr.md · 2025-02-11 · uk" in line for line in lines)


def test_a_refusal_is_an_answer_and_ends_with_status_0(built):
    folder, _ = built
    process = run("ask", "Як полагодити пральну машину?", "--no-reader", cwd=folder)
    assert process.returncode == 0
    assert process.stdout.startswith("No sure answer found in the articles.\nClosest passages (2):\n")


def test_a_question_in_the_wrong_layout_is_repaired_unless_it_is_searched_as_typed(built):
    folder, _ = built
    put_right = run("search", "Pe,h df;bnm", cwd=folder)
    assert put_right.stdout.startswith("Searched for: Зубр важить (as you typed it: --as-typed)\n")
    assert "Searched for:" not in run("search", "Pe,h df;bnm", "--as-typed", cwd=folder).stdout


def test_search_prints_hits_with_the_fixed_field_names(built):
    folder, _ = built
    hits = json.loads(run("search", "satellite", "-k", "1", "--language", "en", "--json", cwd=folder).stdout)["hits"]
    assert len(hits) == 1
    assert set(hits[0]) == {field.name for field in fields(Hit)}
    assert hits[0]["article_id"] == "moon.txt"


def test_the_passages_of_a_question_with_a_history_are_found_without_the_reader_too(built):
    folder, _ = built
    history = ["--history", "Скільки важить зубр?"]
    hits = json.loads(run("search", "А де він живе?", *history, "--no-reader", "--json", cwd=folder).stdout)["hits"]
    assert [hit["article_id"] for hit in hits][:1] == ["zubr.md"]


def test_status_counts_and_finds_no_over_long_passage(built):
    folder, _ = built
    state = json.loads(run("status", "--json", cwd=folder).stdout)
    assert (state["articles"], state["passages"], state["overlong_passages"]) == (2, 2, 0)
    assert state["languages"] == {"uk": 1, "en": 1}
    assert "over-long passages  none" in run("status", cwd=folder).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ask", ""], 1, ["the question is empty", "Fix: "]),
        (["ask", "a" * 100_000], 1, ["100,000 characters", "Fix: "]),
        (["ask", "Хто?", "--index", "nowhere"], 1, ["no index in", "nowhere", "dzherelo build"]),
        (["ask", "Хто?", "--since", "вчора"], 1, ["'вчора'", "YYYY-MM-DD"]),
        (["build", "nowhere"], 1, ["nowhere", "Fix: "]),
        (["build", "empty", "--index", "new"], 1, ["empty", "Fix: "]),
        (["build", "empty"], 1, ["/corpus; ", " of empty", "--index DIR", "--replace"]),
        (["serve", "--corpus", "nowhere", "--port", "0"], 1, ["There is no folder nowhere", "Fix: "]),
        (["serve", "--corpus", "empty", "--port", "0"], 1, ["/corpus; ", " of empty", "--replace"]),
        (["serve", "--name", "https://news.example"], 1, ["'https://news.example' is not a host name", "Fix: "]),
        (["serve", "--port", "70000"], 2, ["--port"]),
        (["status", "--index", "nowhere"], 1, ["no index in", "nowhere", "dzherelo build"]),
        (["serve", "--index", "nowhere", "--port", "0"], 1, ["no index in", "dzherelo build", "dzherelo demo"]),
        (["ask"], 2, ["Missing argument"]),
        (["search", "Хто?", "-k", "0"], 2, ["-k"]),
        (["ask", "Хто?", "--store", "milvus"], 2, ["--uri"]),
        (["ask", "Хто?", "--uri", "http://127.0.0.1:19530"], 2, ["--store milvus"]),
        (["ask", "Хто?", "--store", "x"], 2, ["'--store': 'x' is not one of local, milvus"]),
        (["fly"], 2, ["No such command"]),
    ],
)
def test_every_error_says_what_is_wrong_and_how_to_fix_it(built, arguments, status, words):
    folder, _ = built
    (folder / "empty").mkdir(exist_ok=True)
    process = run(*arguments, cwd=folder)
    assert process.returncode == status
    assert process.stdout == ""
    assert all(word in process.stderr for word in words), process.stderr
    assert "Traceback" not in process.stderr


def test_the_help_shows_a_value_only_where_an_option_takes_one():
    shown = run("ask", "--help").stdout
    assert "<bool>" not in shown
    assert "STORE" in shown


def test_an_index_keeps_to_the_folder_that_it_was_built_from(tmp_path):
    for name in ("corpus", "news", "blog"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"Tides in {name} are caused by the Moon.", encoding="utf-8")

    def report(*arguments):
        process = run("build", *arguments, "--json", cwd=tmp_path)
        assert process.returncode == 0, process.stderr
        built = json.loads(process.stdout)
        return built["added"], built["removed"], built["unchanged"]

    def refused():
        process = run("build", cwd=tmp_path)
        return process.returncode == 1 and "is gone" in process.stderr and "dzherelo build CORPUS" in process.stderr

    assert report("news") == (["news.txt"], [], [])
    assert report() == ([], [], ["news.txt"])
    assert report("./news/../news") == ([], [], ["news.txt"])
    assert report("blog", "--dry-run") == (["blog.txt"], ["news.txt"], [])
    assert run("build", "blog", cwd=tmp_path).returncode == 1
    assert report() == ([], [], ["news.txt"])
    assert report("blog", "--replace") == (["blog.txt"], ["news.txt"], [])
    (tmp_path / "blog").rename(tmp_path / "posts")
    assert refused()
    assert report("posts") == ([], [], ["blog.txt"])

    (tmp_path / ".dzherelo" / "catalogue.sqlite3").write_bytes(b"damaged")
    repaired = run("doctor", "--repair", "--json", cwd=tmp_path)
    assert json.loads(repaired.stdout)["healthy"], repaired.stdout
    assert report() == ([], [], ["blog.txt"])


def test_a_read_only_page_may_show_the_files_of_a_copy(built, tmp_path):
    folder, _ = built
    shutil.copytree(folder / "corpus", tmp_path / "copy")
    command = [DZHERELO, "serve", "--port", "0", "--json", "--no-reader", "--read-only", "--corpus", tmp_path / "copy"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        printed = server.stdout.readline()
        server.send_signal(signal.SIGINT)
    assert json.loads(printed)["corpus"] == str(tmp_path / "copy")


def test_serve_tells_programs_where_the_page_is_on_one_line(built):
    folder, _ = built
    command = [DZHERELO, "serve", "--port", "0", "--json", "--no-reader"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        printed = json.loads(server.stdout.readline())
        try:
            assert urlopen(printed["urls"]["en"]).status == urlopen(printed["urls"]["uk"]).status == 200
        finally:
            server.send_signal(signal.SIGINT)
    assert server.returncode == 0
    assert printed["url"].startswith("http://127.0.0.1:")
    assert (printed["articles"], printed["pid"], printed["read_only"]) == (2, server.pid, False)
    assert (printed["index"], printed["corpus"]) == (".dzherelo", "corpus")


def test_the_command_line_is_in_ukrainian_if_the_locale_asks_for_it(built):
    folder, _ = built
    environment = {**os.environ, "LC_ALL": "uk_UA.UTF-8"}

    def run_in_ukrainian(*arguments):
        command = [DZHERELO, *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, env=environment)

    refused = run_in_ukrainian("ask", "Як полагодити пральну машину?", "--no-reader")
    assert refused.stdout.startswith("Певної відповіді у статтях не знайдено.\nНайближчі місця (2):\n")
    wrong = run_in_ukrainian("ask", "")
    assert wrong.stderr == (
        "Помилка: запитання порожнє\nЩо робити: Запитайте словами, наприклад: Хто написав «Кобзар»?\n"
    )
    assert "Лише показати, що зміниться" in run_in_ukrainian("build", "--help").stdout


def test_help_names_every_command():
    process = run("--help")
    assert process.returncode == 0
    for command in ("build", "ask", "search", "serve", "status", "doctor", "eval", "verify", "mentions"):
        assert command in process.stdout
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
