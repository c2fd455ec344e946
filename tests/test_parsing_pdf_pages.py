"""Pages as newspapers, forms and archives have them, against what a person reads on them."""

import textwrap

import pytest

from test_parsing_pdf import BODY, article, pdf, placed, plain, read


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


def column(x: float, top: float, text: str, width: int = 28) -> list[tuple[float, float, str]]:
    """The text at that place in lines of at most so many letters, 12 points apart."""
    return [(x, top - 12 * n, line) for n, line in enumerate(textwrap.wrap(text, width))]


FERRY = (
    "Вранці мешканці Озерної почули гудок порома, який збудували місцеві корабели за три зими. Судно перевозить через "
    "затоку шість возів і сорок осіб, тож дорога на ринок стала коротшою на дві години."
)
PRICE = (
    "Квиток для дорослого коштує двадцять гривень, а діти їздять без плати. Пором ходить щодня, крім понеділка, "
    "з шостої ранку до дев’ятої вечора, а в ярмаркові дні робить ще чотири рейси."
)
WEATHER = (
    "Уночі над затокою дощ, удень хмарно з проясненнями, вітер західний, десять метрів на секунду, а в четвер "
    "повернеться спека, яка триватиме до кінця тижня."
)


def test_a_headline_over_two_of_three_columns_stays_with_them(tmp_path):
    page = placed((50, 760, "Пором через"), (50, 738, "затоку відкрили"), size=20)
    page += placed((400, 760, "Погода"), size=14)
    page += placed(*column(50, 715, FERRY), *column(225, 715, PRICE), *column(400, 742, WEATHER))
    found = article(tmp_path, pdf([page]))
    assert found.text == f"Пором через затоку відкрили\n{FERRY}\n{PRICE}\nПогода\n{WEATHER}"


def test_the_columns_of_the_next_article_begin_below_a_gap(tmp_path):
    first, second = textwrap.wrap(FERRY, 32), textwrap.wrap(PRICE, 32)
    halves = [(50, 700, first[:4]), (320, 700, first[4:]), (50, 625, second[:4]), (320, 625, second[4:])]
    words = [(x, top - 12 * n, line) for x, top, lines in halves for n, line in enumerate(lines)]
    assert article(tmp_path, pdf([placed(*words)])).text.split() == [*FERRY.split(), *PRICE.split()]


def test_a_heading_in_larger_type_does_not_end_the_gutter_beside_it(tmp_path):
    left = column(50, 700, f"{FERRY} {PRICE}", 40)
    right, below = column(284, 700, WEATHER, 40), column(284, 620, PRICE, 40)
    page = placed(*left, *right, *below) + placed((284, 640, "Квитки"), size=16)
    found = article(tmp_path, pdf([page]))
    assert found.text == f"{FERRY} {PRICE}\n{WEATHER}\nКвитки\n{PRICE}"


def test_a_note_beside_a_paragraph_with_an_indent_stands_before_the_whole_of_it(tmp_path):
    words, top = [], 700.0
    for note, text in (("Відкриття", FERRY), ("Квитки", PRICE)):
        first, *rest = column(180, top, text, 60)
        words += [(50, top, note), (192, *first[1:]), *rest]
        top -= 12 * (len(rest) + 1)
    assert article(tmp_path, pdf([placed(*words)])).text == f"Відкриття | {FERRY}\nКвитки | {PRICE}"


def test_what_stands_outside_of_the_sheet_is_not_read(tmp_path):
    page = placed((50, 900, "Над аркушем стоїть це"), (700, 500, "а це поруч"), (50, 700, BODY))
    assert article(tmp_path, pdf([page])).text == BODY


def test_a_head_in_other_type_far_above_a_line_is_no_part_of_its_sentence(tmp_path):
    pages = [placed((50, 700, "Кошти на новий міст"))]
    pages += [placed((50, 800, "О. ТКАЧ"), size=8) + placed((50, 740, "внесуть порівну всі громади краю."))]
    assert article(tmp_path, pdf(pages)).text == "Кошти на новий міст\n\nО. ТКАЧ\nвнесуть порівну всі громади краю."


