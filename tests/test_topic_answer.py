"""A bare name, a topic or a date that is asked as a question: quoted where the articles mention it."""

from datetime import date

import pytest

from index.local_store import LocalStore
from qa import Assistant
from qa.question import read_question
from ui.api.plain_text import paragraphs, texts_for

CORPUS = {
    "choir.md": "---\ntitle: Хор з Ясенева\ndate: 2025-03-01\n---\n\nХор відсвяткував ювілей. Диригує ним Марта "
    "Сойка, учителька музики.",
    "prize.md": "---\ntitle: Премія року\ndate: 2025-11-20\n---\n\nПремію вручили вчора. Дістала її Марта Сойка. "
    "Її тестем виявився мер.",
    "owl.md": "---\ntitle: Сова болотяна\ndate: 2024-05-05\n---\n\nБолотяна сова полює вдень. Її не лякає хор жаб на "
    "зеленій купині. Тримає 14 гнізд, а пташенят 1 250.",
}


@pytest.fixture(scope="module")
def index(index_of):
    return index_of(CORPUS)


@pytest.fixture
def ask(index, remembering, written_reader, plain_confidence):
    """A function that asks where the reader finds no answer in any passage."""
    with Assistant(LocalStore(index), remembering, written_reader()) as assistant:
        yield assistant.ask


def quoted(answer):
    return {each.article_id: (each.answer_text, each.span_text) for each in answer.citations}


@pytest.mark.parametrize("name", ["Марта Сойка", "марту сойку", "Сойка Марта", "Марта  Сойка."])
def test_a_name_is_quoted_from_every_article_that_has_it(ask, name):
    answer = ask(name)
    assert (answer.status, answer.hint, answer.near_misses) == ("answered", "mentions", ())
    sentences = {id: sentence for id, (sentence, _) in quoted(answer).items()}
    assert sentences == {
        "choir.md": "Диригує ним Марта Сойка, учителька музики.",
        "prize.md": "Дістала її Марта Сойка.",
    }
    assert answer.confidence == answer.citations[0].confidence < 0.1  # that they mention it makes nothing surer


def test_the_mention_is_marked_within_its_passage(ask):
    assert {words for _, words in quoted(ask("Марта Сойка")).values()} == {"Марта Сойка"}
    for each in ask("Марта Сойка").citations:
        assert each.start <= each.answer_start <= each.span_start < each.span_end <= each.answer_end <= each.end


def test_a_common_word_is_quoted_from_the_article_that_is_titled_so(ask):
    assert list(quoted(ask("хор"))) == ["choir.md"]
    assert ask("тест").status == "no_answer"  # «тестем» looks like a form of it
    assert ask("вдень").status == "no_answer"


@pytest.mark.parametrize(("flower", "status"), [("Волошка", "answered"), ("волошка", "no_answer")])
def test_a_word_with_a_capital_in_half_of_its_passages_is_a_name(
    index_of, remembering, written_reader, plain_confidence, flower, status
):
    texts = {"a.txt": f"Село\n\nТут живе {flower}.", "b.txt": "Лука\n\nТут цвіте волошка."}
    with Assistant(LocalStore(index_of(texts)), remembering, written_reader()) as assistant:
        assert assistant.ask("волошка").status == status


def test_several_words_in_sequence_are_quoted_in_any_form(ask):
    assert quoted(ask("зелена купина")) == {"owl.md": ("Її не лякає хор жаб на зеленій купині.", "зеленій купині")}
    assert ask("купина зелена").status == "no_answer"  # in another order they only happen to be there


def test_a_number_is_quoted(ask):
    assert quoted(ask("14")) == {"owl.md": ("Тримає 14 гнізд, а пташенят 1 250.", "14")}
    assert quoted(ask("1250")) == {"owl.md": ("Тримає 14 гнізд, а пташенят 1 250.", "1 250")}


def test_a_date_gives_the_articles_of_these_days(ask):
    answer = ask("листопад 2025")
    assert list(quoted(answer)) == ["prize.md"]
    assert (answer.time.kind, answer.time.since) == ("filter", date(2025, 11, 1))
    assert list(quoted(ask("Сойка минулого року", now="2026-03-01"))) == ["prize.md", "choir.md"]


