"""Checking a draft, at its limits: what an alignment costs, how far words may be apart, which passages are examined."""

import pytest

from qa.verification import check_draft
from qa.verification.alignment import align
from qa.verification.names import is_name
from qa.verification.quotations import find_quotations
from qa.verification.tokens import tokens_of


@pytest.mark.parametrize(
    ("quoted", "text", "cost"),
    [
        ("пес спить", "рудий пес спить удень", 0),  # a quotation begins and ends anywhere
        ("пес міцно спить", "пес спить", 1),
        ("пес, спить", "пес спить", 0.25),
        ("пес спить", "пес міцно спить", 0.6),
        ("пес спить", "пес дуже міцно спить", 0.7),
        ("пес спить", "пес, спить", 0.15),
        ("пес … спить", "пес дуже міцно спить", 0),  # a marked cut
        ("місто спить", "місяць спить", 0.6),  # three letters alike
        ("місто спить", "міхур спить", 1),  # two
        ("пес! спить", "пес? спить", 0.25),
    ],
)
def test_the_cost_of_an_alignment(quoted, text, cost):
    assert align(tokens_of(quoted), tokens_of(text)).cost == pytest.approx(cost)


def verdict_of(generation, draft):
    (found,) = check_draft(generation, draft).checks
    return found.verdict


def test_further_places_are_as_exact_as_the_first(indexed):
    same, other = "Трос зносився, а нового ніхто не купує.", "Трос зносився, а старого ніхто не купує."
    generation = indexed({"a.txt": same, "b.txt": other, "c.txt": f"Пором стоїть. {same}"})
    (found,) = check_draft(generation, f"«{same}»").checks
    assert (found.place.article_id, [place.article_id for place in found.also]) == ("a.txt", ["c.txt"])


@pytest.mark.parametrize(("others", "verdict"), [(7, "altered"), (8, "not_found")])
def test_the_eight_passages_with_most_of_the_words_are_compared(indexed, others, verdict):
    words = "Учора старий рибалка витягнув із річки дуже великого сома"
    mixed = " ".join(reversed(words.split()))
    texts = {"right.txt": "Учора старий рибалка витягнув із річки порожній човен."}
    generation = indexed(texts | {f"{number}.txt": f"{mixed}." for number in range(others)})
    assert verdict_of(generation, f"«{words}»") == verdict


@pytest.mark.parametrize(("letters", "verdict"), [(254, "exact"), (256, "altered")])
def test_a_quotation_with_a_cut_may_reach_200_letters_beyond_a_passage_and_a_third_more_than_its_length(
    indexed, letters, verdict
):
    begin, end = "Трос зносився давно", "човен лежить на березі"
    between = "а" * (letters - 1 - len(end))
    long = "Ліс шумів. " * 20
    generation = indexed({"ferry.txt": f"{long}{begin} {'б' * (letters - 1 - len(begin))}\n\n{between} {end}. {long}"})
    assert generation.passage_count == 2
    assert verdict_of(generation, f"«{begin} … {end}»") == verdict


@pytest.mark.parametrize(
    ("between", "verdict"), [("учора ввечері в селі біля", "misattributed"), ("а б в г ґ д", "exact")]
)
def test_a_name_within_six_words_of_a_verb_speaks(indexed, between, verdict):
    generation = indexed({"a.txt": "Пором не ходить. Трос зносився, а нового ніхто не купує."})
    assert verdict_of(generation, f"Дяченко {between} сказав: «Трос зносився, а нового ніхто не купує».") == verdict


@pytest.mark.parametrize(("between", "verdict"), [("учора", "misattributed"), ("учора ввечері", "exact")])
def test_who_speaks_within_two_words_of_a_verb_elsewhere_did_not_say_it(indexed, between, verdict):
    text = "«Трос зносився, а нового ніхто не купує», — сказав Мельник. Тиша.\n\nДяченко {} заявив про ремонт."
    generation = indexed({"a.txt": text.format(between)})
    assert verdict_of(generation, "Дяченко сказав: «Трос зносився, а нового ніхто не купує».") == verdict


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Він працював у кафе «Під старою липою біля річки» на площі.", True),  # five words
        ("Він працював у кафе «Під старою липою біля самої річки» на площі.", False),
        ("Закон «Про те і се, про це і те, про все і всіх» ухвалили.", True),  # twelve
        ("Закон «Про те і се, про це і те, про все і для всіх» ухвалили.", False),
        ("«Ніколи» — потім тихо сказав він.", False),  # a verb among the next three
        ("«Ніколи» — потім дуже тихо сказав він.", True),
    ],
)
def test_how_long_a_name_is_and_how_near_a_verb_is_to_what_was_said(draft, expected):
    (quotation,) = find_quotations(draft)
    assert is_name(draft, quotation) is expected
