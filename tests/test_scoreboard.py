"""The scoreboard: right and wrong as worked by hand, measures as another program counts them, tables to the letter."""

import gzip
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import ir_measures
import numpy as np
import pytest
from ir_measures import nDCG

from benchmarks.scoreboard.chart import draw
from benchmarks.scoreboard.judging import Share, answers, document_first, ndcg, percentile_ms, right_first
from benchmarks.scoreboard.measuring import Figures
from benchmarks.scoreboard.protocol import Passage, read_passages, write_passages
from benchmarks.scoreboard.sets import change_article, lay_out_speed, passages_of
from benchmarks.scoreboard.table import NAMES, Run, answers_table, page, quality_table, ratios, times_table
from index import LocalStore, build
from qa.evaluation.records import GoldQuestion

ROOT = Path(__file__).parents[1]
LISTS = sorted((ROOT / "benchmarks" / "scoreboard").glob("*.txt"))
RUN = Run(date(2026, 1, 2), "abc1234", "a processor", 150, 12.4)


def passage(article: str, start: int = 0, page: int | None = None, text: str = "Зубр важить тонну.") -> Passage:
    return Passage(article, page, start, start + len(text), "Назва", text)


def gold(*articles: str, **known) -> GoldQuestion:
    return GoldQuestion("1", "?", bool(articles), articles, **known)


def test_ndcg_agrees_with_ir_measures_over_distinct_articles_and_over_distinct_pages():
    random = np.random.default_rng(3)
    found = [[passage(f"a{random.integers(12)}", n, int(random.integers(1, 4))) for n in range(50)] for _ in range(40)]
    for by_page in (False, True):
        asked = [gold(f"a{random.integers(14)}", page=int(random.integers(1, 4))) for _ in found]
        qrels, run = [], []
        for number, (own, wanted) in enumerate(zip(found, asked, strict=True)):
            name = f"{wanted.articles[0]}/{wanted.page}" if by_page else wanted.articles[0]
            qrels.append(ir_measures.Qrel(str(number), name, 1))
            units = [f"{each.article}/{each.page}" if by_page else each.article for each in own]
            for rank, unit in enumerate(dict.fromkeys(units)):
                run.append(ir_measures.ScoredDoc(str(number), unit, -rank))
        expected = ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10]
        reached = ndcg(found, asked, by_page)
        assert reached.value == pytest.approx(expected)
        assert reached.low <= reached.value <= reached.high
        assert reached.questions == 40


def test_the_first_passage_is_right_on_the_gold_page_or_in_the_gold_article_with_the_answer():
    texts = {"a": "Зубр важить тонну. Він їсть траву."}
    weighs, eats = passage("a"), passage("a", 19, text="Він їсть траву.")
    cases = [
        (weighs, gold("a", spans=((12, 17),)), True),
        (eats, gold("a", spans=((12, 17),)), False),
        (weighs, gold("a", answers=("тонну",)), True),
        (eats, gold("a", answers=("тонну",)), False),
        (eats, gold("a", answers=("of no article's words",)), True),
        (weighs, gold("b", answers=("тонну",)), False),
        (passage("a", page=2), gold("a", page=2), True),
        (passage("a", page=3), gold("a", page=2), False),
    ]
    for first, wanted, right in cases:
        assert right_first([[first, weighs]], [wanted], texts).value == right
        assert document_first([[first]], [wanted]).value == (first.article == wanted.articles[0])
    assert right_first([[]], [gold("a")], texts).value == 0


def test_answers_are_counted_among_answerable_and_unanswerable_questions_apart():
    texts = {"a": "Зубр важить тонну."}
    right = {"article": "a", "page": None, "start": 0, "end": 18, "text": texts["a"]}
    wrong = right | {"article": "b"}
    told = [
        {"answered": True, "sentence": right},
        {"answered": True, "sentence": wrong},
        {"answered": False, "sentence": right},
        {"answered": False, "sentence": None},
        {"answered": True, "sentence": wrong},
    ]
    asked = [gold("a", spans=((0, 4),))] * 4 + [gold()]
    figures = answers(told, asked, texts)
    assert {name: share.value for name, share in figures.items()} == {
        "right": 0.25,
        "refused": 0.5,
        "wrongly answered": 1.0,
    }
    assert "wrongly answered" not in answers(told[:1], asked[:1], texts)


def test_a_percentile_of_seconds_is_in_milliseconds():
    assert percentile_ms([0.3, 0.1, 0.2], 50) == pytest.approx(200)
    assert percentile_ms([0.01 * n for n in range(101)], 95) == pytest.approx(950)


