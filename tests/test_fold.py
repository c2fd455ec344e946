import pytest

from index.text.fold import fold, folded_words, grams, romanised, spelt_words, with_one_apostrophe, words


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
    assert grams("борщ") == ("_bor", "bors", "orsh", "rsh_")
    assert grams("у") == ("_u_",)
    assert grams("це") == ("_ze_",)


@pytest.mark.parametrize(
    ("spellings", "roman"),
    [
        ("качкуркін kachkurkin kaczkurkin", "kahkurkin"),
        ("київ kyiv", "kiv"),
        ("шевченко shevchenko szewczenko schewtschenko", "shevhenko"),
        ("пшемисль przemyśl", None),
        ("європа европа", "evropa"),
        ("анна ana", "ana"),
        ("лодзь lodz łódź lódz", "lodz"),
        ("1991", "1991"),
        ("2000", "2000"),
    ],
)
def test_a_name_is_spelt_alike_from_every_alphabet(spellings, roman):
    found = {romanised(fold(word)) for word in spellings.split()}
    if roman is not None:
        assert found == {roman}
    else:
        assert found == {"pshemisl", "przemisl"}  # rz is left alone: it is r and z in most languages


def test_models_see_one_apostrophe_and_quotation_marks_stay():
    assert with_one_apostrophe("Де м'яч, м`яч, мʼяч і м’яч?") == "Де м’яч, м’яч, м’яч і м’яч?"
    assert with_one_apostrophe("Who's 'Ольга'?") == "Who's 'Ольга'?"


@pytest.mark.parametrize("written", ["7320500", "7 320 500", "7\u00a0320\u202f500", "7.320.500", "7,320,500"])
def test_a_number_is_one_word_however_its_thousands_are_parted(written):
    assert folded_words(f"Зібрали {written} грн.") == ["зібрали", "7320500", "грн"]
    assert [written[start:end] for start, end, _ in words(written)] == [written]
    assert spelt_words(written) == []


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("14.02.2025", ["14", "02", "2025"]),
        ("у 2022 500 осіб", ["у", "2022", "500", "осіб"]),
        ("8,5 100,25", ["8", "5", "100", "25"]),
        ("10, 200, 300", ["10", "200", "300"]),
        ("067 123 45 67", ["067", "123", "45", "67"]),
        ("1 250,75", ["1", "250", "75"]),
        ("12 3456", ["12", "3456"]),
    ],
)
def test_other_numbers_stay_apart(written, apart):
    assert folded_words(written) == apart
