"""What people write around a question, by labelled messages in five languages."""

import pytest

from qa.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Привіт, скільки важить зубр?", "Скільки важить зубр?"),
        ("Доброго дня. Підкажіть, будь ласка, де живе зубр?", "Де живе зубр?"),
        ("привіт де живе зубр", "де живе зубр"),
        ("Привіт усім! Де живе зубр, будь ласка?", "Де живе зубр?"),
        ("Дякую за відповідь. А де він живе?", "А де він живе?"),
        ("Де живе зубр? Дуже дякую!", "Де живе зубр?"),
        ("Здравствуйте, где живёт зубр?", "Где живёт зубр?"),
        ("Hello, where do bison live? Thanks!", "Where do bison live?"),
        ("Dzień dobry, gdzie żyje żubr?", "Gdzie żyje żubr?"),
        ("Guten Tag, wo leben Wisente? Danke", "Wo leben Wisente?"),
    ],
)
def test_the_question_is_left(message, question):
    assert without_courtesies(message) == question


@pytest.mark.parametrize(
    "message",
    [
        "Скільки важить зубр?",
        "Прошу притулку: що робити?",
        "Дякую Богу за що?",
        "Що означає слово привіт?",
        "Привіт, Касимов",
        "Hello Dolly",
        "«Добрий вечір, ми з України» хто співає?",
        "Скажи більше",
        "будь ласка",
        "Добрий день",
        "",
    ],
)
def test_what_belongs_to_a_question_or_is_all_there_is_stays(message):
    assert without_courtesies(message) == message
