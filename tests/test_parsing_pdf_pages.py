"""Pages as newspapers, forms and archives have them, against what a person reads on them."""

from test_parsing_pdf import BODY, article, pdf, placed


def test_a_large_initial_begins_the_first_word_of_its_paragraph(tmp_path):
    lines = [(72, 700, "ранці прибули три вози сіна, а за ними"), (72, 687, "ще два з вугіллям, і ярмарок почався"),
             (72, 674, "о сьомій, як і торік."), (50, 661, "Увечері всі поїхали.")]  # fmt: skip
    initial = placed((50, 674, "В"), size=44)
    for page in (initial + placed(*lines), placed(*lines) + initial):
        assert article(tmp_path, pdf([page])).text == (
            "Вранці прибули три вози сіна, а за ними ще два з вугіллям, і ярмарок почався о сьомій, як і торік.\n"
            "Увечері всі поїхали."
        )


def test_words_whose_letters_are_set_apart_are_whole_words_and_single_letters_are_not(tmp_path):
    spread = [(50 + 9 * n, 700, letter) for n, letter in enumerate("ухвалила")]
    more = [(135 + 9 * n, 700, letter) for n, letter in enumerate("рішення")]
    page = placed(*spread, *more) + placed((50, 660, "Відповіді: А Б В Г Д")) + placed((50, 640, BODY))
    assert article(tmp_path, pdf([page])).text.split("\n")[:2] == ["ухвалила рішення", "Відповіді: А Б В Г Д"]


def test_narrow_gaps_part_words_where_pdfium_finds_a_space(tmp_path):
    page = placed((50, 700, "Наявність"), (101.5, 700, "засобів"), (142, 700, "допомоги"))
    found = article(tmp_path, pdf([page + placed((50, 680, BODY))]))
    assert found.text.split("\n")[0] == "Наявність засобів допомоги"
