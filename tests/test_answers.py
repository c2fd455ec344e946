"""Whole answers: offsets, filters, follow-ups, stories and refusals, with readings written by hand."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from index.build import renew
from index.errors import ModelError, QuestionError
from index.local_store import LocalStore
from qa import Assistant, api
from qa.reader import Reader, Reading
from support.indexes import generation_of

BISON = "Зубр важить до 900 кілограмів. Живе він у пущі."
FOX = "Лисиця важить до 10 кілограмів. Живе вона в норі."
MOON = "The Moon is the only natural satellite of the Earth."
CORPUS = {
    "bison.md": f"---\ntitle: Зубр\npublished: 2025-02-11\nlanguage: uk\n---\n\n{BISON}\n",
    "fox.md": f"---\ntitle: Лисиця\npublished: 2026-03-01\nlanguage: uk\n---\n\n{FOX}\n",
    "moon.md": f"---\ntitle: Moon\nlanguage: en\n---\n\n{MOON}\n",
}
WEIGHT = Reading(5.0, 5.0, ((13, 29),), (0, 30), 1.0)  # "до 900 кілограмів"'s words in the first sentence
HOME = Reading(5.0, 5.0, ((40, 46),), (31, 47), 1.0)


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def index(tmp_path_factory, remembering):
    folder = tmp_path_factory.mktemp("answers")
    write(folder / "corpus", CORPUS)
    renew(folder / "corpus", folder / "index", remembering)
    return folder / "index"


@pytest.fixture
def assistant(index, remembering, written_reader, plain_confidence):
    """A function that opens the assistant with the readings of these texts, on this index or the one of `CORPUS`."""
    with ExitStack() as stack:

        def open_with(readings=None, other=index) -> tuple[Assistant, object]:
            reader = written_reader(readings)
            return stack.enter_context(Assistant(LocalStore(other), remembering, reader)), reader

        yield open_with


def test_the_functions_keep_the_last_four_indexes_open(index, tmp_path):
    places = [tmp_path / str(number) for number in range(5)]
    for place in places:
        place.symlink_to(index)
    first, *_ = opened = [api._opened(place) for place in places[:4]]
    assert [api._opened(place) for place in places[:4]] == opened
    api._opened(places[4])
    assert api._opened(places[0]) is not first


def law_holds(assistant, citations) -> bool:
    texts = {article.id: article.text for article in assistant.generation().article_texts()}
    return all(
        texts[each.article_id][each.start : each.end] == each.text
        and texts[each.article_id][each.answer_start : each.answer_end] == each.answer_text
        and texts[each.article_id][each.span_start : each.span_end] == each.span_text
        and each.start <= each.answer_start <= each.span_start < each.span_end <= each.answer_end <= each.end
        for each in citations
    )


def test_an_answer_quotes_the_words_that_were_read(assistant):
    one, reader = assistant({BISON: WEIGHT})
    answer = one.ask("Скільки важить зубр?")
    assert (answer.status, answer.hint, answer.near_misses) == ("answered", "", ())
    assert [(each.number, each.article_id) for each in answer.citations] == [(1, "bison.md")]
    assert answer.citations[0].answer_text == "Зубр важить до 900 кілограмів."
    assert answer.citations[0].span_text == BISON[13:29]
    assert law_holds(one, answer.citations)
    assert [(question, context) for question, context, texts in reader.asked if texts] == [("Скільки важить зубр?", "")]


def test_a_refusal_names_what_came_nearest(assistant):
    one, _ = assistant()
    answer = one.ask("Яка столиця Франції?")
    assert (answer.status, answer.citations, answer.hint) == ("no_answer", (), "wording")
    assert {each.article_id for each in answer.near_misses} == set(CORPUS)
    assert answer.confidence == answer.near_misses[0].confidence == pytest.approx(0.0025, abs=1e-4)


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ({"since": "2026-01-01"}, "filter"),
        ({"until": "2024-01-01"}, "filter"),
        ({"language": "en"}, "filter"),
        ({"until": "2025-02-11"}, ""),
    ],
)
def test_a_refusal_tells_when_an_article_outside_the_filter_answers(assistant, wanted, hint):
    one, _ = assistant({BISON: WEIGHT})
    answer = one.ask("Скільки важить зубр?", **wanted)
    assert (answer.status, answer.hint) == ("no_answer" if hint else "answered", hint)


def test_a_filter_is_not_blamed_where_no_article_answers(assistant):
    one, _ = assistant()
    assert one.ask("Яка столиця Франції?", since="2026-01-01").hint == "wording"


def test_both_searches_keep_to_the_filter(assistant):
    one, _ = assistant()
    ids = [hit.article_id for hit in one.retrieve("Скільки важить зубр?", since=date(2026, 1, 1))]
    assert ids == ["fox.md"]  # a passage without a date is outside every range
    assert [hit.article_id for hit in one.retrieve("Скільки важить зубр?", language="en")] == ["moon.md"]
    assert one.retrieve("Скільки важить зубр?", since="2030-01-01") == []
    nothing = one.ask("Скільки важить зубр?", since="2030-01-01")
    assert (nothing.status, nothing.confidence, nothing.near_misses) == ("no_answer", 0.0, ())


def test_a_follow_up_is_read_with_the_question_the_answer_and_the_title_before_it(assistant):
    one, reader = assistant({BISON: HOME})
    answer = one.ask("А скільки важить?", history=["Хто живе у пущі?"])
    assert [(question, context) for question, context, texts in reader.asked if texts] == [
        ("Хто живе у пущі?", ""),
        ("А скільки важить?", f"Зубр Хто живе у пущі? {BISON[40:46]}"),
    ]
    assert (answer.question, answer.searched) == (
        "А скільки важить?",
        f"Хто живе у пущі? {BISON[40:46]} А скільки важить?",
    )


def test_after_a_refusal_the_questions_alone_are_the_context(assistant):
    one, reader = assistant()
    one.ask("А коли?", history=["Хто президент?", "А хто до нього?"])
    assert [(question, context) for question, context, texts in reader.asked if texts] == [
        ("Хто президент?", ""),
        ("А хто до нього?", "Хто президент?"),
        ("А коли?", "Хто президент? А хто до нього?"),
    ]


def test_a_story_that_several_outlets_tell_is_cited_once(tmp_path, remembering, assistant):
    story = "У селі Вишневе відкрили новий міст через річку Іква. Його будували три роки."
    leads = {"a.md": "", "b.md": "Про це пише районна газета. ", "c.md": "Новина з Рівненщини. "}
    write(tmp_path / "corpus", {name: f"# Міст через Ікву\n\n{lead}{story}" for name, lead in leads.items()})
    write(tmp_path / "corpus", {"d.md": "# Річка Іква\n\nМіст через Ікву в Дубні старіший за всі."})
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    generation = generation_of(tmp_path / "index")
    readings = {}
    for row in range(len(generation.passages)):
        text = generation.passage_text(row)
        begin = text.find("У селі") if "У селі" in text else text.find("Міст через Ікву в Дубні")
        readings[text] = Reading(5.0, 5.0, ((begin, begin + 4),), (begin, text.index(".", begin) + 1), 1.0)
    # A passage that is part of another one would match it.
    longest_first = dict(sorted(readings.items(), key=lambda each: -len(each[0])))
    one, _ = assistant(longest_first, tmp_path / "index")
    answer = one.ask("Який міст відкрили через Ікву?")
    stories = {frozenset({each.article_id, *(hit.article_id for hit in each.also)}) for each in answer.citations}
    assert stories == {frozenset(leads), frozenset({"d.md"})}
    assert law_holds(one, answer.citations)
    texts = {article.id: article.text for article in one.generation().article_texts()}
    assert all(texts[hit.article_id][hit.start : hit.end] == hit.text for each in answer.citations for hit in each.also)


def test_five_are_cited_at_most(tmp_path, remembering, assistant):
    names = ["Зубр", "Лось", "Вовк", "Рись", "Бобер", "Кабан", "Олень"]
    habits = ["їсть кору", "любить воду", "виє вночі", "лазить по деревах", "гризе осику", "риє землю", "скидає роги"]
    texts = {f"{place}.txt": f"{name} {habits[place]} тут." for place, name in enumerate(names)}
    write(tmp_path / "corpus", texts)
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    readings = {text: Reading(0.3, 0.3, ((0, 4),), (0, len(text)), 1.0) for text in texts.values()}
    one, _ = assistant(readings, tmp_path / "index")
    assert [each.number for each in one.ask("Хто що робить?").citations] == [1, 2, 3, 4, 5]


def test_hits_come_best_first_with_both_ranks(assistant):
    one, reader = assistant()
    hits = one.retrieve("Скільки важить зубр?", k=3)
    assert len(hits) == 3
    assert hits[0].article_id == "bison.md"
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    assert (hits[0].dense_rank, hits[0].lexical_rank) == (1, 1)
    assert hits[0].published == date(2025, 2, 11)
    assert law_holds(one, [])
    assert all(hit.text in (BISON, FOX, MOON) for hit in hits)
    assert len(one.retrieve("Скільки важить зубр?", k=1)) == 1
    assert reader.asked == []


def test_no_fewer_than_one_passage_can_be_asked_for(assistant):
    one, _ = assistant()
    with pytest.raises(QuestionError, match="k is 0, not a whole number from 1"):
        one.retrieve("Хто?", k=0)


def test_without_a_reader_the_sentence_stands_for_the_words(index, remembering, plain_confidence):
    with Assistant(LocalStore(index), remembering, None) as one:
        answer = one.ask("Скільки важить зубр?")
        assert answer.status == "answered"
        first = answer.citations[0]
        assert first.answer_text == first.span_text == "Зубр важить до 900 кілограмів."
        assert first.spans == ((first.answer_start, first.answer_end),)
        assert law_holds(one, answer.citations)


def test_everything_is_loaded_before_the_first_question_or_it_is_said_why_not(index, remembering, tmp_path):
    (tmp_path / "cache").write_text("no folder")
    with (
        Assistant(LocalStore(index), remembering, Reader(tmp_path / "cache")) as one,
        pytest.raises(ModelError, match="cannot be written"),
    ):
        one.load()


def test_a_reader_that_there_is_not_is_an_error(tmp_path):
    with pytest.raises(ModelError, match="there is no reader 'large'"):
        Assistant.open(tmp_path, reader="large")


def test_what_was_asked_is_not_read_again(assistant):
    one, reader = assistant({BISON: WEIGHT})
    first = one.ask("Скільки важить зубр?")
    asked = len(reader.asked)
    assert one.ask("Скільки важить зубр?") == first
    assert len(reader.asked) == asked
    one.ask("А лисиця?", history=["Скільки важить зубр?"])
    assert {question for question, _, _ in reader.asked[asked:]} == {"А лисиця?"}
    asked = len(reader.asked)
    one.ask("Скільки важить зубр?", language="uk")  # another filter is another question
    assert len(reader.asked) > asked


def test_another_generation_is_read_again(tmp_path, remembering, assistant):
    write(tmp_path / "corpus", CORPUS)
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    one, _ = assistant({BISON: WEIGHT}, tmp_path / "index")
    assert one.ask("Скільки важить зубр?").status == "answered"
    (tmp_path / "corpus/bison.md").unlink()
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    assert one.ask("Скільки важить зубр?").status == "no_answer"


def test_more_is_what_follows_in_the_cited_article(tmp_path, remembering, assistant):
    second = "Другий абзац каже про інше. " + "Тут просто багато слів про пущу. " * 14
    write(tmp_path / "corpus", {"bison.md": f"# Зубр\n\n{BISON} {'Далі нічого нового немає. ' * 17}\n\n{second}"})
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    generation = generation_of(tmp_path / "index")
    text = generation.passage_text(0)
    begin = text.index(BISON)
    weight = Reading(5.0, 5.0, ((begin + 13, begin + 29),), (begin, begin + 30), 1.0)
    one, _ = assistant({BISON: weight}, tmp_path / "index")
    more = one.ask("Розкажи більше", history=["Скільки важить зубр?"])
    assert (more.status, more.question) == ("answered", "Розкажи більше")
    assert [each.answer_text for each in more.citations] == ["Другий абзац каже про інше."]
    assert law_holds(one, more.citations)


def test_asking_for_more_at_the_start_is_a_question_like_any_other(assistant):
    one, reader = assistant()
    assert one.ask("Розкажи більше").status == "no_answer"
    assert reader.asked[0][0] == "Розкажи більше"


def test_an_answer_is_explained_by_what_was_read(assistant):
    one, _ = assistant({BISON: WEIGHT})
    first, *others = one.explain("Скільки важить зубр?", k=2)
    assert len(others) == 1
    assert (first.hit.article_id, first.reading) == ("bison.md", WEIGHT)
    assert first.evidence.answers == 5.0
    with pytest.raises(QuestionError, match="k is 0"):
        one.explain("Скільки важить зубр?", k=0)
