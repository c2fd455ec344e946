"""The commands `verify` and `mentions`, on a small archive: what they print for people and for programs."""

import csv
import json

import pytest
from typer.testing import CliRunner

from index.errors import CorpusError, QuestionError
from ui.cli import app


@pytest.fixture
def run(archive):
    """A function that runs a command on the archive and gives its output; an error is raised."""

    def run(*arguments, **options):
        result = CliRunner().invoke(app, [*map(str, arguments), "--index", str(archive)], **options)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return run


ALTERED = "Міст завдовжки 48 метрів, а коштував він 12 мільйонів гривень"
DRAFT = f"Коваль сказав: «{ALTERED}».\n\n«Ніхто такого не писав ніде»."


def test_verify_tells_every_quotation_with_its_place_and_differences(run, tmp_path):
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    lines = run("verify", tmp_path / "draft.txt").splitlines()
    assert lines[0] == f"1. altered  “{ALTERED}”"
    assert lines[1] == "   “48 метрів” instead of “84 метри”"
    assert lines[2] == "   The attribution was checked, too: Коваль."
    assert lines[3].startswith("   Міст через Ікву · radio-1:")
    assert "2. not found  “Ніхто такого не писав ніде”" in lines
    assert lines[-1] == "Quotations: 2; 1 altered, 1 not found."


def test_verify_reads_a_pipe_and_gives_json(run):
    found = json.loads(run("verify", "-", "--json", input=DRAFT.encode()))
    assert [check["verdict"] for check in found["checks"]] == ["altered", "not_found"]
    first = found["checks"][0]
    assert first["place"]["text"] == "Міст завдовжки 84 метри, а коштував він 12 мільйонів гривень"
    assert first["quotation"]["start"] == DRAFT.index("Міст")
    assert run("verify", "-", input="Без цитат.".encode()) == "The draft contains no quotations.\n"


def test_verify_lists_names_after_the_quotations_and_does_not_count_them(run):
    named = f"{DRAFT}\n\nРоман «Тигролови» вийшов. Міст «Південний» закрили."
    lines = run("verify", "-", input=named.encode()).splitlines()
    assert lines[-2] == "Quotations: 2; 1 altered, 1 not found."
    assert lines[-1] == "Probably names or titles; not in the articles: “Тигролови”, “Південний”."
    alone = run("verify", "-", input="Роман «Тигролови» є.".encode()).splitlines()
    assert alone == ["The draft contains no quotations.", lines[-1].replace(", “Південний”", "")]


def test_a_draft_that_cannot_be_read_is_named(run, tmp_path):
    (tmp_path / "draft.md").write_bytes(b"%PDF-1.7 " + bytes(200))
    with pytest.raises(CorpusError, match=r"the draft .*draft.md could not be read: is actually a PDF file"):
        run("verify", tmp_path / "draft.md")
    (tmp_path / "draft.exe").write_bytes(b"MZ" + bytes(200))
    with pytest.raises(CorpusError, match=r"draft.exe could not be read: is not in a supported format \(\.txt, "):
        run("verify", tmp_path / "draft.exe")
    with pytest.raises(CorpusError, match=r"lost.md cannot be read: No such file"):
        run("verify", tmp_path / "lost.md")


def test_a_draft_in_html_is_read_as_an_article_is(run, tmp_path):
    paragraph = "<p>Він додав: «Трос зносився, а нового ніхто не купує».</p>"
    (tmp_path / "draft.html").write_text(f"<html><body><article><h1>Пором</h1>{paragraph * 3}</article>", "utf-8")
    found = json.loads(run("verify", tmp_path / "draft.html", "--json"))
    assert {check["verdict"] for check in found["checks"]} == {"exact"}


def test_the_quotation_elements_of_a_draft_in_html_are_checked(run, tmp_path):
    said = "<p>Він додав: <q class=x>Трос зносився</q>, і пішов.</p><p>Він писав про це в газеті щороку.</p>"
    block = "<blockquote><p>Новий міст через Ікву відкрили у вівторок.</p><p>Зубри літають низько.</p></blockquote>"
    bare = "<blockquote>Торік тут ходив пором</blockquote>"
    (tmp_path / "draft.html").write_text(f"<html><body><article><h1>Пором</h1>{said}{block}{bare}</article>", "utf-8")
    found = json.loads(run("verify", tmp_path / "draft.html", "--json"))["checks"]
    assert [(check["quotation"]["text"], check["verdict"]) for check in found] == [
        ("Трос зносився", "exact"),
        ("Новий міст через Ікву відкрили у вівторок.", "exact"),
        ("Зубри літають низько.", "not_found"),
        ("Торік тут ходив пором", "exact"),
    ]


def test_mentions_are_summed_and_listed_newest_first(run):
    lines = run("mentions", "громада").splitlines()
    assert lines[:3] == [
        "громада: 3 mentions in 3 passages of 3 articles",
        "by year: 2026 2, 2025 1",
        "by source: radio.example 2, Районна газета 1",
    ]
    heads = [line for line in lines if line.startswith("202")]
    assert heads == [
        "2026-02-10  Карантин у Вишневому (1)",
        "2026-02-03  Міст через Ікву (1)",
        "2025-06-11  Пором на Ікві (1)",
    ]


def test_mentions_are_a_table_or_json_for_programs(run):
    rows = list(csv.DictReader(run("mentions", "громада", "--csv").splitlines()))
    assert [row["article_id"] for row in rows] == ["radio-2", "radio-1", "gazeta-1"]
    assert (rows[0]["published"], rows[0]["mentions"], rows[0]["page"]) == ("2026-02-10", "1", "")
    found = json.loads(run("mentions", "громада", "--since", "2026-02-04", "--language", "ua", "--json"))
    assert (found["count"], found["by_year"]) == (1, [{"name": "2026", "articles": 1, "passages": 1, "count": 1}])
    with pytest.raises(QuestionError, match="no word"):
        run("mentions", "«»")


def test_the_time_in_a_question_is_shown_and_can_be_ignored(run):
    asked = ("ask", "Що сталося у лютому 2026 на мосту через Ікву?", "--no-reader")
    assert "First: February 2026 (all dates: --no-time)" in run(*asked)
    assert "--no-time" not in run(*asked, "--no-time")
    assert json.loads(run(*asked, "--json"))["time"]["since"] == "2026-02-01"
