"""Amounts in texts: their digits in full, and the lexical search for them."""

import pytest

from index.generation import Filter
from index.text.amounts import amounts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("близько 980 тис. людей", [("980 тис", "980000")]),
        (
            "1,5 млн, 1,5 мільйона, 12 450 тисяч",
            [("1,5 млн", 1_500_000), ("1,5 мільйона", 1_500_000), ("12 450 тисяч", 12_450_000)],
        ),
        ("1,234 млн грн", [("1,234 млн", 1_234_000)]),
        ("за 2,5 миллиарда рублей", [("2,5 миллиарда", 2_500_000_000)]),
        ("$1.5 million, 3 billion", [("1.5 million", 1_500_000), ("3 billion", 3_000_000_000)]),
        ("1,5 mln zł, 2 tys. osób", [("1,5 mln", 1_500_000), ("2 tys", 2_000)]),
        ("2,5 Mio. Euro, 3 Milliarden", [("2,5 Mio", 2_500_000), ("3 Milliarden", 3_000_000_000)]),
        ("980–990 тис.", [("990 тис", 990_000)]),
        ("2500 тис. і 25000 тис.", [("2500 тис", 2_500_000)]),  # five digits without a space are a number by themselves
        ("5 тисячоліть, 100 тисячний, 10-мільйонний, мільйон, 0 млн, 0,0001 тис.", []),
        ("1,500 million or 1,2345 млн", []),
    ],
)
def test_amounts_are_found_with_their_digits(text, found):
    expected = [(written, str(digits)) for written, digits in found]
    assert [(text[start:end], digits) for start, end, digits in amounts(text)] == expected


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Де живе 980000 людей?", "town.txt"),
        ("Де живе 980 тисяч людей?", "town.txt"),
        ("Що коштувало 1,5 млн?", "bridge.txt"),
    ],
)
def test_lexical_search_finds_an_amount_however_it_is_written(indexed, question, article):
    generation = indexed(
        {
            "town.txt": "Населення – 980 тис. осіб.",
            "bridge.txt": "Міст обійшовся в 1 500 000 гривень.",
            "road.txt": "Дорога завдовжки 980 кілометрів.",
            "club.txt": "У клубі 15 млинів.",
        }
    )
    entry = generation.entry(article)
    assert generation.lexical(question.split(" ", 2)[2], 10, Filter())[0].tolist()[0] == entry.rows[0]
