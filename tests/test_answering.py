"""From judged passages to an answer: when it is refused, what is cited beside the first, and how many."""

from dataclasses import replace
from datetime import date

import pytest

from qa.answering import answer_from
from qa.question import Context, read_question
from qa.retrieval import search

SENTENCES = [
    "Зубр важить до тонни.",
    "Море солоне від ріки до ріки.",
    "Книгу надрукували у Львові торік.",
    "Міст над рікою впав навесні.",
    "Бджола живе лише один місяць.",
    "Лікар вилікував хлопця від віспи.",
]


@pytest.fixture(scope="module")
def found(indexed, remembering):
    return search(indexed({"a.txt": "Зубр важить до тонни."}), remembering, read_question(" Скільки важить? "))


def test_an_answer_cites_what_it_is_sure_of(found, judged, plain_confidence):
    answer = answer_from(found, [judged("a.md", SENTENCES[0], 0.9), judged("b.md", SENTENCES[1], 0.7)])
    assert (answer.status, answer.confidence, answer.hint) == ("answered", 0.9, "")
    assert [(each.number, each.article_id, each.confidence) for each in answer.citations] == [
        (1, "a.md", 0.9),
        (2, "b.md", 0.7),
    ]
    assert answer.near_misses == ()
    assert (answer.question, answer.searched) == ("Скільки важить?", "Скільки важить?")
    assert answer.generation == found.generation.number


@pytest.mark.parametrize(("confidence", "status"), [(0.4, "answered"), (0.39, "no_answer")])
def test_a_question_is_answered_from_the_threshold_on(found, judged, plain_confidence, confidence, status):
    answer = answer_from(found, [judged("a.md", SENTENCES[0], confidence)])
    assert answer.status == status
    assert answer.confidence == confidence
    assert (len(answer.citations), len(answer.near_misses)) == ((1, 0) if status == "answered" else (0, 1))


@pytest.mark.parametrize(("confidence", "status"), [(0.58, "answered"), (0.57, "no_answer")])
def test_what_was_not_read_has_a_threshold_of_its_own(found, judged, plain_confidence, confidence, status):
    assert answer_from(found, [judged("a.md", SENTENCES[0], confidence, reading=None)]).status == status


@pytest.mark.parametrize(("confidence", "cited"), [(0.5, ["a.md", "b.md"]), (0.49, ["a.md"])])
def test_a_further_passage_is_cited_if_it_is_more_likely_than_not_to_answer(
    found, judged, plain_confidence, confidence, cited
):
    answer = answer_from(found, [judged("a.md", SENTENCES[0], 0.9), judged("b.md", SENTENCES[1], confidence)])
    assert [each.article_id for each in answer.citations] == cited


def test_the_first_is_cited_although_no_further_one_so_unsure_would_be(found, judged, plain_confidence):
    answer = answer_from(found, [judged("a.md", SENTENCES[0], 0.45), judged("b.md", SENTENCES[1], 0.45)])
    assert [each.article_id for each in answer.citations] == ["a.md"]


def test_at_most_five_are_cited(found, judged, plain_confidence):
    six = [judged(f"{number}.md", text, 0.9) for number, text in enumerate(SENTENCES)]
    answer = answer_from(found, six)
    assert [each.article_id for each in answer.citations] == ["0.md", "1.md", "2.md", "3.md", "4.md"]
    assert [each.number for each in answer.citations] == [1, 2, 3, 4, 5]


def test_a_story_is_cited_once_so_that_others_are_cited_too(found, judged, plain_confidence):
    again = judged("again.md", SENTENCES[0], 0.9)
    six = [judged(f"{number}.md", text, 0.9) for number, text in enumerate(SENTENCES)]
    answer = answer_from(found, [six[0], again, *six[1:]])
    assert [each.article_id for each in answer.citations] == ["0.md", "1.md", "2.md", "3.md", "4.md"]
    assert answer.citations[0].also == (again.hit,)
    assert answer.citations[1].also == ()


OLD = "Проїзд у тролейбусі коштує 8 гривень."
NEW = "Проїзд у тролейбусі коштує 15 гривень."


def dated(judged, id, text, confidence, day):
    passage = judged(id, text, confidence)
    return replace(passage, hit=replace(passage.hit, published=date.fromisoformat(day)))


def test_what_differs_in_the_figure_is_cited_beside_it_the_newer_first(found, judged, plain_confidence):
    old, new = dated(judged, "old.md", OLD, 0.9, "2022-01-10"), dated(judged, "new.md", NEW, 0.1, "2024-06-01")
    answer = answer_from(found, [old, new, judged("other.md", SENTENCES[1], 0.2)])
    assert [(each.article_id, each.confidence, each.also) for each in answer.citations] == [
        ("new.md", 0.9, ()),
        ("old.md", 0.9, ()),
    ]
    assert answer.confidence == 0.9


def test_what_says_the_same_is_listed_with_it_however_it_ranks(found, judged, plain_confidence):
    one, other = judged("one.md", OLD, 0.9), judged("other.md", f"Сьогодні {OLD.lower()}", 0.05)
    answer = answer_from(found, [one, other])
    assert [(each.article_id, [also.article_id for also in each.also]) for each in answer.citations] == [
        ("one.md", ["other.md"])
    ]


def test_a_refusal_gives_the_best_passage_of_three_articles(found, judged, plain_confidence):
    ids = ["a.md", "b.md", "a.md", "c.md", "d.md"]
    passages = [judged(id, SENTENCES[place], 0.3 - place / 100) for place, id in enumerate(ids)]
    answer = answer_from(found, passages)
    assert (answer.status, answer.confidence, answer.hint, answer.citations) == ("no_answer", 0.3, "wording", ())
    assert [(each.number, each.article_id, each.text) for each in answer.near_misses] == [
        (1, "a.md", SENTENCES[0]),
        (2, "b.md", SENTENCES[1]),
        (3, "c.md", SENTENCES[3]),
    ]


def test_where_nothing_is_found_the_answer_is_no(found, plain_confidence):
    answer = answer_from(found, [])
    assert (answer.status, answer.confidence, answer.near_misses, answer.hint) == ("no_answer", 0.0, (), "wording")


def test_an_answer_tells_what_was_searched_with_what_it_refers_to(indexed, remembering, judged, plain_confidence):
    asked = replace(read_question("А за що?"), context=Context("Кого видали?", "Бажукова", "Дезертир"))
    found = search(indexed({"a.txt": "Видали Бажукова."}), remembering, asked)
    answer = answer_from(found, [judged("a.md", SENTENCES[0], 0.9)])
    assert (answer.question, answer.searched) == ("А за що?", "Кого видали? Бажукова А за що?")


def test_the_closest_passages_are_different_stories(found, judged, plain_confidence):
    copies = [judged(id, "Книгу видано у Львові торік восени.", 0.3) for id in ("a.md", "b.md")]
    answer = answer_from(found, [*copies, judged("c.md", SENTENCES[3], 0.2)])
    assert [each.article_id for each in answer.near_misses] == ["a.md", "c.md"]
    assert [each.article_id for each in answer.near_misses[0].also] == ["b.md"]