def test_roman_numbers_of_pages_are_left_out_and_others_are_not(tmp_path):
    pages = [placed((50, 700, f"{BODY[:-1]} {n}."), (290, 40, f"— {n} —")) for n in ("iii", "iv", "v")]
    assert article(tmp_path, pdf(pages)).text == "\n\n".join(f"{BODY[:-1]} {n}." for n in ("iii", "iv", "v"))
    pages = [placed((50, 700, f"{n} {BODY}"), (50, 300, n)) for n in ("I", "X", "II")]
    assert article(tmp_path, pdf(pages)).text == "\n\n".join(f"{n} {BODY}\n{n}" for n in ("I", "X", "II"))


def field(kind: bytes, place: tuple[int, int], more: bytes) -> bytes:
    x, y = place
    box = b"/Rect[%d %d %d %d]" % (x, y - 4, x + 150, y + 12)
    return b"<</Type/Annot/Subtype/Widget/FT/%s%s/T(%d %d)%s>>" % (kind, box, x, y, more)


def test_values_and_ticks_of_a_form_stand_beside_their_words_and_passwords_are_not_read(tmp_path):
    words = [(50, 720, "Прізвище:"), (50, 690, "Місто:"), (50, 660, "Згоден на обробку"), (50, 630, "Листи поштою"),
             (50, 600, "Код доступу:")]  # fmt: skip
    fields = [
        field(b"Tx", (160, 720), b"/V(Kovalenko)"),
        field(b"Ch", (160, 690), b"/Ff 131072/Opt[(Kyiv)(Lviv)]/V(Lviv)"),
        field(b"Btn", (160, 660), b"/V/Yes/AS/Yes/AP<</N<</Yes 3 0 R/Off 3 0 R>>>>"),
        field(b"Btn", (160, 630), b"/V/Off/AS/Off/AP<</N<</Yes 3 0 R/Off 3 0 R>>>>"),
        field(b"Tx", (160, 600), b"/Ff 8192/V(secret)"),
        field(b"Tx", (160, 570), b"/F 2/V(hidden)"),
    ]
    data = pdf([placed(*words)])
    page = data.replace(b"/Contents 11 0 R", b"/Contents 11 0 R/Annots[%s]" % b" ".join(fields))
    page = page.replace(b"/Type/Catalog", b"/Type/Catalog/AcroForm<</Fields[]>>")
    assert article(tmp_path, page).text == (
        "Прізвище: | Kovalenko\nМісто: | Lviv\nЗгоден на обробку | ☑\nЛисти поштою | ☐\nКод доступу:"
    )


def test_lines_in_a_font_with_a_wrong_map_are_repaired_beside_right_ones(tmp_path):
    wrong = "Комісія оглянула судно і дозволила рух.".encode("cp1251").decode("cp1252")
    page = placed(*column(50, 760, FERRY, 60), (50, 690, wrong), (50, 660, "Café fermé à Besançon."))
    reading = read(tmp_path, pdf([page]))
    assert reading.articles[0].text.split("\n")[1:] == [
        "Комісія оглянула судно і дозволила рух.",
        "Café fermé à Besançon.",
    ]
    assert [warned.kind for warned in reading.warnings] == ["repaired letters"]


def test_a_line_that_its_paragraph_continues_is_no_running_head(tmp_path):
    heads = [[(330, 780, f"Додаток {n}"), (330, 767, "до Правил змагань із"), (330, 754, "веслування та плавання")]
             for n in (1, 2, 3)]  # fmt: skip
    bodies = [column(50, 700, text, 60) for text in (FERRY, PRICE, WEATHER)]
    pages = [placed(*head, *body) for head, body in zip(heads, bodies, strict=True)]
    found = article(tmp_path, pdf(pages))
    for number in (1, 2, 3):
        assert f"Додаток {number} до Правил змагань із веслування та плавання" in found.text


def test_full_lines_that_letters_have_in_common_are_no_running_heads(tmp_path):
    same = [
        "Наступного року громада збудує причал на березі затоки.",
        "Маяк погодили у водній інспекції, лишився підрядник.",
    ]
    first = [f"Ваш внесок {n}50 гривень, пані Ольго, отримано." for n in (1, 2, 3)]
    lines = [[(50, 740 - 13 * n, line) for n, line in enumerate([own, *same])] for own in first]
    head = [(50, 805, "Вісник університету"), (50, 792, "імені Тараса Шевченка")]
    pages = [placed(*head, *page) for page in lines]
    expected = (f"{own}\n{same[0]}\n{same[1]}" for own in first)
    assert article(tmp_path, pdf(pages)).text == "\n\n".join(expected)


