"""What asks nothing of the articles, by labelled messages in five languages, and what comes of it."""

import pytest

from qa.answering import help_for
from qa.question import read_question
from qa.small_talk import _ABOUT, _SOCIAL, small_talk
from ui.api.plain_text import paragraphs
from ui.texts import read_texts


@pytest.mark.parametrize(
    ("message", "talk"),
    [
        ("привіт", "greeting"),
        ("Доброго дня!", "greeting"),
        ("дякую", "thanks"),
        ("Щиро дякую, бувайте", "thanks"),
        ("дякую, дуже допоміг", "thanks"),
        ("Thanks, that helped!", "thanks"),
        ("до побачення", "farewell"),
        ("ок", "assent"),
        ("Ну добре, зрозуміло.", "assent"),
        ("хто ти?", "abilities"),
        ("Привіт! Що ти вмієш?", "abilities"),
        ("Про що можна запитати?", "abilities"),
        ("Скажи, будь ласка, скільки в тебе статей?", "articles"),
        ("Скільки статей ти маєш?", "articles"),
        ("Здравствуйте", "greeting"),
        ("Спасибо большое!", "thanks"),
        ("О чём можно спросить?", "abilities"),
        ("Сколько у тебя статей?", "articles"),
        ("Hello there", "greeting"),
        ("Thank you so much!", "thanks"),
        ("OK, thanks", "assent"),
        ("What can you do?", "abilities"),
        ("How many articles do you have?", "articles"),
        ("Cześć", "greeting"),
        ("Dziękuję bardzo", "thanks"),
        ("Co potrafisz?", "abilities"),
        ("Ile masz artykułów?", "articles"),
        ("Guten Tag", "greeting"),
        ("Vielen Dank!", "thanks"),
        ("Was kannst du?", "abilities"),
        ("Wie viele Artikel hast du?", "articles"),
        ("Привіііт усім!", "greeting"),
        ("Як твої справи?", "greeting"),
        ("Дякую за інформацію", "thanks"),
        ("Гарна відповідь!", "thanks"),
        ("на добраніч", "farewell"),
        ("Нічого собі!", "assent"),
        ("ахахаха", "assent"),
        ("Вибачте, не розумію", "assent"),
        ("справді?", "assent"),
        ("і", "assent"),
        ("Як тебе звати?", "abilities"),
        ("Хто тебе створив?", "abilities"),
        ("Звідки ти береш інформацію?", "abilities"),
        ("Маю питання", "abilities"),
        ("Розкажи анекдот", "abilities"),
        ("Про що тут статті?", "articles"),
        ("Как тебя зовут?", "abilities"),
        ("Tell me a joke", "abilities"),
        ("Jak masz na imię?", "abilities"),
        ("Wer hat dich gemacht?", "abilities"),
        ("коротко", "wording"),
        ("Скажи, будь ласка, іншими словами", "wording"),
        ("Кратко, пожалуйста", "wording"),
        ("In other words?", "wording"),
        ("innymi słowami", "wording"),
        ("Bitte kürzer", "wording"),
    ],
)
def test_small_talk_is_recognised(message, talk):
    assert small_talk(message) == talk


@pytest.mark.parametrize(
    "question",
    [
        "Привіт, скільки важить зубр?",
        "Скільки статей у Конституції?",
        "Скільки статей?",
        "Як це працює?",
        "Хто такий Мовлаєв?",
        "Що ти знаєш про зубрів?",
        "А як справи з притулком?",
        "Дякую, розкажи більше",
        "будь ласка",
        "зубр",
        "Что такое вакцина?",
        "How does it work?",
        "How many articles are there?",
        "What is a good vaccine?",
        "Nice",
        "клас",
        "Правда",
        "тест",
        "Хто ти такий, Касимов?",
        "Дякую Богу за що?",
        "Ile waży żubr?",
        "Was ist eine Biene?",
        "коротко про зубрів",
        "Хто переклав Біблію іншими словами?",
        "",
    ],
)
def test_a_real_question_is_never_small_talk(question):
    assert small_talk(question) is None


@pytest.mark.parametrize("table", [_SOCIAL, _ABOUT])
def test_no_phrase_hides_another(table):
    wrong = [
        (phrase, talk, small_talk(phrase))
        for talk, listed in table.items()
        for phrase in listed.split(";")
        if small_talk(phrase) != talk
    ]
    assert wrong == []


def test_small_talk_gets_help_and_no_passages():
    answer = help_for("Дякую!", 3)
    assert (answer.status, answer.hint, answer.citations, answer.near_misses) == ("no_answer", "help", (), ())


def test_programs_get_a_sentence_instead_of_a_refusal():
    assert list(paragraphs(help_for("Thank you!", 3), read_texts()["en"])) == [
        "Dzherelo answers questions with exact quotes from the articles; if there is no sure answer, it says so."
    ]


def test_small_talk_between_questions_is_no_part_of_their_conversation():
    asked = read_question("А де він живе?", ["Скільки важить зубр?", "дякую", "ок"])
    assert asked.history == ("Скільки важить зубр?",)
