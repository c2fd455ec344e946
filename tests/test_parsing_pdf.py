import os
import re
import time
import zlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.parsing.decoding.letters import repair_letters
from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.reflow import running_text
from index.parsing.pdf.running_heads import without_running_heads
from index.parsing.pdf.title import Line, title_of_page
from index.records import Article
from support.pace import at_most

BODY = "Учасники прибувають на місце змагань за годину до початку та реєструються."
# Characters are written as their own code points, two bytes each, and this map tells the reader so.
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + b"".join(
        b"%d beginbfrange\n%sendbfrange\n"
        % (len(block), b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (n, n, n) for n in block))
        for block in (range(0, 64), range(64, 128), range(128, 192), range(192, 256))
    )
    + b"endcmap end end"
)  # fmt: skip


def stream(content: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode%s/Length %d>>stream\n%s\nendstream" % (extra, len(packed), packed)


def page_content(lines: Sequence[tuple[str, int, str]]) -> bytes:
    """Lines of (text, size in points, "F1" or, for bold, "F2"), from the top of the page down."""
    shown, height = b"", 800
    for text, size, font in lines:
        height -= size + 6
        code = text.encode("utf-16-be").hex().encode()
        shown += b"BT /%s %d Tf 1 0 0 1 50 %d Tm <%s> Tj ET\n" % (font.encode(), size, height, code)
    return shown


def written(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF file of numbered objects, the first of them the catalogue."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj %s endobj\n" % (number, content)
    start, count = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    data += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, count))
    return data + b"trailer <</Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, start)


def placed(*words: tuple[float, float, str], size: float = 11, turn: tuple[int, int] = (1, 0)) -> bytes:
    """Words at (x, y, text), in letters of half their size in width, along the direction (cosine, sine)."""
    cos, sin = turn
    return b"".join(
        b"BT /F1 %.1f Tf %d %d %d %d %.1f %.1f Tm <%s> Tj ET\n"
        % (size, cos, sin, -sin, cos, x, y, text.encode("utf-16-be").hex().encode())
        for x, y, text in words
    )