def figures(ndcg_: float, rate: float, build_seconds: float, asked_ms: float, **more) -> Figures:
    shares = {"ndcg": Share(ndcg_, ndcg_ - 0.02, ndcg_ + 0.04, 2), "first": Share(0.5, 0.4, 0.6, 2)}
    return Figures(
        versions={"thing": "1.0"},
        quality={"uk_pdf, pages": shares},
        passages_a_second=[rate, rate + 2, rate - 1],
        build_seconds=build_seconds,
        change_seconds=[0.5],
        retrieve_p50_ms=[asked_ms],
        retrieve_p95_ms=[2 * asked_ms],
        start_seconds=[1.0],
        build_mb=100,
        serve_mb=[50.0],
        disk_mb=1.25,
        **more,
    )


MEASURED = {
    "dzherelo": figures(0.9, 1200, 10, 5, ask_p50_ms=[90], ask_p95_ms=[200]),
    "langchain": figures(0.8, 300, 30, 40),
    "txtai": figures(0.6, 200, 35, 20),
}


def test_the_table_of_quality_has_half_of_the_interval_and_the_best_in_bold():
    assert quality_table(MEASURED).splitlines() == [
        "| set (questions) |  | Dzherelo | LangChain | txtai |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| uk_pdf, pages (2) | nDCG@10 | **0.900 ± 0.030** | 0.800 ± 0.030 | 0.600 ± 0.030 |",
        "| uk_pdf, pages (2) | right first | **0.500 ± 0.100** | **0.500 ± 0.100** | **0.500 ± 0.100** |",
    ]


def test_the_table_of_times_has_medians_spreads_and_a_dash_where_a_peer_has_none():
    lines = times_table(MEASURED).splitlines()
    assert lines[2] == (
        "| passages encoded a second | **1,200 (1,199–1,202)** | 300 (299–302) | 200 (199–202) |"
    )  # fmt: skip
    assert "| build, s | **10.0** | 30.0 | 35.0 |" in lines
    assert "| question to passages, p50, ms | **5** | 40 | 20 |" in lines
    assert "| question to a read answer, p50, ms | 90 | – | – |" in lines
    unread = {name: each for name, each in MEASURED.items() if name != "dzherelo"}
    assert "question to a read answer" not in times_table(unread)


def test_ratios_are_to_the_best_peer_and_of_questions_to_the_best_of_comparable_quality():
    lines = ratios(MEASURED)
    assert lines[0] == "Mean nDCG@10: ours 0.900; LangChain 0.800, txtai 0.600"
    assert "passages encoded a second: ours 4.0 × better than the best, LangChain (goal 6 ×)" in lines
    assert "build: ours 3.0 × better than the best, LangChain (goal 3 ×)" in lines
    assert (
        "question to passages, p50: ours 8.0 × better than the best, LangChain (goal 8 ×)" in lines
    )  # txtai finds much less
    slower = {**MEASURED, "dzherelo": figures(0.9, 150, 60, 5)}
    assert "build: ours 2.0 × worse than the best, LangChain (goal 3 ×)" in ratios(slower)
    assert "passages encoded a second: ours 2.0 × worse than the best, LangChain (goal 6 ×)" in ratios(slower)
    assert ratios({"dzherelo": MEASURED["dzherelo"]}) == []


def test_the_page_says_when_on_what_and_why_a_peer_is_missing():
    written = page(RUN, MEASURED, {"haiku": "No module named 'x'"})
    assert "on 2026-01-02, in 12 minutes, at commit `abc1234`" in written
    assert "Processor: a processor." in written
    assert "Every 150th article" in written
    assert "- haiku.rag: stopped in this run by `No module named 'x'`" in written
    assert "| LangChain | thing 1.0 |" in written


def test_our_answers_have_a_dash_where_a_set_has_no_unanswerable_question():
    share = Share(0.5, 0.25, 0.75, 4)
    told = {"uk_wiki": {"right": share, "refused": share}}
    assert answers_table(told).splitlines()[-1] == "| uk_wiki | 0.500 ± 0.250 | 0.500 ± 0.250 | – |"


