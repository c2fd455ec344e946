import math
from collections import Counter
from datetime import date

import pytest

from index.generation.lexical import NO_DATE, LexicalSearch, write_lexical
from index.text.fold import distinct_grams, folded_words, grams

DAY = date(2026, 2, 3).toordinal()
DOCUMENTS = [
    ("Казахстан видав Росії дезертира Бажукова", DAY, "uk"),
    ("Столиця Франції — Париж", NO_DATE, "uk"),
    ("Kazakhstan extradited a deserter", DAY + 10, "en"),
    ("Казахстану закидають видачі, Казахстан мовчить", DAY + 20, "uk"),
]


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lexical")
    write_lexical(folder, iter(DOCUMENTS))
    return LexicalSearch(folder)


def bm25(question, documents, k1=1.2, b=0.75):
    """Okapi BM25 as Lucene and tantivy have it, document lengths exact (they are below 40, where rounding starts)."""
    bags = [Counter(gram for word in folded_words(text) for gram in grams(word)) for text in documents]
    average = sum(bag.total() for bag in bags) / len(bags)
    scores = []
    for bag in bags:
        score = 0.0
        for gram in {gram for word in folded_words(question) for gram in grams(word)}:
            holding = sum(gram in other for other in bags)
            rarity = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
            weight = bag[gram] * (k1 + 1) / (bag[gram] + k1 * (1 - b + b * bag.total() / average))
            score += rarity * weight
        scores.append(score)
    return scores


def test_scores_are_bm25_worked_out_by_hand(search):
    question = "Кого видав Казахстан?"
    expected = bm25(question, [text for text, _, _ in DOCUMENTS])
    rows, scores = search.search(distinct_grams(question), 10)
    assert rows.tolist() == [row for row in sorted(range(4), key=lambda row: -expected[row]) if expected[row] > 0]
    assert scores.tolist() == pytest.approx([expected[row] for row in rows], rel=1e-5)


def test_case_forms_find_each_other(search):
    assert search.search(distinct_grams("у Казахстані"), 10, language="uk")[0].tolist() == [3, 0]


@pytest.mark.parametrize(
    ("days", "language", "rows"),
    [
        (None, "en", [2]),
        ((DAY, DAY), None, [0]),
        ((DAY, DAY + 20), "uk", [0, 3]),
        ((DAY + 21, DAY + 99), None, []),
        ((0, DAY + 99), "uk", [0, 3]),
        (None, "xx", []),
    ],
)
def test_filters_keep_days_and_language(search, days, language, rows):
    found, scores = search.search(distinct_grams("Казахстан дезертир Париж deserter"), 10, days, language)
    assert sorted(found.tolist()) == rows
    assert (scores > 0).all()


def test_a_filter_does_not_change_scores(search):
    _, every = search.search(distinct_grams("deserter"), 10)
    _, filtered = search.search(distinct_grams("deserter"), 10, None, "en")
    assert every.tolist() == filtered.tolist()


def test_a_passage_without_a_date_is_outside_every_range(search):
    assert search.search(distinct_grams("Париж"), 10, (0, 10**6))[0].tolist() == []


def test_a_question_without_words_finds_nothing(search):
    assert len(search.search(distinct_grams("?! …"), 10)[0]) == 0


def test_frequency_counts_the_passages_that_hold_a_gram(search):
    assert search.document_frequency("kaza") == 3  # two in Ukrainian, one in English
    assert search.document_frequency("nema") == 0


def test_an_error_of_the_caller_is_not_reported_as_a_full_disk(tmp_path):
    def documents():
        yield DOCUMENTS[0]
        raise ValueError("ours")

    with pytest.raises(ValueError, match=r"^ours$"):
        write_lexical(tmp_path, documents())


@pytest.mark.parametrize(
    ("terms", "days", "language", "rows"),
    [
        ({"_kaz", "kaza"}, None, None, [0, 2, 3]),
        ({"_kaz", "mohv"}, None, None, []),
        ({"kaza"}, None, "uk", [0, 3]),
        ({"kaza"}, (DAY + 1, DAY + 20), None, [2, 3]),
        (set(), None, None, [0, 1, 2, 3]),
        (set(), None, "en", [2]),
    ],
)
def test_all_rows_that_hold_every_gram_are_found_in_order(search, terms, days, language, rows):
    assert search.holding(terms, days, language).tolist() == rows


def test_however_many_rows_hold_a_gram_all_are_found(tmp_path):
    write_lexical(tmp_path, ((f"Хата {number}", NO_DATE, "uk") for number in range(1_500)))
    assert LexicalSearch(tmp_path).holding({"hata"}).tolist() == list(range(1_500))


def test_words_are_looked_up_as_they_are_spelt_with_the_number_of_passages(search):
    assert search.words_beginning_with("К") == [("Казахстан", 2), ("Казахстану", 1)]
    assert search.words_beginning_with("deser") == [("deserter", 1)]
    assert search.words_beginning_with("к") == []