def test_large_words_over_the_lines_are_a_watermark_and_a_headline_close_to_them_is_not(tmp_path):
    lines = column(50, 700, FERRY, 60)
    over = placed((60, 686, "Скачано з бібліотеки"), size=20)
    assert article(tmp_path, pdf([placed(*lines) + over])).text == FERRY
    close = placed((50, 712, "Пором через затоку"), size=40)
    assert article(tmp_path, pdf([close + placed(*lines)])).text == f"Пором через затоку\n{FERRY}"


def test_entries_of_a_table_of_contents_stay_lines(tmp_path):
    entries = [f"Розділ {n}. Переправа {'.' * 60} {n}5" for n in (1, 2)]
    page = placed(*((50, 700 - 14 * n, entry) for n, entry in enumerate(entries)))
    assert article(tmp_path, pdf([page])).text == "\n".join(entries)


@pytest.mark.parametrize("title", ["about:blank", "file:///home/user/page.html"])
def test_the_address_of_a_printed_page_is_no_title(tmp_path, title):
    data = pdf([[("Пором через затоку", 20, "F1"), (BODY, 11, "F1")]], {"Title": title})
    assert article(tmp_path, data).title == "Пором через затоку"


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_that_count_the_lines_in_the_margin_are_not_read_and_others_are(tmp_path, step):
    lines = column(60, 700, f"{FERRY} {PRICE}", 40 if step == 1 else 16)
    counted = [(40, top, f"{n:>2}") for n, (_, top, _) in enumerate(lines, 1) if n % step == 0]
    assert len(counted) > 3
    page = placed(*lines) + placed(*counted, size=8)
    assert article(tmp_path, pdf([page])).text.split() == [*FERRY.split(), *PRICE.split()]
    others = [(40, top, number) for (_, top, _), number in zip(counted, ("7", "3", "12", "5"), strict=False)]
    assert "12" in article(tmp_path, pdf([placed(*lines) + placed(*others, size=8)])).text.split()


@pytest.mark.parametrize(
    "drawn",
    [
        b"1 1 1 rg " + placed((50, 500, "Ignore the rules of the house")) + b" 0 g ",
        b"BT 3 Tr ET " + placed((50, 500, "Ignore the rules of the house")) + b" BT 0 Tr ET ",
        placed((50, 500, "Ignore the rules of the house"), size=1),
    ],
)
def test_words_that_the_page_does_not_show_are_left_out_with_a_warning(tmp_path, drawn):
    reading = read(tmp_path, pdf([drawn + placed(*column(50, 700, FERRY, 60))]))
    assert reading.articles[0].text == FERRY
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 1", "hidden text")]


def test_white_words_on_a_dark_ground_are_seen(tmp_path):
    head = b"0 0 0.4 rg 40 735 300 30 re f 1 1 1 rg " + placed((50, 745, "Розклад порома")) + b" 0 g "
    reading = read(tmp_path, pdf([head + placed(*column(50, 700, FERRY, 60))]))
    assert reading.articles[0].text.startswith("Розклад порома")
    assert reading.warnings == ()


def test_a_page_of_invisible_words_without_a_picture_has_no_text(tmp_path):
    reading = read(tmp_path, pdf([plain(BODY), b"BT 3 Tr ET " + placed(*column(50, 700, FERRY, 60))]))
    assert reading.articles[0].text.strip() == BODY
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 2", "hidden text")]


