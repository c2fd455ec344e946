"""The context of a question, requests for more, and the passages that follow."""

import pytest

from qa.conversation import asks_for_more, context_of, more_of
from qa.question import Context
from qa.references import stands_alone

MORE = """
Розкажи більше / А детальніше? / Що ще є на цю тему? / Продовжуй, будь ласка / Покажи ще / Хочу подробиць
Расскажи подробнее / А ещё что есть? / Продолжай / Можно больше деталей? / А что дальше?
Tell me more / Go on / What else? / Can you elaborate on this? / Anything else about it? / More details, please
Powiedz więcej / Co jeszcze? / Opowiedz o tym więcej / Proszę dalej / Więcej szczegółów
Erzähl mehr / Noch etwas? / Mehr dazu, bitte / Gibt es noch mehr Details? / Und weiter?
"""
NOT_MORE = """
А коли він помер? / Скільки ще триває війна? / Хто більше важить, зубр чи ведмідь? / Про що це? / Дякую / Це все?
Что дальше было с поэтом? / Кто больше весит? / Что это такое? / Расскажи о зубре / Спасибо
What else did Jenner discover? / More than 900 kg? / Is there more oxygen on Mars? / What is this about? / OK
Ile jeszcze żyje żubr? / Co to jest? / Kto waży więcej?
Mehr als 900 Kilo? / Was ist das? / Wie lange lebt er noch?
"""
ALONE = """
А коли припливи найвищі? / А який код у гривні? / А хто такий Касимов? / Під якою цифрою в бібліотеці релігія?
А какой код у гривны? / And what is Jikji? / Who was the last person to catch smallpox? / Co było kopą?
Und wann tagte der Sicherheitsrat zum ersten Mal? / розкажи про зубра
Що таке вакцина? / Хто такий Орлик? / А кто такой Орлик? / Скільки важить зубр? / Хто винайшов стетоскоп? / Де Говерла?
So who invented the stethoscope? / Kiedy powstał Interpol? / Wer erfand das Stethoskop? / Коли заснували Київ?
What happened after the earthquake? / Скільки коштувала школа? / Wie lange lebt eine Biene?
"""
REFERRING = """
А коли він помер? / А куди їх вивезли? / І що відбулося з нею далі? / А це коли сталося? / Хто був там раніше?
А коли? / А чому саме? / Since when? / А на глибині? / а зелена? / А в большевиков? / Где это было?
А для депортации он нужен?
How far off did it put you? / And who made the one you swallow? / When was that? / Where was he born?
А де народився? / Де похований? / Чим закінчилося? / А скільки важить такий звір? / Хто обидва призначив?
А когда родился? / Что случилось после? / Сколько весит такое животное? / When was born? / What happened next?
Who invented such a device? / How much does the same animal weigh? / A kiedy on umarł? / Kiedy się urodził?
Gdzie żyje ten zwierz? / Ile waży takie zwierzę? / Wo geschah das? / Wie viel wiegt so ein Tier? / Wann gestorben?
Wo leben solche Tiere? / Коли тут проголосили незалежність? / А коли помер?
A gdzie jej szukać? / A co z nimi? / Und wo ist er geboren? / Was steht darin?
"""
STARTS = [
    "Початок цієї справи.",
    "Другий день суду.",
    "Третій свідок мовчав.",
    "Вирок прочитали ввечері.",
    "Скаргу подали вранці.",
]


def phrases(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split(" / ")]


def paragraph(start: str) -> str:
    """A paragraph of a passage of its own: some 430 characters."""
    return f"{start} " + " ".join(
        f"Далі йде звичайне речення про те саме, уже {start[0].lower()}-те." for _ in range(8)
    )


@pytest.fixture(scope="module")
def generation(indexed):
    paragraphs = [paragraph(start) for start in STARTS]
    return indexed({"case.txt": "\n\n".join(paragraphs), "other.txt": "Зубр важить до тонни."})


@pytest.fixture
def cited(generation, citation, answer):
    """An answer that cites these places of these articles."""

    def make(*places):
        texts = {article.id: article.text for article in generation.article_texts()}
        citations = [
            citation(article_id=id, start=start, end=end, text=texts[id][start:end], answer_start=start, answer_end=end)
            for id, start, end in places
        ]
        return answer(*citations, confidence=0.8)

    return make


def passages(generation, id="case.txt"):
    number = [entry.id for entry in generation.articles].index(id)
    return [(int(each["start"]), int(each["end"])) for each in generation.passages if each["article"] == number]


