import json
from collections import Counter
from pathlib import Path

import pytest

from index.errors import QuestionError
from index.records import Article
from index.text.fold import folded_words
from qa.evaluation import held_out_twins
from qa.evaluation.matching import can_be_quoted, holds_answer, holds_words
from qa.evaluation.probes import _headline, _sentence
from qa.evaluation.question_file import read_questions
from qa.evaluation.question_types import kind_of, question_languages
from qa.evaluation.records import GoldQuestion

GOOD = '{"id": "1", "question": "Хто?", "answerable": true, "articles": ["a.md"]}'


def written(folder: Path, *lines: str) -> Path:
    path = folder / "q.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_question_is_read_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    fields = {
        "id": 7,
        "question": "А де?",
        "answerable": True,
        "articles": ["a.pdf"],
        "page": 3,
        "answers": ["у Києві"],
        "spans": [{"start": 4, "end": 11, "note": "more is allowed"}],
        "history": ["Хто це?"],
        "kind": "follow-up",
        "language": "uk",
        "needs_options": False,
    }
    read = read_questions(written(tmp_path, json.dumps(fields), ""))
    assert read == [
        GoldQuestion(
            id="7",
            question="А де?",
            answerable=True,
            articles=("a.pdf",),
            page=3,
            answers=("у Києві",),
            spans=((4, 11),),
            history=("Хто це?",),
            kind="follow-up",
            language="uk",
        )
    ]


def test_what_a_line_leaves_out_is_filled_in(tmp_path: Path) -> None:
    read = read_questions(written(tmp_path, '\ufeff{"question": "Хто?", "articles": ["a"]}', '{"question": "Де?"}'))
    assert [(each.id, each.answerable) for each in read] == [("1", True), ("2", False)]


def test_an_unanswerable_question_keeps_no_answer(tmp_path: Path) -> None:
    line = '{"question": "Хто?", "answerable": false, "articles": [], "answers": ["хтось"], "page": 2}'
    (read,) = read_questions(written(tmp_path, line))
    assert (read.answers, read.page) == ((), None)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ("[1]", "a JSON list, not an object"),
        ('{"articles": ["a"]}', "the question is empty"),
        ('{"question": "?!", "articles": ["a"]}', "'?!' contains no word to search for"),
        ('{"question": 5}', '"question" is 5, not a text'),
        ('{"question": "Хто?", "answerable": "yes"}', "\"answerable\" is 'yes', not true or false"),
        ('{"question": "Хто?", "answerable": true}', '"answerable" is true, yet there are no articles that answer it'),
        (
            '{"question": "Хто?", "answerable": false, "articles": ["a"]}',
            '"answerable" is false, yet there are articles that answer it: a',
        ),
        ('{"question": "Хто?", "article": ["a"]}', '"article" is not a field of a question; "articles" is'),
        ('{"question": "Хто?", "articles": "a"}', "\"articles\" is 'a', not a list of texts"),
        ('{"question": "Хто?", "articles": ["a"], "page": 0}', '"page" is 0, not a number from 1'),
        ('{"question": "Хто?", "articles": ["a"], "page": true}', '"page" is True, not a number from 1'),
        (
            '{"question": "Хто?", "articles": ["a"], "spans": [{"start": 3, "end": 3}]}',
            """"spans" is [{'start': 3, 'end': 3}], not a list of {"start": 0, "end": 1}""",
        ),
        (
            '{"question": "Хто?", "articles": ["a", "b"], "page": 1}',
            '"page" and "spans" need one article, and "articles" names 2',
        ),
        (GOOD, "the id '1' is that of an earlier line"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong_with_it(tmp_path: Path, line: str, wrong: str) -> None:
    path = written(tmp_path, GOOD, "", line)
    with pytest.raises(QuestionError) as caught:
        read_questions(path)
    assert caught.value.message == f"{path}, line 3: {wrong}"
    assert caught.value.fix.startswith("Correct that line")


def test_an_empty_file_a_missing_one_and_one_that_is_no_text_say_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"q\.jsonl contains no questions"):
        read_questions(written(tmp_path, "", " "))
    with pytest.raises(QuestionError, match="none cannot be read: No such file"):
        read_questions(tmp_path / "none")
    (tmp_path / "latin").write_bytes(b"ab\xff")
    with pytest.raises(QuestionError, match=r"latin is not UTF-8 \(byte 2\)"):
        read_questions(tmp_path / "latin")


