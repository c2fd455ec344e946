"""Judging: how much is read, in which order it comes out, and which words are marked, with readings written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from index.generation import Filter
from qa.judging import judge
from qa.question import Context, read_question
from qa.reader import Reading
from qa.retrieval import search

TEXT = "Бджола дає ложку меду. Вона живе місяць. Мед густий."
FIRST, SECOND, THIRD = (0, 22), (23, 40), (41, 52)


@pytest.fixture(scope="module")
def villages(indexed):
    return indexed({f"{number:02}.txt": f"Хата номер {number:02} стоїть край села." for number in range(20)})


@pytest.fixture(scope="module")
def bees(indexed):
    return indexed({"bee.md": f"# Бджоли\n\n{TEXT}"})


@pytest.fixture
def houses(villages, remembering):
    """A search that finds twenty passages."""
    found = search(villages, remembering, read_question("Де стоїть хата?"))
    assert len(found.found) == 20
    return found


@pytest.fixture
def bee(bees, remembering):
    found = search(bees, remembering, read_question("Скільки меду дає бджола?"))
    assert found.hit(0).text.endswith(TEXT)
    return found


def reading(answers: float, *spans: tuple[int, int], sentence: tuple[int, int] = FIRST) -> Reading:
    return Reading(answers, 0.0, spans, sentence, 1.0)


def portions(reader) -> list[int]:
    return [len(texts) for _, _, texts in reader.asked]


def test_six_passages_are_read_where_none_answers_clearly(houses, written_reader, plain_confidence):
    judged = judge(houses, reader := written_reader())
    assert portions(reader) == [4, 2]
    best_first = [houses.hit(place).text for place in range(6)]
    assert [text for _, _, texts in reader.asked for text in texts] == best_first
    assert [each.hit.text for each in judged] == best_first  # all alike, so in the order of the search


@pytest.mark.parametrize(("place", "logit", "read"), [(3, -0.40, [4]), (3, -0.41, [4, 2]), (4, -0.40, [4, 2])])
def test_nothing_more_is_read_once_a_passage_answers_with_two_fifths(
    houses, written_reader, plain_confidence, place, logit, read
):
    # The logistic function of -.40 is .401, of -.41 it is .399.
    reader = written_reader({houses.hit(place).text: reading(logit, (0, 4))})
    judged = judge(houses, reader)
    assert portions(reader) == read
    assert judged[0].hit == houses.hit(place)


def test_where_all_of_a_portion_answer_clearly_the_next_is_read_too(houses, written_reader, plain_confidence):
    reader = written_reader({houses.hit(place).text: reading(-0.40, (0, 4)) for place in range(4)})
    assert len(judge(houses, reader)) == 6
    assert portions(reader) == [4, 2]


def test_the_likeliest_to_answer_comes_first(houses, written_reader, plain_confidence):
    texts = [houses.hit(place).text for place in range(6)]
    reader = written_reader({texts[5]: reading(1.0, (0, 4)), texts[2]: reading(-1.0, (0, 4))})
    judged = judge(houses, reader)
    assert [each.hit.text for each in judged[:3]] == [texts[5], texts[2], texts[0]]
    assert [round(each.confidence, 4) for each in judged[:3]] == [0.7311, 0.2689, 0.0025]


def test_the_reader_gets_the_question_what_it_refers_to_and_each_title(bee, written_reader):
    followed = replace(bee, question=replace(bee.question, context=Context("Хто живе?", "бджола", "Вулик")))
    for found, context in ((bee, ""), (followed, "Вулик Хто живе? бджола")):
        judge(found, reader := written_reader())
        assert reader.asked[0] == ("Скільки меду дає бджола?", context, [found.hit(0).text])


def marked(bee, written_reader, *spans, sentence):
    """The marked sentence and spans, as words."""
    begin = len(bee.hit(0).text) - len(TEXT)
    moved = [(begin + start, begin + end) for start, end in (*spans, sentence)]
    (judged,) = judge(bee, written_reader({TEXT: reading(0.0, *moved[:-1], sentence=moved[-1])}))
    text = judged.hit.text
    assert judged.sentence_text == text[slice(*judged.sentence)]
    return judged.sentence_text, [text[start:end] for start, end in judged.spans]


def test_the_marked_words_are_the_best_within_the_marked_sentence(bee, written_reader):
    ounce, month, thick = (11, 21), (33, 39), (45, 51)
    assert marked(bee, written_reader, ounce, month, sentence=FIRST) == (
        "Бджола дає ложку меду.",
        ["ложку меду", "місяць"],
    )
    assert marked(bee, written_reader, ounce, month, thick, sentence=SECOND) == (
        "Вона живе місяць.",
        ["місяць", "ложку меду", "густий"],
    )


def test_a_sentence_without_likely_words_is_marked_whole(bee, written_reader):
    assert marked(bee, written_reader, (11, 21), sentence=THIRD) == ("Мед густий.", ["Мед густий.", "ложку меду"])
    assert marked(bee, written_reader, sentence=SECOND) == ("Вона живе місяць.", ["Вона живе місяць."])
    behind = (22, 40)  # it begins where the first sentence ends
    assert marked(bee, written_reader, behind, sentence=FIRST)[1] == ["Бджола дає ложку меду.", " Вона живе місяць."]


def test_without_a_reader_four_passages_are_judged_by_likeness(houses):
    judged = judge(houses, None)
    assert len(judged) == 4
    assert {each.hit.text for each in judged} == {houses.hit(place).text for place in range(4)}
    for each in judged:
        assert each.reading is None
        assert each.spans == (each.sentence,)
        assert each.sentence_text == each.hit.text
    assert [each.confidence for each in judged] == sorted((each.confidence for each in judged), reverse=True)


@pytest.mark.parametrize(
    ("title", "sentences", "question", "quoted"),
    [
        ("Школа", ["Школою керує Гнатюк.", "Очолює її вчителька."], "Хто керує школою?", 0),  # from a weight of .035
        ("Зубр", ["Зубр живе довго.", "Тварина мешкає в пущі."], "Де живе зубр?", 1),  # up to a weight of .1
    ],
)
def test_without_a_reader_words_in_common_decide_between_sentences_that_are_nearly_as_near(
    indexed, remembering, title, sentences, question, quoted
):
    """By its vector alone the second sentence is the nearer one, by its words alone the first."""
    found = search(indexed({"a.md": f"# {title}\n\n{' '.join(sentences)}"}), remembering, read_question(question))
    one, other = remembering.encode_sentences([f"{title}\n{text}" for text in sentences]) @ found.vector
    assert one < other
    assert found.words.coverage(sentences[0]) > found.words.coverage(sentences[1])
    (judged,) = judge(found, None)
    assert judged.sentence_text == sentences[quoted]


def test_nothing_is_judged_where_nothing_is_found(villages, remembering, written_reader):
    nothing = replace(read_question("Де стоїть хата?"), wanted=Filter(since=date(2030, 1, 1)))
    assert judge(search(villages, remembering, nothing), written_reader()) == []


def test_a_citation_points_into_the_article(bee, written_reader, plain_confidence):
    begin = len(bee.hit(0).text) - len(TEXT)
    spans = ((begin + 33, begin + 39), (begin + 11, begin + 21))
    sentence = (begin + 23, begin + 40)
    (judged,) = judge(bee, written_reader({TEXT: reading(1.0, *spans, sentence=sentence)}))
    citation = judged.citation(7, (judged.hit,))
    (article,) = bee.generation.article_texts()
    assert article.text[citation.start : citation.end] == citation.text
    assert article.text[citation.answer_start : citation.answer_end] == "Вона живе місяць." == citation.answer_text
    assert article.text[citation.span_start : citation.span_end] == "місяць" == citation.span_text
    assert [article.text[start:end] for start, end in citation.spans] == ["місяць", "ложку меду"]
    assert (citation.number, citation.also, citation.confidence) == (7, (judged.hit,), judged.confidence)


def test_places_in_a_passage_are_moved_to_where_it_begins(judged):
    citation = judged("a.md", "Зубр важить тонну.", 0.9, sentence=(0, 18), spans=((12, 17),)).citation(1)
    assert (citation.answer_start, citation.answer_end) == (100, 118)  # the passage begins at 100
    assert (citation.span_start, citation.span_end) == (112, 117)
    assert citation.spans == ((112, 117),)


FARES = {
    "old.md": "---\ndate: 2022-03-01\n---\nПроїзд у тролейбусі коштує 8 гривень.",
    "new.md": "---\ndate: 2024-06-01\n---\nПроїзд у тролейбусі коштує 15 гривень.",
}


class TimelessReader:
    """Reads an answer only if the question names no year, as the reader does where the passage names none."""

    def __init__(self, sentence: tuple[int, int]) -> None:
        self.sentence = sentence
        self.asked: list[tuple[str, int]] = []

    def read(self, question, context, passages):
        self.asked.append((question, len(passages)))
        answers = -4.0 if "2022" in question else 2.0
        return [reading(answers, self.sentence, sentence=self.sentence) for _ in passages]


def test_the_day_of_an_article_tells_the_time_that_its_words_leave_out(indexed, remembering, plain_confidence):
    found = search(indexed(FARES), remembering, read_question("Скільки коштував проїзд у 2022 році?"))
    judged = judge(found, reader := TimelessReader((0, 37)))
    assert reader.asked[:2] == [("Скільки коштував проїзд у 2022 році?", 2), ("Скільки коштував проїзд?", 1)]
    assert [(each.hit.article_id, round(each.confidence, 2)) for each in judged] == [("old.md", 0.88), ("new.md", 0.02)]


def test_a_sentence_about_another_year_needs_the_time_in_its_words(indexed, remembering, plain_confidence):
    text = "У 2021 році проїзд коштував 5 гривень."
    fares = indexed({"old.md": f"---\ndate: 2022-03-01\n---\n{text}"})
    found = search(fares, remembering, read_question("Скільки коштував проїзд у 2022 році?"))
    assert round(judge(found, TimelessReader((0, len(text))))[0].confidence, 2) == 0.02


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Скільки коштував проїзд у 2022 році?", "Скільки коштував проїзд?"),
        ("Що у лютому 2024 сталося з мостом?", "Що сталося з мостом?"),
        ("Хто приїздив позавчора?", "Хто приїздив?"),
        ("Що змінилося з 2014 року?", ""),
        ("Хто керував селом у 1990-х роках?", ""),
        ("Що їдять зубри взимку?", ""),
        ("Скільки коштує проїзд?", ""),
    ],
)
def test_a_question_is_read_without_a_day_a_month_or_a_year(text, beside):
    assert read_question(text, now="2026-03-15").beside_time == beside


def test_the_models_see_one_apostrophe_however_it_is_typed(bees, remembering, written_reader):
    typed = [search(bees, remembering, read_question(f"Де м{apostrophe}ята?")) for apostrophe in "'’ʼ`"]
    assert len({found.vector.tobytes() for found in typed}) == 1
    for found in typed:
        judge(found, reader := written_reader())
        assert reader.asked[0][0] == "Де м’ята?"