def test_a_follow_up_refers_to_the_question_the_answering_words_and_the_article(citation, answer):
    given = answer(
        citation(title="Справа", span_start=26, span_end=34), citation(title="Інша"), question="Хто погодив?"
    )
    text = "Перше. Казахстан погодив екстрадицію. Третє."  # of the citation, which starts at 10
    assert context_of(given) == Context("Хто погодив?", text[16:24], "Справа")


def test_after_a_refusal_a_follow_up_refers_to_the_refused_question_and_the_one_before(answer):
    refusal = answer(status="no_answer", question="А за що?", searched="Хто? Кого видали? А за що?")
    assert context_of(refusal) == Context("А за що?")
    assert context_of(refusal, ["Хто?", "Кого видали?"]) == Context("Кого видали? А за що?")
    mistyped = answer(status="no_answer", question="а за щщо", repaired="а за що")
    assert context_of(mistyped) == Context("а за що")


@pytest.mark.parametrize("question", phrases(MORE))
def test_requests_for_more_are_recognised(question):
    assert asks_for_more(question)


@pytest.mark.parametrize("question", phrases(NOT_MORE))
def test_a_question_of_its_own_does_not_ask_for_more(question):
    assert not asks_for_more(question)


def test_more_are_the_next_three_passages_and_then_the_rest(generation, cited):
    places = passages(generation)
    assert len(places) == 5
    before = cited(("case.txt", *places[0]))
    more = more_of(generation, before, "Ще?")
    assert (more.status, more.confidence, more.hint, more.question) == ("answered", 0.8, "", "Ще?")
    assert [(each.number, each.start, each.end) for each in more.citations] == [
        (1, *places[1]),
        (2, *places[2]),
        (3, *places[3]),
    ]
    assert [each.answer_text for each in more.citations] == STARTS[1:4]
    assert more.generation == generation.number
    rest = more_of(generation, more, "Ще?")
    assert [each.answer_text for each in rest.citations] == STARTS[4:]
    end = more_of(generation, rest, "Ще?")
    assert (end.status, end.confidence, end.citations, end.near_misses, end.hint) == (
        "no_answer",
        0.0,
        (),
        (),
        "wording",
    )


def test_more_goes_on_behind_the_last_passage_cited_of_the_first_article(generation, cited):
    places = passages(generation)
    before = cited(("case.txt", *places[2]), ("other.txt", 0, 21), ("case.txt", *places[0]))
    assert [each.answer_text for each in more_of(generation, before, "Ще?").citations] == STARTS[3:]


def test_a_passage_that_repeats_what_was_cited_is_left_out(indexed, citation, answer):
    generation = indexed({"a.txt": "\n\n".join(map(paragraph, [STARTS[0], STARTS[1], STARTS[0], *STARTS[2:]]))})
    (article,) = generation.article_texts()
    (start, end), *_ = passages(generation, "a.txt")
    first = citation(
        article_id="a.txt",
        start=start,
        end=end,
        text=article.text[start:end],
        answer_start=0,
        answer_end=len(STARTS[0]),
    )
    more = more_of(generation, answer(first), "Ще?")
    assert [each.answer_text for each in more.citations] == STARTS[1:4]  # three, although one was left out


def test_more_begins_where_the_last_passage_ended(indexed, citation, answer):
    generation = indexed({"a.txt": "а" * 1200})  # cut after 550 and 1,100 letters, with nothing between
    first = citation(article_id="a.txt", start=0, end=550, text="а" * 550, answer_start=0, answer_end=1)
    assert [(each.start, each.end) for each in more_of(generation, answer(first), "Ще?").citations] == [
        (550, 1100),
        (1100, 1200),
    ]


def test_a_refusal_has_no_more(generation, answer):
    assert more_of(generation, answer(status="no_answer"), "Ще?").status == "no_answer"


def test_a_removed_article_has_no_more_passages(generation, citation, answer):
    assert more_of(generation, answer(citation(article_id="gone.txt")), "Ще?").status == "no_answer"


@pytest.mark.parametrize("question", phrases(ALONE))
def test_a_question_stands_alone_if_it_asks_and_refers_to_nothing(question):
    assert stands_alone(question)


@pytest.mark.parametrize("question", phrases(REFERRING))
def test_pronouns_and_questions_cut_short_refer_to_what_was_said(question):
    assert not stands_alone(question)
