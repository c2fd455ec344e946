"""Questions about a numbered item of a document: which item they name, and that it is quoted from that document."""

import pytest

from index.local_store import LocalStore
from qa import Assistant
from qa.numbered_items import item_number
from qa.reader import Reading

CORPUS = {
    "rules.txt": "Правила читальної зали\n\n1. Показати квиток на вході.\n2. Здати сумку до гардероба.\n"
    "2.1. Ноутбук можна взяти із собою.\n3) Повернути книжки до сьомої вечора.",
    "statute.txt": "Статут хору\n\nСтаття 1. Загальні засади.\nХор є аматорським.\n\nСтаття 2. Кошти.\n"
    "Внески сплачують щороку. Решту, як велить\nст. 7 закону, повертають.\n\n"
    "Стаття 4\n\nСпівають щовівторка. Узимку відпочивають.",
    "order.txt": "Порядок оренди човнів\n\nСтаття 3-1. Човен замикають на ніч.\n\nСтаття 3.2. Весла лежать у сараї.\n\n"
    "Стаття 3. Човен видає сторож.\n\nСтаття 4\n--------\n",
    "five.txt": "Вовки Зубри Фарби Гноми Книги\n\n9. Пливти на спині.",
}


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Що сказано в пункті 2 правил?", "2"),
        ("Про що п. 4.1 договору?", "4.1"),
        ("Що передбачає стаття № 12?", "12"),
        ("Що каже третій пункт наказу?", "3"),
        ("What does section 7 say?", "7"),
        ("Що каже стаття 4-1 кодексу?", "4-1"),
        ("Скільки пунктів у правилах?", ""),
        ("Що сталося 2 травня?", ""),
        ("Скільки коштує пункт прокату 5,5?", ""),
    ],
)
def test_a_question_names_an_item_by_its_number(question, number):
    assert item_number(question) == number


@pytest.fixture(scope="module")
def ask(index_of, remembering):
    """A function that asks, without a reader to be unsure."""
    with Assistant(LocalStore(index_of(CORPUS)), remembering, Nothing()) as assistant:
        yield assistant.ask


class Nothing:
    """Reads an answer nowhere."""

    def read(self, question, context, passages):
        return [Reading(-6.0, -12.0, ((0, 1),), (0, 1), 1.0) for _ in passages]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Що сказано в пункті 2 правил читальної зали?", "2. Здати сумку до гардероба."),
        ("Що в п. 2.1 правил читальної зали?", "2.1. Ноутбук можна взяти із собою."),
        ("Третій пункт правил читальної зали", "3) Повернути книжки до сьомої вечора."),
        ("Про що стаття 2 статуту хору?", "Стаття 2. Кошти."),
        ("Про що стаття 3 порядку оренди човнів?", "Стаття 3. Човен видає сторож."),
        ("Про що стаття 3-1 порядку оренди човнів?", "Стаття 3-1. Човен замикають на ніч."),
        ("Про що стаття 4 порядку оренди човнів?", "Стаття 4"),
        ("Про що стаття 7 статуту хору?", "Решту, як велить\nст. 7 закону, повертають."),
        ("Про що стаття 4 статуту хору?", "Стаття 4\n\nСпівають щовівторка."),
    ],
)
def test_the_item_of_the_document_that_is_named_is_quoted(ask, question, quoted):
    answer = ask(question)
    assert answer.status == "answered"
    (citation,) = answer.citations
    assert citation.answer_text == citation.span_text == quoted


@pytest.mark.parametrize(("named", "status"), [("Вовки Зубри Фарби", "answered"), ("Вовки Зубри", "no_answer")])
def test_a_document_is_named_by_half_of_its_title(ask, named, status):
    # The title is five words of four 4-grams each, which nothing else has: three words are .6 of it, two are .4.
    assert ask(f"Що в пункті 9: {named}?").status == status


@pytest.mark.parametrize(
    "question", ["Що сказано в пункті 5 правил читальної зали?", "Що сказано в пункті 2 угоди про позику?"]
)
def test_an_item_that_is_not_there_or_of_another_document_is_refused(ask, question):
    assert ask(question).status == "no_answer"
