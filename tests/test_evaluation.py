import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index import build
from index.catalogue.entries import Published
from index.errors import CorpusError, DzhereloError, QuestionError
from index.generation import Filter, Generation, Rows
from index.index_folder import IndexFolder
from index.local_store import LocalStore
from index.model import Encoder, open_encoder
from index.text.fold import grams
from qa import Assistant
from qa.evaluation import ablation, aggregates, cached_index, choose_questions, draw_charts, evaluate
from qa.evaluation.aggregates import MEASURES
from qa.evaluation.held_out import StoreWithout
from qa.evaluation.records import GoldQuestion, Report
from qa.evaluation.runner import Asker
from qa.question import read_question
from qa.retrieval import search
from support.indexes import generation_of
from ui.cli import app
from ui.cli.evaluation_report import _NAMES, print_evaluation
from ui.texts import read_texts
from ui.texts.messages import translated

DNIPRO = "Дніпро — найдовша річка України. Вона тече з півночі на південь. Довжина Дніпра становить 2201 км."
KOBZAR = "Тарас Шевченко видав збірку «Кобзар» у Петербурзі. Книга вийшла друком 1840 року накладом тисяча примірників."
MOON = "The Moon is the only natural satellite of the Earth. Its gravity pulls the oceans and raises the tides."
BEES = "Die Honigbiene sammelt Nektar und Pollen. Ein Volk besteht im Sommer aus vierzigtausend Bienen."
ARTICLES = {"dnipro.md": DNIPRO, "kobzar.md": KOBZAR, "moon.md": MOON, "bees.md": BEES}
TITLES = {"dnipro.md": "Дніпро", "kobzar.md": "Перше видання Кобзаря", "moon.md": "Moon and tides", "bees.md": "Bienen"}


