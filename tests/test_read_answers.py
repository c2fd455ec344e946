"""Answers of the reader that ships: the seed article alone, and the articles of the project."""

import shutil

import pytest

from index.build import renew
from index.local_store import LocalStore
from qa import Assistant


@pytest.fixture(scope="module")
def seed(shared, tmp_path_factory, remembering, reader):
    folder = tmp_path_factory.mktemp("seed")
    (folder / "corpus").mkdir()
    shutil.copy(shared / "seed/article.txt", folder / "corpus")
    renew(folder / "corpus", folder / "index", remembering)
    with Assistant(LocalStore(folder / "index"), remembering, reader) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def shipped(shipped_index, remembering, reader):
    with Assistant(LocalStore(shipped_index), remembering, reader) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Кого видали у 2024 році?", "Каміля Касимова"),
        ("Скільки років загрожує Качкуркіну?", "до 20 років тюрми або довічне"),
        ("Скільки років дали Касимову?", "до шести років ув’язнення"),
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
    assert (answer.status, answer.citations) == ("no_answer", ())
    assert answer.near_misses


def test_a_reading_marks_the_words_that_answer(reader):
    text = "Суд створено 1998 року. Розташований він у Гаазі."
    (reading,) = reader.read("Де розташований суд?", "", [("", text)])
    assert text[slice(*reading.sentence)] == "Розташований він у Гаазі."
    assert text[slice(*reading.spans[0])] == "у Гаазі"
    assert reading.answers > 0 < reading.margin


def test_a_passage_without_the_answer_reads_lower_than_one_with_it(reader):
    passages = [("Зубр", "Зубр важить до 900 кг."), ("Зубр", "Зубр живе в пущі і їсть кору.")]
    answers, nearly = reader.read("Скільки важить зубр?", "", passages)
    assert answers.answers > nearly.answers + 2


def test_what_a_follow_up_refers_to_changes_the_reading(reader):
    passages = [("Шевченко", "Поет помер у Петербурзі 10 березня 1861 р.")]
    (right,) = reader.read("А де?", "Шевченко Коли помер поет? 10 березня 1861 р.", passages)
    (wrong,) = reader.read("А де?", "Зубр Скільки важить зубр? до 900 кг", passages)
    assert right.answers > 0
    assert right.answers > wrong.answers + 2


def test_a_long_passage_is_read_to_its_end(reader):
    filler = "У цьому реченні немає нічого, що стосується ваги. " * 60
    (reading,) = reader.read("Скільки важить зубр?", "", [("Зубр", filler + "Зубр важить до 900 кг.")])
    assert (filler + "Зубр важить до 900 кг.")[slice(*reading.sentence)] == "Зубр важить до 900 кг."


def test_readings_are_the_same_alone_and_together(reader):
    passages = [("Зубр", "Зубр важить до 900 кг."), ("Море", "Море солоне."), ("", "Місяць без повітря.")]
    together = reader.read("Скільки важить зубр?", "", passages)
    assert together == [reader.read("Скільки важить зубр?", "", [each])[0] for each in passages]


def test_a_follow_up_is_understood_from_what_was_asked_before(shipped):
    alone = shipped.retrieve("Скільки він важить?", k=1)[0]
    following = shipped.ask("Скільки він важить?", history=["Чим зубр відрізняється від бізона?"])
    assert following.citations[0].article_id == "nature/european-bison.md" != alone.article_id


def test_a_new_subject_in_a_conversation_is_answered_as_one(shipped):
    answer = shipped.ask("Хто першим зробив щеплення від віспи?", history=["Чим зубр відрізняється від бізона?"])
    assert answer.status == "answered"
    assert answer.citations[0].article_id == "nature/vaccination-history.md"


def test_a_question_that_names_its_subject_is_also_read_alone(shipped):
    history = ["Скільки важить зубр?", "А скільки він живе?"]
    answer = shipped.ask("А коли припливи найвищі?", history=history)
    assert answer.citations[0].article_id == "nature/moon-and-tides.md"
    assert answer.searched == "А коли припливи найвищі?"
    assert shipped.explain("А коли припливи найвищі?", history=history)[0].confidence == answer.confidence


def test_a_question_that_refers_back_is_never_read_alone(shipped):
    alone = "А куди їх вивезли?"
    assert shipped.ask(alone).status == "answered"  # about somebody
    after = shipped.ask(alone, history=["Скільки важить зубр?"])
    assert after.status == "no_answer"
    assert "зубр" in after.searched


def test_a_question_in_the_wrong_layout_is_repaired_and_shown(shipped):
    answer = shipped.ask("rjkb dbqijd rj,pfh")
    assert answer.question == "rjkb dbqijd rj,pfh"
    assert answer.searched == "коли вийшов кобзар"
    assert answer.citations[0].article_id == "history/taras-shevchenko.md"
    assert shipped.ask("Who was Edward Jenner?").searched == "Who was Edward Jenner?"
