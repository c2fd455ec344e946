"""Mentions of a term, counted by hand in a small archive; and whether somebody searches or asks."""

from datetime import date

import pytest

from index.errors import QuestionError
from index.generation import Filter
from index.text.fold import fold
from qa.mentions import Tally, find_mentions
from qa.search_terms import is_name_with_mark, looks_like_search
from qa.word_forms import common_beginning, same_word
from support.indexes import generation_of


@pytest.fixture(scope="module")
def generation(archive):
    return generation_of(archive)


def test_every_mention_is_counted_newest_first_by_year_and_by_source(generation):
    found = find_mentions(generation, " громада ")
    assert (found.term, found.count, found.passages) == ("громада", 3, 3)
    assert [(each.article_id, each.count) for each in found.articles] == [
        ("radio-2", 1),
        ("radio-1", 1),
        ("gazeta-1", 1),
    ]
    assert found.by_year == (Tally("2026", 2, 2, 2), Tally("2025", 1, 1, 1))
    assert found.by_source == (Tally("radio.example", 2, 2, 2), Tally("Районна газета", 1, 1, 1))


def test_a_name_is_found_in_every_form_and_both_alphabets_apart(generation):
    found = find_mentions(generation, "Петра Коваля")
    assert [each.article_id for each in found.articles] == ["radio-1", "gazeta-1"]
    assert find_mentions(generation, "Koval").articles[0].article_id == "paper-1"
    assert find_mentions(generation, "Коваль Петро").count == 0


def test_each_span_is_the_term_in_its_article(generation):
    texts = {article.id: article.text for article in generation.article_texts()}
    found = find_mentions(generation, "Іква")
    spans = [
        texts[article.article_id][start:end]
        for article in found.articles
        for passage in article.passages
        for start, end in passage.spans
    ]
    assert spans == ["Ікву", "Ікві"]
    for article in found.articles:
        for passage in article.passages:
            assert texts[article.article_id][passage.start : passage.end] == passage.text


def test_a_form_is_found_although_its_ending_changes_the_sound_before_it(indexed):
    generation = indexed({"film.txt": "Aktor zagrał Vysotskiego w nowym filmie."})  # the sound of ts is one
    assert find_mentions(generation, "Vysotski").count == 1


def test_the_beginning_of_a_compound_is_a_form_of_no_other_word(indexed):
    text = "Іван поїхав із Києва до Івано-Франківська. Києво-Печерська лавра стоїть над Дніпром."
    generation = indexed({"a.txt": text})

    def found(term):
        passages = [each for article in find_mentions(generation, term).articles for each in article.passages]
        return [text[start:end] for each in passages for start, end in each.spans]

    assert found("Іван") == ["Іван"]
    assert found("Київ") == ["Києва"]
    assert found("івано-франківськ") == found("Івано-Франківськ") == ["Івано-Франківська"]
    assert found("Києво-Печерській") == ["Києво-Печерська"]


@pytest.mark.parametrize(
    ("term", "written"), [("Х-101", "X-101"), ("X-101", "Х-101"), ("І-24/7", "I-24/7"), ("I-24/7", "І-24/7")]
)
def test_a_code_is_found_in_either_alphabet(indexed, term, written):
    assert find_mentions(indexed({"a.txt": f"Уночі над морем бачили {written}. Вода стала вищою."}), term).count == 1


def test_exact_allows_no_other_form(generation):
    assert find_mentions(generation, "мостом").count == 2
    assert find_mentions(generation, "міст", exact=True).count == 2
    assert find_mentions(generation, "моста", exact=True).count == 0


def test_mentions_do_not_overlap(indexed):
    generation = indexed({"bell.txt": "Дзень, дзень, дзень! Бам."})
    (article,) = find_mentions(generation, "дзень дзень").articles
    assert article.passages[0].spans == ((0, 12),)


def test_the_filter_holds_and_undated_articles_come_last(generation):
    assert find_mentions(generation, "громада", Filter(since=date(2026, 2, 4))).count == 1
    assert find_mentions(generation, "громада", Filter(language="en")).articles == ()
    numbers = find_mentions(generation, "at")
    assert (numbers.articles[-1].article_id, numbers.by_year) == ("paper-1", (Tally("", 1, 1, 1),))


@pytest.mark.parametrize(("term", "message"), [("«»", "no word"), ("", "no word"), ("а " * 13, "13 words"), (7, "int")])
def test_a_term_that_cannot_be_looked_for_is_refused(generation, term, message):
    with pytest.raises(QuestionError, match=message):
        find_mentions(generation, term)


