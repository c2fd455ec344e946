import pytest

from index.fold import fold, folded_words, grams, words


@pytest.mark.parametrize(
    "written",
    [
        *(f"м{apostrophe}яч" for apostrophe in "'’ʼ‘‛`´′＇"),
        "мяч",
        "М’ЯЧ",
        "м\u00ad’яч",
        "м\u200b’я\u200dч",
        "\ufeffм’яч",
        "м’я\u0301ч",
        "\u202bм’яч\u202c",
        "м’яч\u2060",
    ],
)
def test_every_way_to_write_a_word_folds_to_one(written):
    assert folded_words(written) == ["мяч"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("поpушень", "порушень"),  # Latin p
        ("Iван", "іван"),  # Latin I
        ("CCCРівень", "сссрівень"),  # Latin C three times
        ("Тhe", "the"),  # Cyrillic Т before Latin letters
        ("Ки\u0438\u0306в", "кийв"),  # й in two code points
        ("ї\u0301жак", "їжак"),
        ("ёлка", "елка"),
        ("ґанок", "ганок"),
        ("ﬁnance", "finance"),
        ("１９９１", "1991"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
    ],
)
def test_look_alikes_and_spellings_fold_together(written, plain):
    assert fold(written) == plain


def test_a_word_in_one_alphabet_keeps_it():
    assert fold("coop") == "coop"
    assert fold("сорт") == "сорт"


def test_words_know_their_place_in_the_text():
    text = "«Зе\u0301мле\u00adпис» — це м’яч."
    found = [(text[start:end], folded) for start, end, folded in words(text)]
    assert found == [("Зе\u0301мле\u00adпис", "землепис"), ("це", "це"), ("м’яч", "мяч")]


def test_quotation_marks_around_a_word_are_no_part_of_it():
    assert folded_words("'цитата' rock'n'roll") == ["цитата", "rocknroll"]


def test_grams_are_the_four_letter_windows_of_the_framed_word():
    assert grams("київ") == ("_киї", "київ", "иїв_")
    assert grams("у") == ("_у_",)
    assert grams("це") == ("_це_",)
