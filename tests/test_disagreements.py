"""Sentences in nearly the same words that say different things."""

import pytest

from qa.disagreements import contradict, numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тариф на воду в Липівці становить 28 грн.", "Тариф на воду в Липівці становить 36 грн."),
        ("Міст коштував 1 250 000 грн", "Міст коштував 1 250 грн"),
        ("Суд визнав його винним", "Суд не визнав його винним"),
        ("Суд визнав його винним", "Суд визнав його невинним"),
        ("Загинуло троє людей", "Загинуло двоє людей"),
        ("He was found guilty", "He wasn't found guilty"),
        ("Суд его оправдал", "Суд его никогда оправдал"),
        ("Зібрано 12,45 тонн", "Зібрано 1245 тонн"),
        ("Похибка 0,450 метра", "Похибка 450 метрів"),
        ("Подія сталася 3 березня 2026", "Подія сталася 4 березня 2026"),
    ],
)
def test_other_numbers_and_denials_are_other_statements(one, other):
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Міст коштував 1250000 грн", "Міст коштував 1\u00a0250\u00a0000 грн."),
        ("Не знайшли нікого", "не знайшли – нікого!"),
        ("Ціна 12,5 грн", "Ціна — 12.5 грн"),
        ("Зібрано 12,450 тонн", "Зібрано 12 450 тонн"),
        ("Зібрано 12.450 тонн", "Зібрано 12450 тонн"),
        ("It cost $1,250,000", "It cost $1250000."),
        ("Небо було ясне", "Небо ясне було"),
        ("Знесли нежитлових будинків", "Знесли житлових і нежитлових будинків"),
    ],
)
def test_the_same_numbers_and_denials_are_one_statement(one, other):
    assert not contradict(one, other)


def test_numbers_are_read_whole():
    assert numbers("Від 1 200 до 3,5 — сім разів, 1200 років") == {"1200": 2, "3.5": 1, "сім": 1}
    assert numbers("12,5 з 12 450,5 на 12.03.2026, 1234,567") == {
        "12.5": 1,
        "12450.5": 1,
        "12.03": 1,
        "2026": 1,
        "1234.567": 1,
    }
