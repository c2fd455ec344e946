from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages.sentences import heading_spans, sentence_spans


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "У м. Київ 24 серпня 1991 р. було прийнято Акт.",
        "Т. Г. Шевченко народився 1814 року в с. Моринці.",
        "У 2022 р. Україна подала заявку.",
        "За ст. 5 п. 2 Закону це дозволено.",
        "Див. також розд. 3, рис. 4 і табл. 5.",
        "Проф. Іваненко з ім. Шевченка мав 3,5 млн. грн. боргу.",
        "Площа — 12 тис. км² і 5 га. землі.",
        "Запис за тел. 0372 55-11 або моб. (050) 11-22.",
        "Тел. +380 50 11-22.",
        "Dr. Smith met Mrs. Jones at 5 p.m. and left.",
        "Am 3. Mai kam z. B. Dr. Weber.",
        "Ks. Jan mieszkał przy ul. Długiej w r. 1920.",
        "«Реве та стогне», — писав він.",
        "Версія 3.1. Розділу немає.",
    ],
)
def test_abbreviations_initials_and_numbers_do_not_end_a_sentence(sentence):
    assert sentences(f"Перше речення тут. {sentence}\n\nІнше.")[1:-1] == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Перше. Друге! Третє? Четверте… П’яте.", ["Перше.", "Друге!", "Третє?", "Четверте…", "П’яте."]),
        ("«Так?» — спитав він. Ні.", ["«Так?» — спитав він.", "Ні."]),
        ("Він сказав: «Годі.» Вона мовчала.", ["Він сказав: «Годі.»", "Вона мовчала."]),
        ("У м. Суми бик заввишки 1,8 м. Самиці легші.", ["У м. Суми бик заввишки 1,8 м.", "Самиці легші."]),
        ("Важить 900 кг. Живе в пущі.", ["Важить 900 кг.", "Живе в пущі."]),
        ("Прийшло 15 осіб. 20 пішло.", ["Прийшло 15 осіб.", "20 пішло."]),
        (
            "Заголовок\n\nТекст у рядку\nщо переноситься. Кінець.",
            ["Заголовок", "Текст у рядку\nщо переноситься.", "Кінець."],
        ),
        ("Перелік:\n- перше\n- друге", ["Перелік:", "- перше", "- друге"]),
        ("Учасники\n- перший\n- другий", ["Учасники\n- перший", "- другий"]),
        ("- Провідник має 12 р. Його човен 050\n- другий", ["- Провідник має 12 р.", "Його човен 050", "- другий"]),
        ("- Так. Човен 5\n- другий", ["- Так.", "Човен 5", "- другий"]),
        ("Акт діє з 1991 р. Його ухвалили 24 серпня.", ["Акт діє з 1991 р.", "Його ухвалили 24 серпня."]),
        ("Тепло, 30 °C. Це багато для XIX ст. Однак гріє.", ["Тепло, 30 °C.", "Це багато для XIX ст.", "Однак гріє."]),
        (
            "The type is A. It pays etc. But not Inc. The end",
            ["The type is A.", "It pays etc.", "But not Inc.", "The end"],
        ),
        (
            "Żył do 1919 r. Na ratunek wstał Jan. Ale i ul. Na",
            ["Żył do 1919 r.", "Na ratunek wstał Jan.", "Ale i ul. Na"],
        ),
        ("Постановляє: I. У Законі так. Дім на вул. Під", ["Постановляє: I. У Законі так.", "Дім на вул. Під"]),
        ("Маса небесных тел. Земля.", ["Маса небесных тел.", "Земля."]),
        ("私は行く。彼も行く。", ["私は行く。", "彼も行く。"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Міст\n\nЙого відкрили. Так.\n\n### Опори\nЇх три.", ["Його відкрили.", "Так.", "Їх три."]),
        ("Міст\n====\nЙого відкрили.\n\nОпори\n---\n\nЇх три.", ["Його відкрили.", "Їх три."]),
        ("Його відкрили. Далі\n---\nЇх три.", ["Їх три."]),
        ("Один рядок,\nдругий рядок\n---\nкінець.", ["Один рядок,\nдругий рядок\n---\nкінець."]),
        ("Кінець.\n\n---\n\nПочаток.", ["Кінець.", "---", "Початок."]),
        ("# Лише заголовок", ["# Лише заголовок"]),
        ("#слово і 5 # 6. Далі.", ["#слово і 5 # 6.", "Далі."]),
    ],
)
def test_a_heading_is_no_sentence_unless_there_is_nothing_else(text, expected):
    assert sentences(text) == expected


def test_where_headings_stand():
    text = "Вступ.\n\n## Міст\nТак.\n\nОпори\n-----\nТри."
    assert [text[start:end] for start, end in heading_spans(text)] == ["## Міст", "Опори\n-----"]


@given(st.text(alphabet=st.sampled_from('Аб. !?…\n«»"1м-')))
def test_spans_are_ordered_trimmed_and_hold_every_visible_character(text):
    spans = sentence_spans(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    if not heading_spans(text):
        assert "".join("".join(sentences(text)).split()) == "".join(text.split())