def gold(**fields: object) -> GoldQuestion:
    return GoldQuestion(
        **({"id": "1", "question": "Хто написав Кобзар?", "answerable": True, "articles": ("a",)} | fields)
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("Це був Тарас Шевченко, поет.", "тарас шевченко", True),
        ("На подвір’ї", "подвір'ї", True),
        ("Це було 1308 року", "308", False),
        ("Шевченко і Тарас", "Тарас Шевченко", False),
        ("будь-що", "…", False),
    ],
)
def test_an_answer_is_held_word_for_word_whatever_its_case_and_apostrophe(text: str, answer: str, held: bool) -> None:
    assert holds_words(text, [answer]) is held


def test_the_place_of_an_answer_decides_where_it_is_known() -> None:
    placed = gold(spans=((10, 20),), answers=("Тарас",))
    assert holds_answer(placed, 0, 11, "нічого з цього")
    assert not holds_answer(placed, 0, 10, "Тарас")
    assert not holds_answer(placed, 20, 30, "Тарас")
    assert holds_answer(gold(answers=("Тарас",)), 0, 10, "Це Тарас.")


def test_an_answer_in_other_words_than_the_article_cannot_be_quoted() -> None:
    assert can_be_quoted(gold(answers=("Тарас",)), ["Ні", "Це Тарас."])
    assert not can_be_quoted(gold(answers=("Тарас",)), ["Це поет."])
    assert can_be_quoted(gold(spans=((0, 2),)), ["Це поет."])


@pytest.mark.parametrize(
    ("question", "languages", "kind"),
    [
        (gold(), {"uk"}, "direct"),
        (gold(), {"en"}, "cross"),
        (gold(), {"en", "uk"}, "direct"),
        (gold(), {"und"}, "direct"),
        (gold(history=("Що таке Кобзар?",)), {"en"}, "follow-up"),
        (gold(answerable=False, articles=()), set(), "unanswerable"),
        (gold(kind="трудне"), {"en"}, "трудне"),
    ],
)
def test_a_kind_that_is_not_stated_follows_from_the_question(
    question: GoldQuestion, languages: set[str], kind: str
) -> None:
    assert kind_of(question, "uk", languages) == kind


def test_a_very_rare_language_is_replaced_by_the_most_frequent_one() -> None:
    asked = [gold(question="Як називається найбільше місто цієї країни?")] * 20
    odd = gold(question="2019?")
    rare = gold(question="What is the name of the largest city in this country?")
    assert question_languages([*asked, odd, rare]) == ["uk"] * 22
    assert question_languages([*asked[:19], rare]) == [*["uk"] * 19, "en"]  # a twentieth
    assert question_languages([*asked[:3], rare, gold(question="2019?", language="pl")]) == [
        "uk",
        "uk",
        "uk",
        "en",
        "pl",
    ]


def article(title: str, text: str) -> Article:
    return Article("a.md", title, None, "uk", "", text)


@pytest.mark.parametrize(("count", "asked"), [(2, False), (3, True), (30, True), (31, False)])
def test_a_headline_of_3_to_30_words_is_asked(count: int, asked: bool) -> None:
    title = " ".join(["слово"] * count)
    probes = list(_headline(article(title, ""), Counter([title])))
    assert [(each.kind, each.question) for each in probes] == ([("headline", title)] if asked else [])
    assert list(_headline(article(title, ""), Counter([title, title]))) == []  # two articles have it


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Так це одне слово.", False),
        ("Так це ще одне слово.", True),
        (" ".join(["слово"] * 30) + ".", True),
        (" ".join(["слово"] * 31) + ".", False),
        (" ".join(["ш" * 79] * 5) + ".", True),  # 400 characters
        (" ".join(["ш" * 79] * 4) + " " + "ш" * 80 + ".", False),
    ],
)
def test_a_sentence_of_5_to_30_words_and_at_most_400_characters_is_asked(text: str, asked: bool) -> None:
    probes = list(_sentence(article("", text), Counter(folded_words(text))))
    assert [(each.kind, each.question, each.spans) for each in probes] == (
        [("sentence", text, ((0, len(text)),))] if asked else []
    )


def test_a_held_out_question_hides_its_articles_and_forgets_its_answer() -> None:
    (twin,) = held_out_twins([gold(page=2, answers=("x",), spans=((0, 1),)), gold(answerable=False, articles=())])
    assert (twin.id, twin.kind, twin.answerable, twin.hidden) == ("1 held out", "held-out", False, ("a",))
    assert (twin.articles, twin.page, twin.answers, twin.spans) == ((), None, (), ())