def test_a_name_with_a_question_mark_is_a_name_unless_it_follows_a_question(ask):
    assert set(quoted(ask("Сойка?"))) == set(quoted(ask("Сойка!"))) == {"choir.md", "prize.md"}
    assert ask("А Сойка?", history=["Хто живе на болоті?"]).status == "no_answer"


@pytest.mark.parametrize(
    "text", ["Хто така Марта Сойка?", "Хто Сойка?", "Чи знає хто Сойку?", "Марта Коваль", "Велосипед"]
)
def test_a_question_and_a_name_that_nobody_has_are_refused(ask, text):
    assert (ask(text).status, ask(text).hint) == ("no_answer", "wording")


@pytest.mark.parametrize(
    "request_text",
    [
        "Розкажи про Марту Сойку",
        "Що ти знаєш про Марту Сойку?",
        "статті про Марту Сойку",
        "знайди все про Марту Сойку, будь ласка",
        "новини Марта Сойка",
        "Що писали торік про Марту Сойку?",
        "Расскажи о Марта Сойка",
        "Tell me everything about Марта Сойка",
    ],
)
def test_a_request_for_whatever_there_is_quotes_the_mentions(ask, request_text):
    answer = ask(request_text, now="2026-03-01")
    assert (answer.hint, set(quoted(answer))) == ("mentions", {"choir.md", "prize.md"})


def test_a_request_after_a_question_has_a_subject_of_its_own_unless_it_refers_back(ask):
    before = ["Хто живе на болоті?"]
    assert set(quoted(ask("А що про Марту Сойку?", history=before))) == {"choir.md", "prize.md"}
    assert ask("А що про неї відомо?", history=before).status == "no_answer"


@pytest.mark.parametrize(
    "request_text", ["статті за листопад 2025", "Що писали у листопаді 2025?", "What was published in November 2025?"]
)
def test_a_request_for_a_time_quotes_what_was_published_then(ask, request_text):
    answer = ask(request_text)
    assert (answer.hint, list(quoted(answer)), answer.time.kind) == ("mentions", ["prize.md"], "filter")


def test_what_was_published_on_other_days_is_no_answer_to_such_a_request(index, remembering, plain_confidence, judged):
    class Sure:
        def read(self, question, context, passages):
            return [judged("x", "x", 0.9).reading for _ in passages]

    with Assistant(LocalStore(index), remembering, Sure()) as assistant:
        assert assistant.ask("Що писали вчора?", now="2026-03-01").status == "no_answer"
        assert assistant.ask("Що писали про хор учора?", now="2026-03-01").status == "answered"


@pytest.mark.parametrize("text", ["не", "та", "і в", "over the"])
def test_small_words_name_nothing(ask, text):
    assert ask(text).status == "no_answer"


def test_an_article_that_only_its_title_names_is_quoted(ask):
    assert list(quoted(ask("Ясенів"))) == ["choir.md"]
    assert ask("Ясенів").hint == "mentions"


def test_a_name_outside_the_filter_is_hidden_by_it(ask):
    assert list(quoted(ask("Сойка", since="2025-06-01"))) == ["prize.md"]
    assert (ask("Сойка", since="2026-01-01").status, ask("Сойка", since="2026-01-01").hint) == ("no_answer", "filter")


def test_what_the_reader_is_sure_of_is_an_answer_as_ever(index, remembering, written_reader, plain_confidence, judged):
    sure = judged("x", "x", 0.9).reading
    with Assistant(LocalStore(index), remembering, written_reader({"Хор відсвяткував": sure})) as assistant:
        answer = assistant.ask("Марта Сойка")
    assert (answer.hint, list(quoted(answer))) == ("", ["choir.md"])


def test_a_chat_client_is_told_that_it_was_no_question(ask):
    told = list(paragraphs(ask("Марта Сойка"), texts_for("Марта Сойка")))
    assert told[0] == "Певної відповіді немає, але ось що про це є у статтях."
    assert "«Дістала її Марта Сойка.»" in " ".join(told)


def test_a_bare_name_is_read_with_the_day_that_its_words_are_relative_to():
    assert read_question("Сойка", now="2026-03-01").now == date(2026, 3, 1)
