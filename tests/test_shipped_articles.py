"""The articles and questions that ship with the project: what they promise, and that quotes of them are theirs."""

import json
from datetime import date
from pathlib import Path

import pytest

from index.local_store import LocalStore
from index.records import Article
from qa import Assistant

ROOT = Path(__file__).parents[1]
QUESTIONS = [json.loads(line) for line in (ROOT / "corpus/questions.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def shipped(shipped_index, remembering):
    with Assistant(LocalStore(shipped_index), remembering) as assistant:
        yield assistant


def articles(assistant) -> dict[str, Article]:
    return {article.id: article for article in assistant.generation().article_texts()}


def test_every_quote_is_a_slice_of_its_article(shipped):
    texts = {id: article.text for id, article in articles(shipped).items()}
    for question in QUESTIONS[::16]:
        answer = shipped.ask(question["question"], question.get("history", []))
        assert answer.citations + answer.near_misses
        for citation in answer.citations + answer.near_misses:
            text = texts[citation.article_id]
            assert text[citation.start : citation.end] == citation.text
            assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
            assert text[citation.answer_start : citation.answer_end] == citation.answer_text


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
    hits = shipped.retrieve("Екстрадиція з Казахстану", k=50, since="2026-02-05", until="2026-02-11", language="uk")
    assert hits
    for hit in hits:
        assert date(2026, 2, 5) <= hit.published <= date(2026, 2, 11)
        assert hit.language == "uk"


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