def write_corpus(folder: Path, ids: list[str]) -> Path:
    folder.mkdir()
    for id in ids:
        (folder / id).write_text(f"# {TITLES[id]}\n\n{ARTICLES[id]}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    build(write_corpus(folder / "corpus", list(ARTICLES)), folder / "index")
    return folder / "index"


def published(index_dir: Path) -> Published:
    with LocalStore(index_dir) as store:
        return store.published()


def records(path: Path, *ids: str, text: str = "") -> Path:
    lines = [json.dumps({"id": id, "title": TITLES[id], "text": text or ARTICLES[id]}) for id in ids]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def quiet(step: str, done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def asker(index_dir: Path) -> Iterator[Asker]:
    with Asker(index_dir) as asker:
        yield asker


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder()


LENGTH = GoldQuestion("length", "Яка довжина Дніпра?", True, ("dnipro.md",), answers=("2201 км",))


def test_a_question_whose_sentence_is_found_counts_as_right_everywhere(asker: Asker) -> None:
    (found,) = asker.ask([LENGTH], quiet)
    assert found.article_ranks == (1,)
    assert (found.right, found.right_article, found.sentence_if_right) == (True, True, True)
    assert (found.kind, found.language, found.first_cited) == ("direct", "uk", "dnipro.md")
    assert found.sentence is not found.refused
    assert found.page_ranks is None


def test_questions_are_asked_with_the_reader_as_everywhere_else(asker: Asker, index_dir: Path) -> None:
    (found,) = asker.ask([LENGTH], quiet)
    with Assistant.open(index_dir) as read, Assistant.open(index_dir, reader=None) as unread:
        answers = [assistant.ask(LENGTH.question) for assistant in (read, unread)]
    confidences = [(each.citations or each.near_misses)[0].confidence for each in answers]
    assert found.confidence == confidences[0] != confidences[1]


def test_gold_that_is_not_what_the_passage_holds_counts_as_wrong(asker: Asker) -> None:
    wrong_article, wrong_place, not_quotable = asker.ask(
        [
            replace(LENGTH, id="1", articles=("bees.md",), answers=("Nektar", "2201 км")),
            replace(LENGTH, id="2", spans=((10, 18),)),
            replace(LENGTH, id="3", answers=("дві тисячі двісті один кілометр",)),
        ],
        quiet,
    )
    assert (wrong_article.right, wrong_article.right_article, wrong_article.sentence) == (False, False, False)
    assert wrong_article.sentence_if_right is None
    assert wrong_article.article_ranks[0] > 1
    assert (wrong_place.right, wrong_place.sentence_if_right) == (True, False)
    assert (not_quotable.right, not_quotable.sentence, not_quotable.sentence_if_right) == (True, None, None)


def test_several_gold_articles_are_ranked_each(asker: Asker) -> None:
    (found,) = asker.ask([replace(LENGTH, articles=tuple(ARTICLES))], quiet)
    assert found.article_ranks == (1, 2, 3, 4)


def texts_at(generation: Generation, rows: Rows) -> set[str]:
    return {passage.text for passage in generation.passages_at(rows)}


def test_hidden_articles_are_never_found_and_their_words_not_counted(
    asker: Asker, encoder: Encoder, tmp_path: Path
) -> None:
    build(write_corpus(tmp_path / "rest", ["kobzar.md", "moon.md", "bees.md"]), tmp_path / "index")
    rest = generation_of(tmp_path / "index")
    without = StoreWithout(asker.store, ["dnipro.md"]).generation()
    vector = encoder.encode_question(LENGTH.question)
    found, expected = without.dense(vector, 10, Filter())[0], rest.dense(vector, 10, Filter())[0]
    assert texts_at(without, found) == texts_at(rest, expected)
    for text in (LENGTH.question, "Кобзар вийшов у Петербурзі", "the tides"):
        ours, theirs = without.lexical(text, 2, Filter())[0], rest.lexical(text, 2, Filter())[0]
        assert texts_at(without, ours) == texts_at(rest, theirs)
    counted = grams("дніпро") + grams("книга") + grams("moon")
    assert without.document_frequencies(counted) == rest.document_frequencies(counted)
    assert without.passage_count == rest.passage_count
    assert texts_at(without, without.holding((), Filter(language="uk"))) == {KOBZAR}


def test_a_held_out_question_is_asked_as_if_its_article_were_not_there(asker: Asker, encoder: Encoder) -> None:
    twin = replace(LENGTH, answerable=False, articles=(), answers=(), hidden=("dnipro.md",))
    (found,) = asker.ask([twin], quiet)
    assert found.first_cited not in ("", "dnipro.md")
    assert (found.right, found.ask_ms) == (False, None)
    with Assistant(StoreWithout(asker.store, list(ARTICLES)), encoder) as nothing:
        assert nothing.retrieve(LENGTH.question) == []
        assert nothing.ask(LENGTH.question).status == "no_answer"


def test_articles_that_the_index_lacks_are_counted_and_named(asker: Asker) -> None:
    with pytest.raises(QuestionError) as caught:
        asker.ask([LENGTH, replace(LENGTH, id="2", articles=("a.md", "b.md"))], quiet)
    assert caught.value.message == (
        "the index lacks articles that the questions name (2), such as 'a.md' (question 2), 'b.md' (question 2)"
    )
    assert "'bees.md'" in caught.value.fix


def test_a_span_beyond_the_article_is_an_error(asker: Asker) -> None:
    with pytest.raises(QuestionError, match="the span 5–9999 of question length is beyond the"):
        asker.ask([replace(LENGTH, spans=((5, 9999),))], quiet)


def test_pages_are_ranked_by_article_and_page_and_the_next_page_counts_as_near(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    name = "fb285f08989b559f0080c9dd096d3557860f919d.pdf"
    (folder / name).write_bytes((shared / "data" / "uk_pdf" / "pdf" / name).read_bytes())
    build(folder, tmp_path / "index")
    with Asker(tmp_path / "index") as asker, Assistant.open(tmp_path / "index") as assistant:
        page_of = {row: int(page) for row, page in enumerate(asker.generation.passages["page"])}
        question = asker.generation.passage_text(0)[:300]
        ranked = list(dict.fromkeys(hit.page for hit in assistant.retrieve(question, 100)))
        gold = GoldQuestion("1", question, True, (name,), page=page_of[0])
        exact, beside = asker.ask([gold, replace(gold, id="2", page=page_of[0] + 1)], quiet)
    assert ranked[0] == page_of[0]
    assert (exact.page_ranks, exact.near_page_ranks, exact.right) == ((1,), (1,), True)
    assert (beside.page_ranks, beside.near_page_ranks, beside.right) == (
        (ranked.index(page_of[0] + 1) + 1,),
        (1,),
        False,
    )


def test_gold_pages_of_the_public_pdfs_count_from_one(shared: Path) -> None:
    import pypdfium2

    from index.text.fold import folded_words

    words: dict[str, list[set[str]]] = {}
    best = {-1: 0, 0: 0, 1: 0}
    for line in (shared / "data" / "uk_pdf" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[::6]:
        gold = json.loads(line)
        name = gold["articles"][0]
        if name not in words:
            document = pypdfium2.PdfDocument(shared / "data" / "uk_pdf" / "pdf" / name)
            words[name] = [set(folded_words(page.get_textpage().get_text_range())) for page in document]
        wanted = set(folded_words(gold["question"] + " " + gold["answers"][0]))
        shared_words = {
            off: len(wanted & words[name][gold["page"] - 1 + off])
            for off in best
            if 0 <= gold["page"] - 1 + off < len(words[name])
        }
        best[max(shared_words, key=lambda off: (shared_words[off], off == 0))] += 1
    assert best[0] > 3 * (best[-1] + best[1])


@pytest.fixture(scope="module")
def probed(index_dir: Path) -> Report:
    questions, about = choose_questions(index_dir)
    return evaluate(index_dir, questions, about, quiet)


def test_probes_are_headlines_and_sentences_and_say_that_they_flatter(probed: Report) -> None:
    assert "They are too easy" in probed.about
    # Titles of one or two words are no questions; every second article is held out.
    assert {each.id for each in probed.outcomes} == {
        "bees.md sentence",
        "dnipro.md sentence",
        "dnipro.md sentence held out",
        "kobzar.md headline",
        "kobzar.md sentence",
        "moon.md headline",
        "moon.md headline held out",
        "moon.md sentence",
        "moon.md sentence held out",
    }
    assert probed.overall.figures["hit@1"].value == 1.0
    assert set(probed.kinds) == {"headline", "sentence", "held-out"}
    assert set(probed.languages) == {"uk", "en", "de"}


def test_a_report_has_every_measure_and_leaves_open_what_is_not_defined(probed: Report) -> None:
    assert list(probed.overall.figures) == list(MEASURES)
    headlines = probed.kinds["headline"].figures
    assert headlines["auroc"].value is None
    assert (headlines["page_hit@1"].value, headlines["page_hit@1"].questions) == (None, 0)
    for figure in probed.overall.figures.values():
        assert figure.value is None or figure.low is not None
    answered = [each for each in probed.outcomes if not each.refused and not each.answerable]
    assert probed.overall.figures["wrongly_answered"].value == pytest.approx(len(answered) / 3)


def test_a_report_in_a_pipe_is_not_cut_off(probed: Report, capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluation(probed, [])
    printed = capsys.readouterr().out
    assert "wrongly answered" in printed
    assert "…" not in printed


def test_a_limit_draws_the_same_questions_every_time(index_dir: Path) -> None:
    drawn, about = choose_questions(index_dir, limit=3)
    assert len(drawn) == 3
    assert about.startswith("3 of 9, drawn at random.")
    assert drawn == choose_questions(index_dir, limit=3)[0]


def test_articles_without_a_sentence_to_ask_are_an_error(tmp_path: Path) -> None:
    index_dir = cached_index(records(tmp_path / "a.jsonl", "dnipro.md", text="Дніпро."), quiet, tmp_path / "cache")
    with pytest.raises(QuestionError, match=r"no article of .* has a headline or a sentence to ask"):
        choose_questions(index_dir)


def test_charts_are_pictures_with_cyrillic_labels(probed: Report, tmp_path: Path) -> None:
    report = replace(probed, kinds={"пряме запитання, їжак": probed.overall})  # a missing glyph would warn, so fail
    written = draw_charts(report, tmp_path / "charts")
    assert [path.name for path in written] == ["reliability.png", "quality-by-kind.png", "quality-by-ablation.png"]
    for path in written:
        assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_every_label_of_the_charts_is_translated(probed: Report, tmp_path: Path) -> None:
    ukrainian = read_texts()["uk"]
    asked: list[str] = []
    draw_charts(probed, tmp_path / "charts", lambda label: asked.append(label) or label)  # type: ignore[func-returns-value]
    as_they_are = {*probed.languages, "nDCG@10"}
    missing = {label for label in asked if label not in _NAMES and not translated(label, ukrainian)}
    assert missing <= as_they_are
    assert {"all", "this evaluation", "by words alone", "right article first"} <= set(asked)


def test_without_matplotlib_the_error_names_the_command(
    probed: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(DzhereloError) as caught:
        draw_charts(probed, tmp_path)
    assert caught.value.fix == "Install it: pip install 'dzherelo[plots]'"


def test_an_index_in_the_cache_is_reused_and_follows_its_articles(tmp_path: Path) -> None:
    file = records(tmp_path / "articles.jsonl", "dnipro.md", "moon.md")
    index_dir = cached_index(file, quiet, tmp_path / "cache")
    first = published(index_dir)
    assert cached_index(file, quiet, tmp_path / "cache") == index_dir
    assert published(index_dir) == first
    records(file, "dnipro.md", "bees.md")
    cached_index(file, quiet, tmp_path / "cache")
    assert [entry.id for entry in generation_of(index_dir).articles] == ["bees.md", "dnipro.md"]


def test_a_file_that_another_evaluation_is_reading_is_not_overwritten(tmp_path: Path) -> None:
    file, cache = records(tmp_path / "articles.jsonl", "dnipro.md"), tmp_path / "cache"
    written, copies = file.read_bytes(), []
    other = threading.Thread(target=cached_index, args=(file, quiet, cache))

    def meanwhile(*_: object) -> None:
        if not copies:
            records(file, "moon.md")
            other.start()
            other.join(2)
            copies.extend(path.read_bytes() for path in cache.rglob(file.name))

    index_dir = cached_index(file, meanwhile, cache)
    other.join()
    assert copies == [written]
    assert [entry.id for entry in generation_of(index_dir).articles] == ["moon.md"]


def test_a_version_that_splits_otherwise_leaves_the_index_of_another_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = records(tmp_path / "articles.jsonl", "dnipro.md")
    first = cached_index(file, quiet, tmp_path / "cache")
    before = published(first)
    monkeypatch.setattr(sys.modules["index.build"], "SPLITTER_VERSION", 0)
    assert cached_index(file, quiet, tmp_path / "cache") != first
    assert published(first) == before


def test_one_file_must_be_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Текст.")
    with pytest.raises(CorpusError, match=r"a\.txt is neither a folder nor"):
        cached_index(tmp_path / "a.txt", quiet, tmp_path / "cache")


def test_wrong_articles_are_named_by_the_path_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("no JSON\n")
    with pytest.raises(CorpusError, match=rf"there are no articles in {tmp_path}/a.jsonl \("):
        cached_index(tmp_path / "a.jsonl", quiet, tmp_path / "cache")
    with pytest.raises(CorpusError, match=f"There is no folder {tmp_path}/lost"):
        cached_index(tmp_path / "lost", quiet, tmp_path / "cache")
    assert not list((tmp_path / "cache/evaluation").glob("lost*"))


def test_the_command_prints_json_whose_names_stay(index_dir: Path, tmp_path: Path) -> None:
    line = {"id": "1", "question": LENGTH.question, "articles": ["dnipro.md"], "answers": ["2201 км"]}
    (tmp_path / "q.jsonl").write_text(json.dumps(line), encoding="utf-8")
    arguments = ["eval", str(tmp_path / "q.jsonl"), "--index", str(index_dir), "--hold-out"]
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    report = json.loads(result.stdout)
    assert list(report) == [
        "schema",
        "about",
        "articles",
        "passages",
        "model",
        "overall",
        "kinds",
        "languages",
        "ask_ms",
        "retrieve_ms",
        "reliability",
        "ablation",
        "outcomes",
    ]
    assert report["overall"]["questions"] == 2
    assert report["overall"]["figures"]["hit@1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "questions": 1}
    assert report["overall"]["figures"]["page_hit@1"]["value"] is None
    assert list(report["kinds"]) == ["direct", "held-out"]
    assert list(report["ask_ms"]) == ["mean", "p50", "p95"]
    assert [each["id"] for each in report["outcomes"]] == ["1", "1 held out"]


def test_the_command_prints_a_table_and_what_each_figure_means(index_dir: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["eval", "--index", str(index_dir), "--plots", str(tmp_path)], catch_exceptions=False
    )
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "They are too easy" in " ".join(result.stdout.split())
    assert any(line.split()[:2] == ["hit@1", "1.000"] for line in lines)
    assert "hit@1: a right article is first" in lines
    assert f"Chart: {tmp_path / 'reliability.png'}" in lines
    assert not any(line.strip().startswith("page_") for line in lines)


def test_an_index_cannot_be_named_with_articles(index_dir: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["eval", "--index", str(index_dir), "--articles", str(tmp_path)])
    assert result.exit_code == 2


def test_an_evaluation_waits_for_another_that_builds_the_same_index(tmp_path: Path) -> None:
    file = records(tmp_path / "articles.jsonl", "dnipro.md")
    index_dir = cached_index(file, quiet, tmp_path / "cache")
    held = IndexFolder(index_dir.parent).locked()
    held.__enter__()
    release = threading.Timer(1.5, lambda: held.__exit__(None, None, None))
    release.start()
    begun = time.monotonic()
    assert cached_index(file, quiet, tmp_path / "cache") == index_dir
    assert time.monotonic() - begun > 1
    release.join()


def test_each_step_of_retrieval_has_its_own_order(index_dir: Path, encoder: Encoder) -> None:
    generation = generation_of(index_dir)
    question = "Скільки кілометрів тече Дніпро?"
    found = search(generation, encoder, read_question(question))
    steps = {step: [int(found.found.rows[place]) for place in order] for step, order in ablation.orders(found).items()}
    everything = Filter()
    assert steps["lexical"] == generation.lexical(question, 100, everything)[0].tolist()
    assert steps["dense"] == generation.dense(encoder.encode_question(question), 100, everything)[0].tolist()
    assert steps["fused"][0] == steps["reranked"][0]
    assert len(steps["fused"]) == len(steps["reranked"])
    with Assistant.open(index_dir) as assistant:
        first = generation.articles[generation.passages["article"][steps["reranked"][0]]].id
        assert assistant.retrieve(question, 1)[0].article_id == first == "dnipro.md"


def test_a_step_that_finds_nothing_counts_as_nothing(probed: Report) -> None:
    assert list(probed.ablation) == list(ablation.STEPS)
    assert probed.ablation["reranked"] == probed.overall.figures["ndcg@10"]
    blind = [replace(each, step_ranks={**each.step_ranks, "lexical": ()}) for each in probed.outcomes]
    assert aggregates.ablation(blind)["lexical"].value == 0
    assert aggregates.ablation(blind)["dense"] == probed.ablation["dense"]