def test_the_chart_names_every_peer_and_has_no_ground_of_its_own(tmp_path):
    pytest.importorskip("matplotlib")
    drawn = ElementTree.parse(draw(MEASURED, tmp_path / "chart.svg"))
    written = " ".join("".join(each.itertext()) for each in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert {NAMES[name] for name in MEASURED} <= set(re.findall(r"[\w.]+", written))
    [ground] = [each for each in drawn.iter() if each.get("id") == "patch_1"]
    assert "fill: none" in ElementTree.tostring(ground, "unicode")


def test_passages_come_back_from_their_file_as_they_were(tmp_path):
    told = [passage("a/б.md", 3, 7), passage("c", text="«\u2028»\n\t")]
    assert read_passages(write_passages(tmp_path / "passages.jsonl", told)) == told
    assert (told[0].id, told[0].content) == ("a/б.md@3", "Назва\nЗубр важить тонну.")


PEER = """
import sys
from benchmarks.scoreboard.protocol import Peer, serve
class Words(Peer):
    versions = ("pytest",)
    def __init__(self, model): self.model = model
    def encode(self, passages): self.held = passages
    def build(self, folder, corpus, passages): print("chatter"); self.held = passages; self.open(folder)
    def change(self, corpus, article, passages): self.held += passages
    def open(self, folder): folder.write_text("open")
    def retrieve(self, question, k): return [each.id for each in self.held if question in each.text][:k]
    def close(self): print(self.model.name, "closed", file=sys.stderr)
serve(Words)
"""


def test_a_peer_in_a_process_answers_in_lines_and_its_chatter_stays_out_of_them(tmp_path):
    one = str(write_passages(tmp_path / "one.jsonl", [passage("a")]))
    two = str(write_passages(tmp_path / "two.jsonl", [passage("b", text="Зубр і бджола.")]))
    told = [
        {"do": "build", "folder": str(tmp_path / "index"), "corpus": "corpus", "passages": one},
        {"do": "change", "corpus": "corpus", "article": "b", "passages": two},
        {"do": "retrieve", "questions": ["Зубр", "бджола", "кит"], "k": 2},
        {"do": "ask", "questions": ["Зубр"]},
        {"do": "versions"},
    ]
    lines = "".join(json.dumps(each) + "\n" for each in told)
    command = [sys.executable, "-c", PEER, "folder/model"]
    done = subprocess.run(command, input=lines, cwd=ROOT, capture_output=True, text=True, check=True)
    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["peak_mb"] > 5 for each in answered] == [True] * 5
    assert answered[2]["found"] == [["a@0", "b@0"], ["b@0"], []]
    assert len(answered[2]["seconds"]) == 3
    assert answered[3]["found"] == [None]
    assert answered[4]["versions"] == {"pytest": pytest.__version__}
    assert done.stderr.splitlines() == ["chatter", "model closed"]
    assert (tmp_path / "index").read_text() == "open"


def test_articles_for_speed_are_every_so_many_th_and_one_changes_alone(tmp_path):
    rows = [{"id": f"n{n}", "title": "Т", "text": f"Речення {n}. " * 60} for n in range(7)]
    with gzip.open(tmp_path / "uk_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    corpus = lay_out_speed(tmp_path, tmp_path / "work", every=3)
    assert [json.loads(file.read_text())["id"] for file in sorted(corpus.iterdir())] == ["n0", "n3", "n6"]
    before = {file.name: file.read_bytes() for file in corpus.iterdir()}
    assert change_article(corpus, 1) == "n3"
    changed = [file.name for file in corpus.iterdir() if file.read_bytes() != before[file.name]]
    assert changed == ["00003.jsonl"]
    assert json.loads((corpus / "00003.jsonl").read_text())["text"].endswith(rows[3]["text"])


def test_the_passages_given_to_peers_are_slices_of_the_articles(tmp_path):
    (tmp_path / "corpus").mkdir()
    text = "\n\n".join(f"Абзац {n} про зубра. " + "Він живе в лісі й важить тонну. " * 12 for n in range(4))
    (tmp_path / "corpus" / "a.md").write_text(f"# Зубр\n\n{text}\n")
    build(tmp_path / "corpus", tmp_path / "index")
    with LocalStore(tmp_path / "index") as store:
        article = store.generation().find("a.md")
    told = list(passages_of(tmp_path / "index"))
    assert len(told) > 2
    assert {(each.article, each.title, each.page) for each in told} == {("a.md", article.title, None)}
    assert all(article.text[each.start : each.end] == each.text for each in told)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_package_of_a_peer_is_pinned_and_none_is_for_a_graphics_card(path):
    lines = path.read_text().splitlines()
    assert lines
    assert all(re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line) for line in lines)
    assert "torch==2.13.0" in lines
    assert not any(re.match(r"nvidia|cuda|triton", line) for line in lines)


def test_every_peer_but_ours_has_a_list_and_a_module_of_its_own():
    peers = {path.stem for path in (ROOT / "benchmarks" / "scoreboard" / "peers").glob("*.py")} - {"__init__"}
    assert peers == set(NAMES)
    assert {path.stem for path in LISTS} == peers - {"dzherelo"}