FORMS = [
    "Касимов Касимова Касимову Касимовим Касимові",
    "Зеленський Зеленського Зеленському Зеленським",
    "Львів Львова Львові Львовом",
    "Київ Києва Києву Києвом",
    "Ольга Ольги Ользі Ольгу Ольгою",
    "Америка Америки Америці Америкою",
    "область області областю",
    "Кобзар Кобзаря Кобзарем",
    "міст моста мости мостом",
    "суд суду суди судами судів",
    "питання питань питанням",
    "ніч ночі ніччю",
    "сіль солі сіллю",
    "Гнатюк Гнатюка Гнатюку",
    "Kowalski Kowalskiego Kowalskiemu",
    "Kasymov Kasymov's Kasymova",
]
STRANGERS = ["Касимов Касим", "мер море", "Київ кава", "ігри огри", "США СШАЙ", "2024 2025", "ЄС єсть", "їду їде"]
STRANGERS += ["bank banking", "суд суддя", "суд судді", "суд суддів"]


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_a_word_are_one_and_begin_alike(forms):
    first, *others = map(fold, forms.split())
    assert all(same_word(first, other) and same_word(other, first) for other in others)
    assert all(word.startswith(common_beginning(first)) for word in (first, *others))


@pytest.mark.parametrize("pair", STRANGERS)
def test_other_words_are_other_words(pair):
    assert not same_word(*map(fold, pair.split()))


@pytest.mark.parametrize(
    "text",
    [
        "Касимов",
        "Мансур Мовлаєв",
        "2 лютого 2026",
        "екстрадиція з Казахстану",
        "міст через Ікву",
        "Верховна Рада України",
        "Chornobyl disaster",
        "гривня",
        "European bison",
        "зубр і бізон",
        "слід лося",
        "вся Україна",  # a short word is no verb, whatever its ending
        "міст через Ікву у Вишневому",
    ],
)
def test_names_dates_and_topics_are_searches(text):
    assert looks_like_search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Хто такий Касимов?",
        "Касимов?",
        "скільки важить зубр",
        "розкажи про зубра",
        "привіт",
        "дякую",
        "де знаходиться Говерла",
        "what is extradition",
        "чи винен Касимов",
        "під якою цифрою релігія",
        "відколи друкують гривні",
        "в каком году умер",
        "od którego roku",
        "новий міст через Ікву у Вишневому",
        "бджоли збираються взимку",
        "бджоли мають мед",
        "історія української літератури від давнини до сьогодні",
        "…",
        "",
    ],
)
def test_questions_orders_and_greetings_are_no_searches(text):
    assert not looks_like_search(text)


@pytest.mark.parametrize(
    ("text", "named"), [("Сковорода?", True), ("Григорій Сковорода ?", True), ("Савич Григорій Сковорода?", False)]
)
def test_one_or_two_words_with_a_question_mark_are_a_name(text, named):
    assert is_name_with_mark(text) is named


@pytest.mark.parametrize("text", ["більше", "ще", "tell me more", "привіт"])
def test_what_goes_on_in_a_conversation_is_no_search(text):
    assert not looks_like_search(text)


AMOUNTS = {
    "people.txt": "У громаді живе 980 тис. людей, а торік було 1,5 млн.",
    "money.txt": "Ремонт коштував 980 тисяч гривень, міст – 1 500 000, а школа – 5 млн.",
    "en.txt": "The bridge cost 1.5 million.",
}


@pytest.mark.parametrize("term", ["980000", "980 000", "980 тис.", "980 тисячами", "0,98 млн", "980 thousand"])
def test_an_amount_is_found_however_it_is_written(indexed, term):
    generation = indexed(AMOUNTS)
    texts = {article.id: article.text for article in generation.article_texts()}
    found = find_mentions(generation, term)
    spans = [texts[each.article_id][slice(*each.passages[0].spans[0])] for each in found.articles]
    assert spans == ["980 тисяч", "980 тис"]
    assert find_mentions(generation, "1500000").count == find_mentions(generation, "1,5 млн").count == 3


def test_an_amount_is_no_mention_of_a_part_of_another(indexed):
    generation = indexed(AMOUNTS)
    assert [each.article_id for each in find_mentions(generation, "5 млн").articles] == ["money.txt"]
    assert find_mentions(generation, "980").count == find_mentions(generation, "тис").count + 1 == 2
    assert find_mentions(generation, "980000", exact=True).count == 0