def pdf(pages: Sequence[Sequence[tuple[str, int, str]] | bytes], facts: dict[str, str] | None = None) -> bytes:
    """A PDF file of pages of lines, with the facts, such as its title, that it states about itself."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode 3 0 R>>"
    system = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    letters = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo%s/DW 500>>"
    sheet = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R/F2 5 0 R>>>>"
    places = range(10, 10 + 2 * len(pages), 2)
    stated = [(key.encode(), value.encode("utf-16-be").hex().encode()) for key, value in (facts or {}).items()]
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(b"%d 0 R" % place for place in places)),
        3: stream(TO_UNICODE),
        4: font % (b"Serif", 6),
        5: font % (b"Serif-Bold", 7),
        6: letters % (b"Serif", system),
        7: letters % (b"Serif-Bold", system),
        8: b"<<%s>>" % b"".join(b"/%s<feff%s>" % pair for pair in stated),
    }
    for place, lines in zip(places, pages, strict=True):
        objects[place] = b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (sheet, place + 1)
        objects[place + 1] = stream(lines if isinstance(lines, bytes) else page_content(lines))
    return written(objects, b"/Root 1 0 R/Info 8 0 R")


def plain(*lines: str) -> list[tuple[str, int, str]]:
    return [(line, 12, "F1") for line in lines]


def read(folder: Path, data: bytes, name: str = "a.pdf") -> Parsed:
    (folder / name).write_bytes(data)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile) and entry.name == name]
    return parse_file(file)


def article(folder: Path, data: bytes) -> Article:
    reading = read(folder, data)
    assert reading.skipped == ()
    return reading.articles[0]


def test_pages_are_read_in_order_and_each_starts_where_the_article_says(tmp_path):
    texts = [["Перша сторінка.", BODY], ["Друга сторінка."], [], ["Четверта сторінка."]]
    found = article(tmp_path, pdf([plain(*lines) for lines in texts]))
    assert (found.id, found.language, found.source, found.published) == ("a.pdf", "uk", "a.pdf", None)
    ends = [*found.page_starts[1:], len(found.text)]
    pages = [found.text[start:end].strip() for start, end in zip(found.page_starts, ends, strict=True)]
    assert pages == [f"Перша сторінка.\n{BODY}", "Друга сторінка.", "", "Четверта сторінка."]
    assert found.page_starts[0] == 0


def test_a_title_among_the_facts_is_taken_and_its_day_if_it_was_never_changed_later(tmp_path):
    facts = {"Title": "Правила змагань", "CreationDate": "D:20240124111031+02'00'", "ModDate": "D:20240125134326Z"}
    found = article(tmp_path, pdf([plain(BODY)], facts))
    assert (found.title, found.published) == ("Правила змагань", date(2024, 1, 24))
    for changed in ({"ModDate": "D:20250124"}, {"CreationDate": "D:20991212"}, {"CreationDate": "D:20241399"}):
        assert article(tmp_path, pdf([plain(BODY)], facts | changed)).published is None


@pytest.mark.parametrize(
    "printer", [{"Producer": "Skia/PDF m120"}, {"Creator": "Mozilla Firefox 128.0", "Producer": "cairo 1.18.0"}]
)
def test_the_day_on_which_a_browser_printed_a_page_is_not_its_day(tmp_path, printer):
    facts = {"CreationDate": "D:20240124111031+02'00'"}
    assert article(tmp_path, pdf([plain(BODY)], facts | printer)).published is None
    assert article(tmp_path, pdf([plain(BODY)], facts | {"Producer": "cairo 1.18.0"})).published == date(2024, 1, 24)


@pytest.mark.parametrize(
    "program", ["Canon iR-ADV C3520", "ABBYY FineReader PDF 15", "KONICA MINOLTA bizhub C258", "Adobe Scan for Android"]
)
def test_the_day_on_which_a_program_scanned_a_paper_is_not_its_day(tmp_path, program):
    facts = {"CreationDate": "D:20240124111031+02'00'", "Producer": program}
    assert article(tmp_path, pdf([plain(BODY)], facts)).published is None


def test_the_day_on_which_a_program_exported_a_text_is_its_day(tmp_path):
    for program in ("Microsoft® Word 2021", "LibreOffice 7.4", "Adobe InDesign CC 2017", "macOS Quartz PDFContext"):
        facts = {"CreationDate": "D:20240124111031+02'00'", "Producer": program}
        assert article(tmp_path, pdf([plain(BODY)], facts)).published == date(2024, 1, 24)


@pytest.mark.parametrize("fact", ["", "Microsoft Word - Наказ.docx", "untitled", "1", "Ïðàâèëà"])
def test_otherwise_the_title_is_what_stands_out_on_the_first_page(tmp_path, fact):
    heading = [("Звіт про стан лісів", 20, "F1"), ("Полісся за 2025 рік", 20, "F1")]
    found = article(tmp_path, pdf([[*plain("Лісове господарство"), *heading, *plain(BODY, BODY)]], {"Title": fact}))
    assert found.title == ("Правила" if fact.startswith("Ï") else "Звіт про стан лісів Полісся за 2025 рік")


def test_a_bold_heading_stands_out_among_light_lines_of_the_same_size(tmp_path):
    lines = [*plain("Лісове господарство"), ("Звіт про стан лісів", 12, "F2"), *plain(BODY, BODY)]
    assert article(tmp_path, pdf([lines])).title == "Звіт про стан лісів"


def test_an_official_document_is_named_by_its_kind_and_subject_not_by_its_approval():
    lines = [
        "ЗАТВЕРДЖУЮ",
        "Заступник Міністра молоді та спорту",
        "України",
        "______ Олена КОВАЛЬ",
        "ПРАВИЛА",
        "спортивних змагань з веслування",
        "на човнах",
        "1. Загальні положення",
        "1.1. Ці Правила визначають порядок.",
    ]
    title = title_of_page([Line(line, 12.0, False) for line in lines])
    assert title == "ПРАВИЛА спортивних змагань з веслування на човнах"


def test_a_page_where_nothing_stands_out_is_called_by_its_first_sentence(tmp_path):
    assert title_of_page([Line(BODY, 12.0, False)] * 5) == ""
    assert article(tmp_path, pdf([plain(BODY, BODY)])).title == BODY.rstrip(".")


def lines_of(*texts: str, width: float = 400, row: bool = False) -> list[PageLine]:
    """Lines below each other, as wide as their letters, in a column of `width` points."""
    return [
        PageLine(text, 50, 50 + 5 * len(text), 800 - 15 * n, 11, (50, 50 + width), row) for n, text in enumerate(texts)
    ]


def test_wrapped_lines_become_paragraphs_and_true_ends_of_lines_stay():
    page = lines_of(
        "ЗАГОЛОВОК",
        "Учасники прибувають на місце змагань за годину до початку та",
        "реєструються у суддів. Потім вони ідуть до",
        "Києва та Львова.",
        "Перелік:",
        "м'яч;",
        "сітка.",
    )
    assert running_text([page])[0] == (
        "ЗАГОЛОВОК\nУчасники прибувають на місце змагань за годину до початку та реєструються у суддів. "
        "Потім вони ідуть до\nКиєва та Львова.\nПерелік:\nм'яч;\nсітка."
    )


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("лікування ВІЛ-", "інфекції", "лікування ВІЛ-інфекції"),
        ("це псевдомембра-", "нозний коліт", "це псевдомембранозний коліт"),
        ("місто Івано-", "Франківськ", "місто Івано-Франківськ"),
        ("веде науково-", "дослідну роботу", "веде науково-дослідну роботу"),
        ("інспектор Лозо-", "вська", "інспектор Лозовська"),
        ("якби хто-", "небудь прийшов", "якби хто-небудь прийшов"),
        ("сер’-", "йозно", "сер’-йозно"),
        ("одиниця, к-", "сть, ціна", "одиниця, к-сть, ціна"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_the_lines_or_the_words(above, below, joined):
    assert running_text([lines_of(above, below)])[0].replace("\n", " ") == joined.replace("’-й", "’- й")


def test_a_unit_that_a_line_end_divides_stays_whole():
    lines = [
        PageLine("Доза становить 9 мг/", 0, 100, 20, 10, (0, 100)),
        PageLine("кг на добу.", 0, 40, 8, 10, (0, 100)),
    ]
    assert running_text([lines])[0] == "Доза становить 9 мг/кг на добу."
    lines = [PageLine("до 9 г/дл (5,59 ммоль/", 0, 60, 20, 10, (0, 100)), PageLine("л) або", 0, 40, 8, 10, (0, 100))]
    assert running_text([lines])[0] == "до 9 г/дл (5,59 ммоль/л) або"


def test_a_range_of_figures_that_a_line_end_divides_stays_whole():
    page = lines_of("Відбудова тривала у 1941–", "1945 роках.", "гурт: 15:00–\n16:30", width=120)
    assert running_text([page])[0] == "Відбудова тривала у 1941–1945 роках.\nгурт: 15:00–16:30"


def test_the_documents_own_spelling_decides_about_a_hyphen():
    page = lines_of("Диван-ліжко стоїть тут. Це диван-", "ліжко. І слово жовто-", "гарячий, бо жовтогарячий.")
    assert running_text([page])[0] == "Диван-ліжко стоїть тут. Це диван-ліжко. І слово жовтогарячий, бо жовтогарячий."


def test_a_sentence_and_a_word_go_on_over_the_end_of_a_page():
    text, starts = running_text([lines_of("Архів збе-"), lines_of("рігає листи", "Далі."), [], lines_of("Кінець.")])
    assert (text, starts) == ("Архів зберігає листи\nДалі.\n\n\n\nКінець.", [0, 9, 28, 30])


def test_running_heads_and_page_numbers_are_left_out_and_other_numbers_are_not():
    bodies = ["ліс", "луки", "степ", "болото"]
    pages = [lines_of("Вісник лісника", f"Сторінка про {body}.", f"– {n + 5} –") for n, body in enumerate(bodies)]
    assert [line.text for page in without_running_heads(pages) for line in page] == [
        f"Сторінка про {body}." for body in bodies
    ]
    years = [lines_of(year, "рік змін.") for year in ("1991", "2004", "2014", "2022")]
    assert [page[0].text for page in without_running_heads(years)] == ["1991", "2004", "2014", "2022"]
    two = [lines_of("Звіт, сторінка 1", "Міст."), lines_of("Звіт, сторінка 2", "Річка.")]
    assert [[line.text for line in page] for page in without_running_heads(two)] == [["Міст."], ["Річка."]]


LEFT = ["Міст через Стрий зводили", "два роки бригади зі Львова", "та Дрогобича, а опори", "поставили ще до зими."]
RIGHT = ["Рух відкрили в неділю", "о сьомій ранку, коли ще", "стояв туман, і перший", "проїхав автобус до Сколе."]


@pytest.mark.parametrize("by_rows", [True, False])
def test_two_columns_are_read_one_after_the_other_however_they_are_drawn(tmp_path, by_rows):
    left = [(50, 700 - 15 * n, text) for n, text in enumerate(LEFT)]
    right = [(320, 700 - 15 * n, text) for n, text in enumerate(RIGHT)]
    words = [word for pair in zip(left, right, strict=True) for word in pair] if by_rows else left + right
    found = article(tmp_path, pdf([placed((50, 760, "Новий міст"), size=16) + placed(*words)]))
    assert found.text == f"Новий міст\n{' '.join(LEFT)}\n{' '.join(RIGHT)}"


def test_columns_whose_justified_words_stand_far_apart_are_no_cells(tmp_path):
    left = [(50, 700 - 15 * n, text) for n, text in enumerate(LEFT)]
    # As browsers set it: the right column begins a line higher, and two of its lines are spread to the margin.
    right = [(320, 715 - 15 * n, text) for n, text in enumerate(RIGHT) if n < 2]
    spread = [(320, 685, "стояв"), (380, 685, "туман"), (430, 685, "і перший")]
    last = [(320, 670, "проїхав"), (390, 670, "автобус"), (445, 670, "до Сколе.")]
    words = [*left, *right, *spread, *last]
    found = article(tmp_path, pdf([placed((50, 760, "Новий міст"), size=16) + placed(*words)]))
    assert found.text == f"Новий міст\n{' '.join(LEFT)}\n{' '.join(RIGHT).replace('туман,', 'туман')}"


def test_a_hyphen_that_only_looks_like_one_divides_a_word_too(tmp_path):
    lines = placed((50, 700, "Трубами з азбесто\u2010"), (50, 685, "цементу та науково\u2010технічними"))
    found = article(tmp_path, pdf([lines]))
    assert found.text == "Трубами з азбестоцементу та науково-технічними"


def test_a_row_of_a_table_is_a_line_and_its_head_another_and_a_cell_of_two_lines_stays_whole(tmp_path):
    rows = [("Зерно", "Ціна"), ("Жито", "450"), ("Овес", "300")]
    words = [(x, 700 - 20 * n, cell) for n, row in enumerate(rows) for x, cell in zip((50, 250), row, strict=True)]
    tall = [(50, 640, "Гречка"), (50, 628, "ядриця"), (250, 640, "610")]
    found = article(tmp_path, pdf([placed((50, 760, "Ціни на помел"), *words, *tall)]))
    assert found.text == "Ціни на помел\nЗерно | Ціна\nЖито | 450\nОвес | 300\nГречка ядриця | 610"


COLUMNS, HEIGHTS = (50, 90, 230, 275, 320), (720, 700, 670, 650)
# The width of a letter is 5.5 points, so figures of neighbouring cells stand closer than words of justified lines.
CELLS = [
    (52, 706, "№"), (92, 706, "Робота"), (232, 706, "К-сть"), (277, 706, "Ціна"),
    (52, 688, "1"), (92, 688, "Фарбування старого"), (92, 676, "паркану"), (248, 688, "120"), (277, 688, "4500,00"),
    (52, 656, "2"), (92, 656, "Прибирання"), (277, 656, "300,00"),
]  # fmt: skip
READ = "№ | Робота | К-сть | Ціна\n1 Фарбування старого паркану | 120 | 4500,00\n2 Прибирання | | 300,00"


def ruled(how: str) -> bytes:
    """The lines of the table: strokes, thin filled boxes, the boxes of cells, or all of them in one path."""
    lines = [(x, HEIGHTS[-1], 0, HEIGHTS[0] - HEIGHTS[-1]) for x in COLUMNS]
    lines += [(COLUMNS[0], y, COLUMNS[-1] - COLUMNS[0], 0) for y in HEIGHTS]
    if how == "cells":
        boxes = [(x, y, right - x, top - y) for x, right in pairwise(COLUMNS) for top, y in pairwise(HEIGHTS)]
        return b"".join(b"%d %d %d %d re S\n" % box for box in boxes)
    if how == "filled":
        return b"".join(b"%d %d %d %d re f\n" % (x, y, width or 1, height or 1) for x, y, width, height in lines)
    parts = [b"%d %d m %d %d l" % (x, y, x + width, y + height) for x, y, width, height in lines]
    return b" ".join(parts) + b" S\n" if how == "one path" else b"".join(part + b" S\n" for part in parts)


@pytest.mark.parametrize("how", ["strokes", "filled", "cells", "one path"])
def test_lines_of_a_table_part_its_cells_and_rows_however_they_are_drawn(tmp_path, how):
    page = ruled(how) + placed((50, 760, "Перелік робіт"), *CELLS, (50, 600, "Ціни без податку."))
    assert article(tmp_path, pdf([page])).text == f"Перелік робіт\n{READ}\nЦіни без податку."


def test_a_scaled_drawing_has_its_lines_at_their_places(tmp_path):
    page = b"q .5 0 0 .5 20 100 cm " + ruled("strokes") + placed(*CELLS) + b"Q"
    assert article(tmp_path, pdf([page])).text == READ


def test_joined_cells_stand_once_and_an_empty_one_keeps_the_place_of_the_next(tmp_path):
    level = [(50, 720, 350), (150, 700, 250), (50, 680, 350), (50, 660, 350), (50, 640, 350)]
    upright = [(50, 640, 720), (150, 660, 720), (250, 660, 720), (350, 640, 720), (200, 660, 700)]
    lines = b"".join(b"%d %d m %d %d l S " % (left, y, right, y) for left, y, right in level)
    lines += b"".join(b"%d %d m %d %d l S " % (x, low, x, high) for x, low, high in upright)
    words = [
        (52, 695, "Стаття"),
        (152, 706, "Сума, грн"),
        (252, 695, "Підстава"),
        (152, 686, "2023"),
        (202, 686, "2024"),
    ]
    words += [(52, 666, "Лавки"), (202, 666, "90"), (252, 666, "акт"), (120, 646, "Разом за два роки 90")]
    assert article(tmp_path, pdf([lines + placed(*words)])).text == (
        "Стаття | Сума, грн | Підстава\n| 2023 | 2024\nЛавки | | 90 | акт\nРазом за два роки 90"
    )


def test_rows_without_a_line_between_them_stay_rows(tmp_path):
    lines = b"50 640 300 80 re S 150 640 m 150 720 l S 50 700 m 350 700 l S "
    rows = [("Зерно", "Ціна"), ("Жито", "450"), ("Овес", "300"), ("Гречка", "610")]
    words = [(x, 706 - 17 * n, cell) for n, row in enumerate(rows) for x, cell in zip((52, 152), row, strict=True)]
    assert article(tmp_path, pdf([lines + placed(*words)])).text == "Зерно | Ціна\nЖито | 450\nОвес | 300\nГречка | 610"


HEAD = ((52, 706, "№"), (92, 706, "Робота"), (232, 706, "К-сть"), (277, 706, "Ціна"))
UPPER = (*HEAD, (52, 688, "7"), (92, 688, "Ремонт покрівлі на"), (248, 688, "2"), (277, 688, "90 000,"))


@pytest.mark.parametrize(
    ("heads", "below", "read"),
    [
        ((), [(92, 706, "вулиці Липовій")], "7 Ремонт покрівлі на вулиці Липовій | 2 | 90 000,\n\n{}"),
        ((), [(92, 706, "вулиці Липовій"), (277, 706, "грн")],
         "7 Ремонт покрівлі на вулиці Липовій | 2 | 90 000, грн\n\n{}"),
        (HEAD, [(92, 688, "вулиці Липовій")],
         "7 Ремонт покрівлі на вулиці Липовій | 2 | 90 000,\n\n№ | Робота | К-сть | Ціна\n{}"),
        ((), [(92, 706, "Фарбування лав")], "7 Ремонт покрівлі на | 2 | 90 000,\n\n| Фарбування лав\n{}"),
        ((), [(92, 706, "фарба"), (248, 706, "40")], "7 Ремонт покрівлі на | 2 | 90 000,\n\n| фарба | 40\n{}"),
    ],
)  # fmt: skip
def test_a_row_that_a_page_end_divides_is_read_whole_where_it_begins(tmp_path, heads, below, read):
    last = [(52, 656, "8"), (92, 656, "Прибирання"), (277, 656, "300,00")]
    pages = [ruled("strokes") + placed(*UPPER), ruled("strokes") + placed(*heads, *below, *last)]
    found = article(tmp_path, pdf(pages))
    assert found.text == "№ | Робота | К-сть | Ціна\n" + read.format("8 Прибирання | | 300,00")
    assert found.page_starts == (0, found.text.index("\n\n") + 2)


def test_the_author_whom_a_person_stated_is_kept(tmp_path):
    broken = "Остап Вишня".encode("cp1251").decode("cp1252")
    for stated, kept in (
        ("Ольга Кобилянська", ("Ольга Кобилянська",)),
        (broken, ("Остап Вишня",)),
        ("Admin", None),
        ("Таня", None),
    ):
        assert article(tmp_path, pdf([plain(BODY)], {"Author": stated})).fields.get("author") == kept


def test_a_frame_around_prose_and_a_table_beside_it_change_nothing(tmp_path):
    words = [(60, 700 - 15 * n, text) for n, text in enumerate(LEFT)]
    frame = b"40 600 400 200 re S 45 605 390 190 re S "
    assert article(tmp_path, pdf([frame + placed(*words)])).text == " ".join(LEFT)
    beside = ruled("strokes") + placed(*((x + 300, y, text) for x, y, text in words))
    assert article(tmp_path, pdf([beside])).text == " ".join(LEFT)


def test_the_last_cell_of_a_row_goes_on_below_it_also_without_lines(tmp_path):
    words = [(50, 700, "Директор"), (200, 700, "Остап Вишняк, почесний громадянин")]
    words += [(200, 688, "міста та голова ради"), (50, 668, "Телефон"), (200, 668, "044 123"), (200, 656, "044 456")]
    found = article(tmp_path, pdf([placed((50, 760, "Картка школи"), *words)])).text
    assert "Директор | Остап Вишняк, почесний громадянин міста та голова ради\nТелефон | 044 123" in found


def test_thousands_of_lines_are_drawn_in_time(tmp_path):
    grid = b"".join(
        b"%d 10 m %d 800 l S 10 %d m 580 %d l S\n" % (n % 580, n % 580, n % 800, n % 800) for n in range(9_000)
    )
    with at_most(5):
        assert article(tmp_path, pdf([grid + placed((50, 700, BODY))])).text == BODY


def test_gaps_between_the_words_of_justified_lines_are_no_borders_of_cells(tmp_path):
    words = [(50, 700, "Міст"), (120, 700, "зводили"), (200, 700, "роки"), (50, 685, "будівники"), (140, 685, "Стрия")]
    found = article(tmp_path, pdf([placed(*words, (50, 670, "та Сколе."))]))
    assert found.text == "Міст зводили роки будівники Стрия та Сколе."


def test_a_raised_number_is_separated_from_the_number_before_it(tmp_path):
    line = placed((50, 700, "Храм 1776")) + placed((99.5, 704, "3"), size=7)
    line += placed((106.5, 700, "року, 120 м")) + placed((167, 704, "2"), size=7)
    found = article(tmp_path, pdf([line + placed((171, 700, "."))]))
    assert found.text == "Храм 1776\u202f³ року, 120 м²."


@pytest.mark.parametrize("sign", ["о", "0", "o"])
def test_a_raised_sign_of_degrees_is_one_though_it_is_almost_as_large_as_its_line(tmp_path, sign):
    line, rest = placed((50, 700, "Зберігати при +8"), size=12), placed((151.5, 700, "С, не вище."), size=12)
    found = article(tmp_path, pdf([line + placed((146, 705.3, sign), size=10.7) + rest]))
    assert found.text == "Зберігати при +8°С, не вище."


def test_a_raised_letter_is_a_note_after_a_word_and_an_exponent_after_a_letter(tmp_path):
    for word, read in (("препарату", "препарату\u202fа"), ("на 2x", "на 2xа"), ("Мега", "Мега®")):
        sign = read[-1]
        place = 50 + 6 * len(word)
        page = placed((50, 700, word), size=12) + placed((place, 705, sign), size=8)
        assert article(tmp_path, pdf([page + placed((50, 680, BODY), size=12)])).text.split("\n")[0] == read


def test_turned_and_huge_words_across_the_page_are_no_part_of_its_lines(tmp_path):
    lines = [(50, 700 - 15 * n, text) for n, text in enumerate(LEFT)]
    turned = placed((560, 300, "Копія архіву"), turn=(0, 1))
    huge = placed((40, 665, "ЧЕРНЕТКА"), size=60)
    assert article(tmp_path, pdf([placed(*lines[:2]) + turned + huge + placed(*lines[2:])])).text == " ".join(LEFT)


def test_a_page_that_lies_on_its_side_is_read_upright(tmp_path):
    lines = [(100 + 15 * n, 50, text) for n, text in enumerate(LEFT)]
    assert article(tmp_path, pdf([placed(*lines, turn=(0, 1))])).text == " ".join(LEFT)


def test_letters_of_a_wrong_map_are_repaired_with_a_warning_and_unreadable_letters_reported(tmp_path, no_tesseract):
    wrong = [line.encode("cp1251").decode("cp1252") for line in LEFT]
    reading = read(tmp_path, pdf([plain(*wrong)]))
    assert reading.articles[0].text == " ".join(LEFT)
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("", "repaired letters")]
    private = pdf([plain(BODY), plain("\ue001\ue002\ue003 \ue004\ue005\ue006")])
    reading = read(tmp_path, private)
    assert reading.articles[0].text.strip() == BODY
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 2", "no letters")]


def test_french_and_kazakh_letters_are_left_as_they_are():
    for text in ("Église française à côté, où les élèves étaient", "Қазақстан Республикасы үшін жаңа заң қабылданды"):
        letters = repair_letters(text)
        assert (letters.text, letters.repaired, letters.broken) == (text, False, False)


RULE = b"0.5 w 50 130 m 200 130 l S\n"


def test_notes_at_the_foot_of_a_page_stay_out_of_the_sentence_that_crosses_it(tmp_path):
    first = [(50, 200, "Міст відкрили восени."), (50, 185, "Його будували два роки, бо грошей")]
    notes = placed((50, 115, "1 Звіт про міст, с. 5."), (50, 103, "2 Там само."), size=8)
    second = placed((50, 780, "на нього бракувало. Рух відновили."), (50, 765, "Далі тече Рось."))
    found = article(tmp_path, pdf([placed(*first) + RULE + notes, second]))
    assert "Його будували два роки, бо грошей на нього бракувало." in found.text
    assert "1 Звіт про міст, с. 5." in found.text[: found.page_starts[1]]
    assert found.text[found.page_starts[1] :].startswith("на нього")


def test_small_type_without_a_rule_and_a_rule_without_small_type_are_no_notes(tmp_path):
    body = placed((50, 200, "Міст відкрили восени."), (50, 115, "Рух відновили о сьомій."))
    assert article(tmp_path, pdf([body + RULE])).text == "Міст відкрили восени.\nРух відновили о сьомій."
    small = placed((50, 200, "Міст відкрили восени.")) + placed((50, 115, "Дрібний кінець."), size=8)
    assert article(tmp_path, pdf([small])).text == "Міст відкрили восени.\nДрібний кінець."


PICTURE = b"q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def test_pages_that_are_pictures_among_pages_of_text_are_reported_by_number(tmp_path, no_tesseract):
    reading = read(tmp_path, pdf([plain(BODY), PICTURE, PICTURE, plain(BODY), [], PICTURE]))
    [warned] = reading.warnings
    assert (warned.file, warned.place, warned.kind) == ("a.pdf", "pages 2, 3 and 6", "no text")
    assert str(warned).startswith("a.pdf, pages 2, 3 and 6, has only pictures there")
    assert "tesseract-ocr-ukr" in warned.advice


# The first letters of each file's name, and what its title must hold.
TITLES = {
    "114aa3": "діаремікс",
    "1caa31": "піперацилін-тазобактам",
    "20e086": "ретровір",
    "31e809": "змагань з карате wkc",
    "3828de": "баклофен",
    "41b8a1": "змагань з автомобільного спорту",
    "5ae981": "периндоприл",
    "828b7a": "амоксикомб",
    "986dbe": "метилурацил",
    "9d2df2": "дерива с гель",
    "a066d9": "змагань зі спортивних танців",
    "aba537": "максифлокс",
    "cadef3": "змагань з веслування на байдарках і каное",
    "d80178": "трипліксам",
    "f548cd": "сандімун неорал",
    "f8e8ea": "вінпоцетин",
    "fb285f": "гастро-гран",
}


def test_the_title_of_every_real_regulation_and_leaflet_says_what_it_is_about(shared):
    titles, pages, dates = {}, 0, {}
    for file in corpus_files(shared / "data" / "uk_pdf" / "pdf"):
        assert isinstance(file, CorpusFile)
        [found] = parse_file(file).articles
        titles[file.name[:6]] = found.title.lower()
        dates[file.name[:6]] = found.published
        pages += len(found.page_starts)
        assert found.language == "uk"
        assert list(found.page_starts) == sorted(set(found.page_starts))
        assert "\x02" not in found.text
    assert {key: word for key, word in TITLES.items() if word not in titles[key]} == {}
    assert max(map(len, titles.values())) <= 201
    assert {key: day for key, day in dates.items() if day} == {"a066d9": date(2024, 1, 24), "cadef3": date(2025, 1, 28)}
    assert pages == 393


def test_a_pdf_of_pictures_a_locked_one_and_a_broken_one_say_what_is_wrong(tmp_path):
    assert "text recognition" in read(tmp_path, pdf([[], []])).skipped[0].reason
    assert read(tmp_path, b"%PDF-1.7 and nothing more", "b.pdf").skipped[0].reason == "is not a PDF that can be read"
    locked = written(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 0/Kids[]>>",
         3: b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)},
        b"/Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]",
    )  # fmt: skip
    assert read(tmp_path, locked, "c.pdf").skipped[0].reason == "is locked with a password"


@cache
def looping() -> dict[str, bytes]:
    """PDF files that refer to themselves or unpack to far too much."""
    catalogue, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    many = b"<</Type/Pages/Count 1000000000/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    form = b"/Resources<</XObject<</A 5 0 R>>>>"
    whole = {1: catalogue, 2: pages, 3: page}
    deep = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, 3_000)}
    bomb = zlib.compress(zlib.compress(b" " * (200 << 20), 1), 9)
    painted = stream(b"q 1 0 0 1 0 0 cm BT /F1 12 Tf (text) Tj ET Q\n" * 1_000_000)
    return {
        "tree of pages in a circle": written({1: catalogue, 2: b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"}),
        "a billion pages": written({1: catalogue, 2: many, 3: page, 4: stream(b"")}),
        "deep tree": written({1: catalogue, **deep, 3_000: b"<</Type/Page/Parent 2 0 R>>"}),
        "form in itself": written(
            {1: catalogue, 2: pages, 3: page.replace(b"/Contents", form + b"/Contents"), 4: stream(b"/A Do")}
            | {5: stream(b"/A Do /A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + form)}
        ),
        "bomb": written(
            whole | {4: b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(bomb), bomb)}
        ),
        "endless painting": written(whole | {4: painted}),
        "object in itself": written({1: catalogue, 2: b"2 0 R"}),
        "length in itself": written(whole | {4: b"<</Length 4 0 R>>stream\nq\nendstream"}),
    }


def child_memory(reset: bool = False) -> int:
    """The most memory, in bytes, that the parsing child has held since the last reset; 0 if there is no child."""
    children = [
        child
        for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
        if b"sandbox.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    found = [Path(f"/proc/{child}/status").read_text() for child in children]
    for child in children if reset else []:
        Path(f"/proc/{child}/clear_refs").write_text("5")
    return max((int(match[1]) << 10 for text in found if (match := re.search(r"VmHWM:\s+(\d+)", text))), default=0)


KINDS = [
    "tree of pages in a circle", "a billion pages", "deep tree", "form in itself", "bomb", "endless painting",
    "object in itself", "length in itself",
]  # fmt: skip


def test_all_kinds_of_loops_are_tried():
    assert sorted(looping()) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_that_loops_or_explodes_is_refused_in_seconds_and_within_memory(tmp_path, kind):
    data = looping()[kind]
    child_memory(reset=True)
    with at_most(12, time.monotonic):
        reading = read(tmp_path, data)
    assert reading.articles == ()
    assert len(reading.skipped) == 1
    assert child_memory() < 250 << 20
    assert article(tmp_path, pdf([plain(BODY)])).text == BODY, "the next file is read as if nothing had happened"


def test_the_head_of_a_table_that_every_page_repeats_is_read_once(tmp_path):
    pages = [placed((50, 720, "Зерно"), (250, 720, "Ціна"), *(
        (x, 700 - 20 * n, f"{word} {number}") for n, number in enumerate(range(3 * page, 3 * page + 3))
        for x, word in ((50, "сорт"), (250, "грн")))) for page in range(4)]  # fmt: skip
    rows = [f"сорт {number} | грн {number}" for number in range(12)]
    parts = ["\n".join(rows[start : start + 3]) for start in range(0, 12, 3)]
    assert article(tmp_path, pdf(pages)).text == "Зерно | Ціна\n" + "\n\n".join(parts)


GRAINS = ((50, 140, "Зерно"), (250, 140, "Опис"), (50, 120, "Жито"), (250, 120, "озиме, сіють у"))


@pytest.mark.parametrize(
    ("below", "read"),
    [
        ([(250, 720, "вересні та"), (250, 708, "на початку жовтня")],
         "Жито | озиме, сіють у вересні та на початку жовтня\n\n{}"),
        ([(50, 740, "Продовження таблиці 1"), (250, 720, "вересні")],
         "Жито | озиме, сіють у вересні\n\nПродовження таблиці 1\n{}"),
        ([(50, 720, "сіють його щороку.")], "Жито | озиме, сіють у\n\nсіють його щороку.\n{}"),
        ([(250, 720, "Примітка про зерно")], "Жито | озиме, сіють у\n\nПримітка про зерно\n{}"),
    ],
)  # fmt: skip
def test_a_row_without_lines_goes_on_over_a_page_end_in_its_column(tmp_path, below, read):
    rows = [(50, 660, "Овес"), (250, 660, "ярий"), (50, 640, "Гречка"), (250, 640, "ядриця")]
    found = article(tmp_path, pdf([placed(*GRAINS), placed(*below, *rows)]))
    assert found.text == "Зерно | Опис\n" + read.format("Овес | ярий\nГречка | ядриця")
