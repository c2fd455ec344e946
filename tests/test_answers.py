"""Whole answers from real articles: the seed article alone, and the corpus that ships with the project."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from index import build
from index.errors import QuestionError
from index.records import Article
from qa import Assistant

ROOT = Path(__file__).parents[1]
QUESTIONS = [json.loads(line) for line in (ROOT / "corpus/questions.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def seed(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("seed")
    (folder / "corpus").mkdir()
    shutil.copy(shared / "seed/article.txt", folder / "corpus")
    build(folder / "corpus", folder / "index")
    with Assistant.open(folder / "index") as assistant:
        yield assistant


@pytest.fixture(scope="module")
def shipped(shipped_index):
    with Assistant.open(shipped_index) as assistant:
        yield assistant


def articles(assistant) -> dict[str, Article]:
    return {article.id: article for article in assistant.generation().article_texts()}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Кого Казахстан видав Росії 2 лютого?", "дезертира Семена Бажукова"),
        ("Скільки років загрожує Качкуркіну?", "до 20 років тюрми або довічне"),
        ("Хто такий Мансур Мовлаєв?", "чеченського опозиціонера Мансура Мовлаєва"),
        ("What happened to Kamil Kasimov?", "Каміля Касимова"),
        ("Чому вислали айтівця?", "дрібних адміністративних порушень"),
    ],
)
def test_the_seed_article_answers_with_the_right_sentence_first(seed, question, words):
    answer = seed.ask(question)
    assert answer.status == "answered"
    assert words in answer.citations[0].answer_text


@pytest.mark.parametrize("question", ["Яка столиця Франції?", "Як приготувати борщ?", "Who won the 2018 World Cup?"])
def test_the_seed_article_does_not_answer_what_it_does_not_say(seed, question):
    answer = seed.ask(question)
    assert answer.status == "no_answer"
    assert answer.citations == ()
    assert answer.near_misses


def test_every_quote_is_a_slice_of_its_article(shipped):
    texts = {id: article.text for id, article in articles(shipped).items()}
    for question in QUESTIONS[::8]:
        answer = shipped.ask(question["question"], question.get("history", []))
        for citation in answer.citations + answer.near_misses:
            text = texts[citation.article_id]
            assert text[citation.start : citation.end] == citation.text
            assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
            assert text[citation.answer_start : citation.answer_end] == citation.answer_text
        assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert len({citation.article_id for citation in answer.citations}) == len(answer.citations) <= 5


def test_hits_come_best_first_with_both_ranks(shipped):
    hits = shipped.retrieve("Хто написав «Кобзар»?", k=20)
    assert len(hits) == 20
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    assert hits[0].article_id == "history/taras-shevchenko.md"
    assert hits[0].published == date(2024, 3, 9)
    for rank in ("dense_rank", "lexical_rank"):
        ranks = [getattr(hit, rank) for hit in hits if getattr(hit, rank) is not None]
        assert len(set(ranks)) == len(ranks)
        assert min(ranks) == 1


def test_filters_hold_for_both_searches(shipped):
    for hit in shipped.retrieve(
        "Екстрадиція з Казахстану", k=50, since="2026-02-05", until="2026-02-11", language="uk"
    ):
        assert date(2026, 2, 5) <= hit.published <= date(2026, 2, 11)
        assert hit.language == "uk"
    assert shipped.retrieve("Екстрадиція", since="2030-01-01") == []
    nothing = shipped.ask("Екстрадиція", since="2030-01-01")
    assert (nothing.status, nothing.confidence, nothing.near_misses) == ("no_answer", 0.0, ())


def test_a_follow_up_is_understood_from_the_questions_before_it(shipped):
    alone = shipped.retrieve("Скільки він важить?", k=1)[0]
    following = shipped.ask("Скільки він важить?", history=["Чим зубр відрізняється від бізона?"])
    assert following.searched == "Чим зубр відрізняється від бізона? Скільки він важить?"
    assert following.citations[0].article_id == "nature/european-bison.md" != alone.article_id


def test_a_story_that_several_outlets_tell_is_cited_once(tmp_path):
    story = "У селі Вишневе відкрили новий міст через річку Іква. Його будували три роки. Міст завдовжки 84 метри."
    outlets = {"a.md": "", "b.md": "Про це пише районна газета.\n\n", "c.md": "Новина з Рівненщини.\n\n"}
    (tmp_path / "corpus").mkdir()
    for name, lead in outlets.items():
        (tmp_path / "corpus" / name).write_text(f"# Міст через Ікву\n\n{lead}{story}", encoding="utf-8")
    (tmp_path / "corpus" / "d.md").write_text("# Річка Іква\n\nМіст через Ікву в Дубні — старіший.", encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    with Assistant.open(tmp_path / "index") as assistant:
        first, *others = assistant.ask("Скільки метрів завдовжки новий міст через Ікву?").citations
        assert first.answer_text == "Міст завдовжки 84 метри."
        assert {first.article_id, *(hit.article_id for hit in first.also)} == set(outlets)
        assert [other.article_id for other in others] in ([], ["d.md"])
        for hit in first.also:
            assert articles(assistant)[hit.article_id].text[hit.start : hit.end] == hit.text


def test_a_new_subject_in_a_conversation_is_searched_by_itself(shipped):
    answer = shipped.ask("Хто першим зробив щеплення від віспи?", history=["Чим зубр відрізняється від бізона?"])
    assert answer.searched == "Хто першим зробив щеплення від віспи?"
    assert answer == shipped.ask("Хто першим зробив щеплення від віспи?")
    assert answer.status == "answered"


def test_a_question_in_the_wrong_layout_is_put_right_and_shown(shipped):
    answer = shipped.ask("[nj yfgbcfd rj,pfh")
    assert answer.question == "[nj yfgbcfd rj,pfh"
    assert answer.searched == "хто написав кобзар"
    assert answer.citations[0].article_id == "history/taras-shevchenko.md"
    assert shipped.ask("Who was Edward Jenner?").searched == "Who was Edward Jenner?"


def test_no_fewer_than_one_passage_can_be_asked_for(shipped):
    with pytest.raises(QuestionError, match="k is 0"):
        shipped.retrieve("Хто?", k=0)


def test_the_shipped_questions_are_of_the_promised_kinds():
    kinds = [question["kind"] for question in QUESTIONS]
    assert len(QUESTIONS) == len({question["id"] for question in QUESTIONS}) >= 160
    assert kinds.count("direct") >= 90
    assert kinds.count("cross") >= 25
    assert kinds.count("unanswerable") >= 25
    assert kinds.count("follow-up") >= 20
    assert all(question.get("history") for question in QUESTIONS if question["kind"] == "follow-up")


def test_every_known_answer_stands_in_the_article_that_should_give_it(shipped):
    found = articles(shipped)
    for question in QUESTIONS:
        assert question["answerable"] == bool(question["articles"]) == bool(question["answers"])
        for answer in question["answers"]:
            assert any(answer in found[id].text for id in question["articles"]), question["id"]
        for span in question.get("spans", []):
            assert found[question["articles"][0]].text[span["start"] : span["end"]] in question["answers"]
        if question["kind"] == "cross":
            assert question["language"] not in {found[id].language for id in question["articles"]}, question["id"]


def test_the_shipped_articles_are_many_dated_and_in_five_languages(shipped):
    found = articles(shipped).values()
    languages = [article.language for article in found]
    assert len(languages) >= 40
    assert languages.count("uk") >= 28
    assert set(languages) == {"uk", "en", "pl", "de", "ru"}
    assert all(article.published and article.source == "Dzherelo" for article in found)
    assert all(250 <= len(article.text.split()) <= 700 for article in found)