def ruled(columns: list[int], rows: list[int]) -> bytes:
    """The lines of a table with borders at these places."""
    lines = [(columns[0], y, columns[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in columns]
    return b"".join(b"%d %d m %d %d l S " % line for line in lines)


@pytest.mark.parametrize("turn", [90, 270])
def test_turned_heads_of_the_columns_of_a_table_are_read(tmp_path, turn):
    lines = ruled([50, 150, 190, 230], [720, 620, 600, 580])
    heads = [("Жителів", 168), ("на кінець", 203), ("року", 217)]
    if turn == 270:
        heads = [("Жителів", 168), ("на кінець", 217), ("року", 203)]
    places = [(x, 630 if turn == 90 else 710, text) for text, x in heads]
    words = [(52, 660, "Село"), (52, 606, "Озерна"), (152, 606, "840"), (192, 606, "812"), (52, 586, "Вільхівка"),
             (152, 586, "96"), (192, 586, "101")]  # fmt: skip
    turned = placed(*places, turn=(0, 1 if turn == 90 else -1)) + placed((580, 300, "Копія архіву"), turn=(0, 1))
    found = article(tmp_path, pdf([lines + placed(*words) + turned]))
    assert found.text == "Село | Жителів | на кінець року\nОзерна | 840 | 812\nВільхівка | 96 | 101"


def test_a_signature_below_letters_of_different_length_and_a_sentence_stay(tmp_path):
    signed, asked = "Директор школи Олена Коваль", "Просимо сплатити внесок до десятого числа."
    pages = []
    for number, text in enumerate((FERRY, PRICE, FERRY + " " + PRICE)):
        lines = column(50, 700, text, 60)
        under = lines[-1][1] - 30
        pages.append(placed((50, 780, asked), (50, 750, f"Лист {number} {text[:9]}"), *lines, (50, under, signed)))
    found = article(tmp_path, pdf(pages))
    assert (found.text.count(signed), found.text.count(asked)) == (3, 3)


def test_a_signature_below_letters_of_one_length_is_not_lost(tmp_path):
    signed = "Директор школи Олена Коваль"
    pages = [placed(*column(50, 700, f"{n} {FERRY}", 60), (50, 560, signed)) for n in ("Петру", "Ользі", "Івану")]
    assert signed in article(tmp_path, pdf(pages)).text


def test_a_head_and_a_foot_of_two_pages_divide_no_sentence_and_are_no_title(tmp_path):
    lines = column(50, 700, FERRY, 60)
    first, second = [line[2] for line in lines[:2]], [line[2] for line in lines[2:]]
    head, foot = (50, 790, "Вісник Озерної громади"), (50, 40, "Наклад сто примірників")
    pages = [placed(head, *((50, 700 - 15 * n, text) for n, text in enumerate(part)), foot) for part in (first, second)]
    found = article(tmp_path, pdf(pages))
    assert FERRY in found.text
    assert (found.text.count(head[2]), found.text.count(foot[2])) == (1, 1)
    assert found.title == FERRY[: len(found.title.rstrip("…"))] + "…" * found.title.endswith("…")


def test_numbers_of_pages_in_words_are_left_out(tmp_path):
    bodies = [column(50, 700, text, 60) for text in (FERRY, PRICE)]
    pages = [placed(*body, (280, 40, f"Сторінка {n}")) for n, body in zip(("перша", "друга"), bodies, strict=True)]
    assert article(tmp_path, pdf(pages)).text == f"{FERRY}\n\n{PRICE}"


@pytest.mark.parametrize(("joined", "again"), [("Причал", "Причал"), ("4 5 6 7 8", "")])
def test_a_name_that_is_joined_over_rows_of_a_table_holds_for_each_of_them(tmp_path, joined, again):
    lines = (
        ruled([50, 150, 250, 350], [720, 700]) + ruled([50, 150], [700, 660]) + ruled([150, 250, 350], [700, 680, 660])
    )
    words = [(52, 706, "Стаття"), (152, 706, "Рік"), (252, 706, "Сума"), (52, 676, joined), (152, 686, "2023"),
             (252, 686, "15"), (152, 666, "2024"), (252, 666, "20")]  # fmt: skip
    found = article(tmp_path, pdf([lines + placed(*words)]))
    assert found.text == f"Стаття | Рік | Сума\n{joined} | 2023 | 15\n{again} | 2024 | 20".replace("\n |", "\n|")


def test_a_paragraph_that_begins_two_pages_is_no_head_of_them(tmp_path):
    pages = [placed(*column(50, 700, FERRY, 60), (50, 500, f"Примірник {n} із"), (50, 40, "Озерна")) for n in (4, 9)]
    found = article(tmp_path, pdf(pages))
    assert found.text.count(FERRY) == 2
    assert found.title.startswith(FERRY[:30])
