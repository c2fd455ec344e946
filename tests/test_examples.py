"""Which example questions the empty page offers, by answers made by hand."""

from functools import partial

from index.generation import ArticleEntry, Filter
from qa.mentions import find_mentions
from ui.chat.example_names import example_names, names_in
from ui.chat.examples import Candidate, surest, title_questions
from ui.texts import read_texts


def test_only_questions_that_are_answered_with_confidence_are_offered_the_surest_first(citation, answer):
    asked = [
        (Candidate("weak", "a"), answer(citation(article_id="a"), confidence=0.54)),
        (Candidate("likely", "b"), answer(citation(article_id="b"), confidence=0.55)),
        (Candidate("refused", "r"), answer(status="no_answer", confidence=0.7)),
        (Candidate("strong", "c"), answer(citation(article_id="c"), confidence=0.9)),
        (Candidate("about another article", "d"), answer(citation(article_id="e"), confidence=0.95)),
    ]
    assert surest(asked) == ["strong", "likely"]


def test_an_article_gives_one_example(citation, answer):
    cited = citation()
    about = [Candidate(question, cited.article_id) for question in ("first", "second")]
    asked = zip(about, (answer(cited, confidence=0.6), answer(cited, confidence=0.9)), strict=True)
    assert surest(asked) == ["first"]


def test_no_more_is_asked_once_four_are_answered_for_sure(citation, answer):
    tried = []

    def asking():
        for number, confidence in enumerate((0.8, 0.7, 0.8, 0.79, 0.8, 0.8, 0.99)):
            tried.append(number)
            about = Candidate(f"question {number}", str(number))
            yield about, answer(citation(article_id=str(number)), confidence=confidence)

    assert surest(asking()) == ["question 0", "question 2", "question 4", "question 5"]
    assert tried == [0, 1, 2, 3, 4, 5]


def test_without_confident_answers_there_are_no_examples(answer):
    assert surest([(Candidate("refused", "a"), answer(status="no_answer"))]) == []
    assert surest([]) == []


def test_a_title_is_asked_about_as_it_is_written_but_not_a_whole_sentence():
    def asked(title, language):
        entry = ArticleEntry("a.md", title, None, language, "", (), range(1))
        return [question for question, _ in title_questions([entry], read_texts()[language])]

    assert asked("Помідори на балконі.", "uk") == ["Про що «Помідори на балконі»?"]
    assert asked("Moving to Lisbon, month one", "en") == ["What is “Moving to Lisbon, month one” about?"]
    assert asked("Куди поділися бджоли?", "uk") == ["Куди поділися бджоли?"]
    assert asked("Took the car to the garage because of the noise", "en") == []
    assert asked("Нотатки", "uk") == []


def test_a_name_is_two_capitalised_words_within_a_sentence():
    text = "Учора Ада Бортник і «Гнат Кий» були в Києві. Олена Сич поїхала; суд слухав Верховну Раду України."
    assert list(names_in(text)) == []
    text = "Як каже Ада Бортник, міст стоїть, а директор Гнат Кий мовчить. Приїхала й «Ліна Рак»."
    assert list(names_in(text)) == ["Ада Бортник", "Гнат Кий"]


def test_names_of_several_articles_are_offered_in_one_form_the_most_frequent_first(indexed):
    texts = {
        "a.md": "Місто хвалить Адріану Бортник, а його голова Гнат Кий мовчить.",
        "b.md": "Тут працює Адріана Бортник. Ремонт обіцяв Гнат Кий.",
        "c.md": "Премію дістала Адріана Бортник.",
        "d.md": "До міста приїхав Марко Лис.",
    }
    generation = indexed({name: f"---\nlanguage: uk\n---\n\n{text}\n" for name, text in texts.items()})
    mentions = partial(find_mentions, generation, wanted=Filter())
    assert example_names(generation, "uk", mentions) == ["Адріана Бортник", "Гнат Кий"]
    assert example_names(generation, "en", mentions) == []
