"""Presentations, workbooks, books, texts of other programs and e-mails, as articles."""

import io
import random
import subprocess
import sys
import zipfile
from datetime import date
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest

from index.build import renew
from index.parsing import CorpusFile, Parsed, parse_file
from index.passages.split import split
from index.records import Article
from qa import retrieve
from support.office_files import (
    OFFICE,
    SHEETS,
    cells,
    cp1251,
    epub,
    msg,
    odt,
    old_office,
    opendocument,
    opendocument_sheet,
    pptx,
    rtf,
    xlsx,
    zipped,
)

BOOK = (
    "<h1>Лисичка</h1><p>Жила собі лисичка під лісом. Мала вона з’їсти колобка.</p>",
    "<p>І пішла вона полем.</p>",
    "<h1>Вовк</h1><p>Вовк упіймав щуку в ополонці.</p>",
)
CASTLES = cells(
    [
        ["Звіт про замки", "", ""],
        ["Назва", "Рік заснування", "Область"],
        ["Олеський замок", 1327, "Львівська"],
        ["Кам’янецька фортеця", 1374, "Хмельницька"],
        ["Без року", "", "Волинська"],
    ]
)


def letter(text: str = "З’їзд буде 12 травня.\n\n> Коли буде з’їзд?\n\n-- \nІрина\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ірина Ґудзь <iryna@example.org>"
    message["Subject"] = "Про з’їзд пасічників"
    message["Date"] = "Thu, 04 May 2023 23:30:00 +0300"
    message.set_content(text)
    return message


def files() -> dict[str, bytes]:
    note = '<text:note text:id="n" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    note += "<text:note-body><text:p>Виноска про гетьмана.</text:p></text:note-body></text:note>"
    body = f'<text:h text:outline-level="1">Музеї</text:h><text:p>Музей у Чигирині{note} відкрито 1918 року.</text:p>'
    return {
        "a.pptx": pptx("Скільки меду\nОдна сім’я дає 30 кг меду за літо.", "Найбільше меду дає липа."),
        "a.xlsx": xlsx({"Замки": CASTLES}),
        "a.csv": "Книга;Рік\nКобзар;1840\nЕнеїда;1798\n".encode("cp1251"),
        "a.epub": epub(*BOOK),
        "a.odt": odt(body),
        "a.rtf": rtf(cp1251("Їжак з’їв яблуко біля ґанку, Євген бачив. Ціна №5 — 20 грн…") + "\\par"),
        "a.eml": bytes(letter()),
        "a.ods": opendocument("spreadsheet", opendocument_sheet("Замки", [["Замок", "Рік"], ["Олесько", "1327"]])),
        "a.odp": opendocument("presentation", f"<draw:page>{_box('Липовий мед збирають у липні.')}</draw:page>"),
        **old_office(),
        "a.msg": msg({0x37: "Про з’їзд", 0x1000: "З’їзд буде в Полтаві.", 0x0C1A: "Ірина Ґудзь"}, 133276572000000000),
    }


def _box(text: str) -> str:
    return f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"


def read(folder: Path, name: str, data: bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data)
    status = path.stat()
    return parse_file(CorpusFile(name, path, status.st_size, status.st_mtime_ns))


def article(folder: Path, name: str, data: bytes) -> Article:
    reading = read(folder, name, data)
    assert not reading.skipped
    return reading.articles[0]


def pages(found: Article) -> list[str]:
    bounds = pairwise([*found.page_starts, len(found.text)])
    return [found.text[start:end].strip() for start, end in bounds]


@pytest.mark.parametrize("name", files())
def test_every_passage_is_a_slice_of_its_article_and_lies_on_its_page(tmp_path, name):
    found = article(tmp_path, name, files()[name])
    passages = split(found, lambda text: True, 40)
    assert passages
    for passage in passages:
        assert found.text[passage.start : passage.end] == passage.text
        assert (passage.page is None) == (not found.page_starts)
        if passage.page:
            assert found.page_starts[passage.page - 1] <= passage.start
    assert all(one < other for one, other in pairwise(found.page_starts))
    assert found.language == "uk"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (files()["a.rtf"], "Їжак з’їв яблуко біля ґанку, Євген бачив. Ціна №5 — 20 грн…"),
        (rtf("Сирі байти: їжак і ґава."), "Сирі байти: їжак і ґава."),
        (rtf("\\u1031?жак\\u8217? \\'e3\\'e0\\'e2\\'e0"), "Їжак’ гава"),
        (
            rtf("{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 " + cp1251("Шрифт каже: їжак."), "\\ansicpg1252\\deff0"),
            "Шрифт каже: їжак.",
        ),
        (rtf(cp1251("Міст{\\footnote Дерев’яний.} стоїть.").replace("\\'92", "\\rquote ")), None),
    ],
)
def test_rtf_gives_ukrainian_letters_however_they_are_written(tmp_path, data, text):
    found = article(tmp_path, "a.rtf", data)
    if text is None:
        assert "Міст" in found.text
        assert "Дерев’яний." in found.text
    else:
        assert found.text == text


@pytest.mark.parametrize(
    "unseen",
    [
        "{\\strike 20 }",
        "\\strike 20 \\strike0 ",
        "{\\b\\v 20 {\\i \\u1075?рн }}",
        "\\v1 20\\tab\\'e3\\plain ",
        "{\\deleted 20 {\\*\\bkmkstart a}}",
    ],
)
def test_hidden_and_struck_text_of_rtf_is_left_out(tmp_path, unseen):
    head = "{\\stylesheet{\\s1\\strike Struck;}{\\s2\\v Hidden;}}\\viewkind1 "
    found = article(tmp_path, "a.rtf", rtf(head + cp1251(f"Квиток коштує {unseen}30 гривень.")))
    assert found.text == "Квиток коштує 30 гривень."


@pytest.mark.parametrize("title", [cp1251("Ґанок і їжак"), "".join(f"\\u{ord(c)}?" for c in "Ґанок і їжак")])
def test_rtf_states_its_title_and_day_in_its_own_letters(tmp_path, title):
    facts = "{\\info{\\title " + title + "}{\\creatim\\yr2021\\mo3\\dy7\\hr1}}"
    found = article(tmp_path, "a.rtf", rtf(facts + cp1251("Їжак жив під ґанком.")))
    assert (found.title, found.published, found.text) == ("Ґанок і їжак", date(2021, 3, 7), "Їжак жив під ґанком.")


def test_slides_are_pages_also_those_without_a_title(tmp_path):
    reading = read(tmp_path, "a.pptx", pptx("Перший слайд.", "", "Мед\nЛипа дає мед.", "Останній слайд."))
    [found] = reading.articles
    assert (found.title, found.published, found.unit) == ("Бджоли Полтавщини", date(2023, 5, 4), "slide")
    assert found.fields == {"author": ("Ганна",)}
    assert pages(found) == ["Перший слайд.", "", "Мед\n\nЛипа дає мед.", "Останній слайд."]
    [warning] = reading.warnings
    assert (warning.place, warning.kind) == ("slide 2", "no text")


def test_a_presentation_changed_long_after_it_was_made_has_no_day(tmp_path):
    assert article(tmp_path, "a.pptx", pptx("Мед.", made="2013-01-27T09:14:16Z")).published is None


def test_a_row_is_read_with_the_names_of_its_columns_and_a_workbook_has_no_day(tmp_path):
    sheets = {"Замки": CASTLES, "Sheet2": cells([["Київ", "Львів"]]), "Чернетка": cells([["таємно", "x"]])}
    reading = read(tmp_path, "a.xlsx", xlsx(sheets, hidden=("Чернетка",)))
    [found] = reading.articles
    assert (found.title, found.published, found.fields) == ("Замки України", None, {})
    assert (found.unit, found.page_names) == ("sheet", ("Замки", "Sheet2"))
    assert pages(found) == [
        "Замки\n\nЗвіт про замки\n\nНазва: Олеський замок; Рік заснування: 1327; Область: Львівська\n\n"
        "Назва: Кам’янецька фортеця; Рік заснування: 1374; Область: Хмельницька\n\n"
        "Назва: Без року; Область: Волинська",
        "Київ | Львів",
    ]
    assert [(warning.place, warning.kind) for warning in reading.warnings] == [("Чернетка", "left out")]


def test_rows_of_figures_are_not_taken_for_names_of_columns(tmp_path):
    rows = cells([["Київ", 2952301], ["Львів", 717273]])
    found = article(tmp_path, "a.xlsx", xlsx({"Міста": rows}))
    assert (found.text, found.page_names) == ("Київ | 2952301\n\nЛьвів | 717273", ("Міста",))


def test_csv_is_read_in_its_encoding_and_with_its_mark_between_cells(tmp_path):
    found = article(tmp_path, "книги.csv", files()["a.csv"])
    assert (found.title, found.text) == ("книги", "Книга: Кобзар; Рік: 1840\n\nКнига: Енеїда; Рік: 1798")


def test_rows_of_csv_with_more_or_fewer_cells_than_names_are_read(tmp_path):
    rows = "sep=;\nКнига;Рік\nКобзар\nЕнеїда;1798;Котляревський;Полтава\nСолоха;1860\n"
    found = article(tmp_path, "книги.csv", rows.encode())
    assert found.text.split("\n\n") == [
        "Кобзар",
        "Книга: Енеїда; Рік: 1798; Котляревський; Полтава",
        "Книга: Солоха; Рік: 1860",
    ]


def test_chapters_of_a_book_are_pages_with_names_and_go_on_from_file_to_file(tmp_path):
    found = article(tmp_path, "a.epub", epub(*BOOK))
    assert (found.title, found.published, found.fields) == (
        "Казки з Поділля",
        date(2019, 4, 2),
        {"author": ("Марія Ґонта",)},
    )
    assert (found.unit, found.page_names) == ("chapter", ("Лисичка", "Вовк"))
    assert pages(found)[0].endswith("колобка.\n\nІ пішла вона полем.")
    assert pages(found)[1] == "Вовк\n\nВовк упіймав щуку в ополонці."


def test_a_book_that_lost_a_part_says_so_and_a_converter_s_day_is_none(tmp_path):
    book = epub("<h1>А</h1><p>Перша казка.</p>", day="0101-01-01", **{"OEBPS/text/part 0.xhtml": "\0"})
    assert read(tmp_path, "a.epub", book).skipped
    reading = read(tmp_path, "a.epub", epub(*BOOK, day="0101-01-01", **{"OEBPS/text/part 2.xhtml": "\0"}))
    assert reading.articles[0].published is None
    assert [warning.kind for warning in reading.warnings] == ["damaged"]


def test_odt_keeps_its_notes_at_their_place(tmp_path):
    found = article(tmp_path, "a.odt", files()["a.odt"])
    assert (found.title, found.published) == ("Наказ про музеї", date(2021, 3, 7))
    assert found.text == "Музеї\n\nМузей у Чигирині\u202f¹ відкрито 1918 року.\n\n¹ Виноска про гетьмана."


def test_an_e_mail_is_the_words_of_its_sender_and_names_its_attachments(tmp_path):
    message = letter()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="програма.pdf")
    reading = read(tmp_path, "a.eml", bytes(message))
    [found] = reading.articles
    assert (found.title, found.fields) == ("Про з’їзд пасічників", {"author": "Ірина Ґудзь"})
    assert found.published == date(2023, 5, 4)
    assert found.text == "З’їзд буде 12 травня."
    assert [warning.problem for warning in reading.warnings] == [
        "quotes other messages, which were left out",
        "has attachments that were not read: 1 (програма.pdf)",
    ]


def test_an_e_mail_of_a_page_alone_in_windows_1251_is_read(tmp_path):
    head = (
        b"From: o@x.ua\nSubject: " + "Їжак узимку".encode("cp1251") + b"\nContent-Type: text/html; charset=windows-1251"
    )
    found = article(tmp_path, "a.eml", head + b"\n\n" + "<p>Їжак <b>спить</b> узимку.</p>".encode("cp1251"))
    assert (found.title, found.text) == ("Їжак узимку", "Їжак спить узимку.")


def test_a_message_of_outlook_in_windows_1251_is_read(tmp_path):
    found = article(tmp_path, "a.msg", files()["a.msg"])
    assert (found.title, found.fields["author"], found.text) == ("Про з’їзд", "Ірина Ґудзь", "З’їзд буде в Полтаві.")
    assert found.published == date(2023, 5, 4)


BOMB = zipped({"[Content_Types].xml": "x", "ppt/presentation.xml": "<x/>", "a.xml": " " * (20 << 20)})
ENTITY = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LOL = "<!DOCTYPE html [<!ENTITY a 'хахаха'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(8)
)
SPARSE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pptx", BOMB, "far more than an article has"),
        ("a.xlsx", xlsx({"А": SPARSE}), "is too large for a document (max_grid_slots)"),
        ("a.xlsx", files()["a.msg"], "is not an Excel workbook: it is damaged, locked with a password"),
        (
            "a.epub",
            epub("<p>А</p>", **{"META-INF/encryption.xml": "http://www.w3.org/2001/04/xmlenc#aes128-cbc"}),
            "DRM",
        ),
        ("a.odt", files()["a.rtf"], "is not an OpenDocument text"),
        ("a.rtf", b"\0" * 100, "is a damaged document"),
        ("a.msg", b"From: x", "is a damaged document"),
        ("a.eml", b"no header at all", "is not an e-mail message"),
        ("a.eml", b"From: x\nContent-Type: multipart/encrypted; boundary=a\n\n--a\n", "is encrypted"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(tmp_path, name, data, reason):
    reading = read(tmp_path, name, data)
    assert reading.articles == ()
    assert reason in reading.skipped[0].reason


@pytest.mark.parametrize("head", [ENTITY, LOL + "]>"])
def test_entities_of_a_document_bring_nothing_in(tmp_path, head):
    reading = read(tmp_path, "a.epub", epub("<h1>Вовк</h1><p>Текст &e; казки.</p>", head=head))
    for found in reading.articles:
        assert "root:" not in found.text
        assert len(found.text) < 10_000


@pytest.mark.parametrize("name", files())
def test_cut_and_changed_files_are_read_or_skipped_and_nothing_else(tmp_path, name):
    chance = random.Random(name)
    data = files()[name]
    for _ in range(15):
        changed = bytearray(data)
        for place in (chance.randrange(len(data)) for _ in range(3)):
            changed[place] = chance.randrange(256)
        cut = bytes(changed[: chance.choice([len(data), chance.randrange(1, len(data))])])
        reading = read(tmp_path, name, cut)
        assert reading.articles or reading.skipped[0].reason
        assert all(found.text.encode() for found in reading.articles)


def test_a_file_whose_program_is_not_installed_names_the_command():
    program = """
import sys
sys.modules["anydoc"] = sys.modules["oxmsg"] = None
from index.parsing.mail.message import read_msg
from index.parsing.office.document import read_office
from index.parsing.parsed_document import UnreadableError
for read in (lambda: read_office("rtf", b"{}"), lambda: read_msg(b"x")):
    try: read()
    except UnreadableError as error: print(error.reason)
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(
        command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=120, check=True
    )
    assert run.stdout.count("pip install 'dzherelo[office]'\n") == 2


def test_an_old_word_document_has_its_notes_its_lists_and_its_tables(tmp_path):
    found = article(tmp_path, "a.doc", old_office()["a.doc"])
    assert found.title == "Музеї Чигирина"
    assert found.text == (
        "Музеї Чигирина\n\nМузей у Чигирині\u202f¹ відкрито 1918 року.\n\n¹ 1 Ґрунтовно оновлено 1995 року.\n\n"
        "Порядок\n\n1. Подати заяву\n2. Одержати довідку\n\nЗала | Речей\n\nКозацька | 85"
    )


SMALL = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties style:text-position="{height} 58%"/>'
    "</style:style>"
    for name, height in (("H", "super"), ("L", "-33%"))
)


def small_run(text: str, baseline: int = 0) -> str:
    return f'<a:r><a:rPr baseline="{baseline}"/><a:t>{text}</a:t></a:r>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", rtf(cp1251("У 1776{\\super\\cf1 3} році 10{\\super 6} м\\super 2\\nosupersub , H{\\sub 2}O."))),
        ("a.epub", epub("<p>У 1776<sup>3</sup> році 10<sup>6</sup> м<sup>2</sup>, H<sub>2</sub>O.</p>")),
        (
            "a.odt",
            opendocument(
                "text",
                "<text:p>У 1776<text:span text:style-name='H'>3</text:span> році 10<text:span text:style-name='H'>6"
                "</text:span> м<text:span text:style-name='H'>2</text:span>, H<text:span text:style-name='L'>2"
                "</text:span>O.</text:p>",
                SMALL,
            ),
        ),
        (
            "a.pptx",
            pptx(
                f"</a:t></a:r>{small_run('У 1776')}{small_run('3', 30_000)}{small_run(' році 10')}"
                f"{small_run('6', 30_000)}{small_run(' м')}{small_run('2', 30_000)}{small_run(', H')}"
                f"{small_run('2', -25_000)}{small_run('O.')}<a:r><a:t>"
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_raised_and_lowered_numbers_stay_apart_from_those_before_them(tmp_path, name, data):
    assert article(tmp_path, name, data).text == "У 1776\u202f³ році 10⁶ м², H₂O."


def test_raised_numbers_in_cells_stay_apart_too(tmp_path):
    strings = (
        f'<sst xmlns="{SHEETS}"><si><t>Рік</t></si><si><r><t>1776</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
        "<t>3</t></r></si></sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(xlsx({"Роки": rows}))) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    relation = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation)
    found = article(tmp_path, "a.xlsx", zipped(parts | {"xl/sharedStrings.xml": strings}))
    assert found.text.endswith("1776 ³")


def test_open_presentations_have_slides(tmp_path):
    slides = ["Бджоли Полтавщини", "Липовий мед збирають у липні."]
    pages = "".join(
        f"<draw:page><draw:frame><draw:text-box><text:p>{slide}</text:p></draw:text-box></draw:frame></draw:page>"
        for slide in slides
    )
    found = article(tmp_path, "a.odp", opendocument("presentation", pages))
    assert (found.text, found.unit, found.page_starts) == ("\n\n".join(slides), "slide", (0, len(slides[0]) + 2))


def test_an_old_presentation_is_one_text(tmp_path):
    found = article(tmp_path, "a.ppt", old_office()["a.ppt"])
    assert found.text == (
        "Бджоли Полтавщини\n\nУ вулику живе шістдесят тисяч бджіл.\n\nНотатка доповідача про мед.\n\n"
        "Липовий мед збирають у липні."
    )
    assert (found.title, found.page_starts) == ("Бджоли Полтавщини", ())


def test_old_and_open_workbooks_have_sheets_and_rows_with_the_names_of_columns(tmp_path):
    hidden = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    sheets = {"Замки": ["Замок", "Рік", "Олесько", "1327"], "Мости": ["Міст", "Довжина", "Іква", "85"]}
    body = "".join(opendocument_sheet(name, [row[:2], row[2:]]) for name, row in sheets.items())
    body += opendocument_sheet("Таємне", [["Слово", "Код"], ["Бузок", "7"]], "h")
    reading = read(tmp_path, "a.ods", opendocument("spreadsheet", body, hidden))
    [found] = reading.articles
    assert (found.unit, found.page_names, found.published) == ("sheet", ("Замки", "Мости"), None)
    assert pages(found) == ["Замки\n\nЗамок: Олесько; Рік: 1327", "Мости\n\nМіст: Іква; Довжина: 85"]
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("Таємне", "left out")]
    found = article(tmp_path, "a.xls", old_office()["a.xls"])
    assert (found.title, found.page_names) == ("a", ("Замки", "Мости"))
    assert pages(found)[1] == "Мости\n\nМіст: Іква; Довжина: 85"
    assert "Бузок" not in found.text  # its sheet is hidden there


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", b"<!DOCTYPE html><HTML><body>x</body></html>", "is actually HTML, despite its name"),
        ("a.doc", xlsx({"x": CASTLES}), "is actually XLSX, despite its name"),
        ("a.ppt", old_office()["a.xls"], "is actually XLSX, despite its name"),
        ("a.xls", old_office()["a.xls"][:3_000], "is a damaged document"),
        ("a.doc", old_office()["a.doc"][:7_000], "is a damaged document"),
        ("a.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a damaged document"),
        ("a.ods", old_office()["a.xls"], "is not an OpenDocument spreadsheet"),
        ("a.ods", zipped({"content.xml": " " * (40 << 20)}), "unpacks to 40 MB"),
    ],
)
def test_a_file_under_an_old_suffix_says_what_it_is(tmp_path, name, data, reason):
    assert read(tmp_path, name, data).skipped[0].reason[: len(reason)] == reason


def test_rich_text_under_the_suffix_of_word_is_read(tmp_path):
    assert article(tmp_path, "a.doc", files()["a.rtf"]).text.startswith("Їжак з’їв яблуко")
    assert article(tmp_path, "a.xls", files()["a.xlsx"]).page_names == ("Замки",)


def test_a_row_is_found_by_the_name_of_its_sheet(tmp_path, encoder):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rows = [["Послуга", "Ціна"], *([f"Робота {number}", str(100 + number)] for number in range(60))]
    sheets = [opendocument_sheet(name, rows) for name in ("Дубно", "Рівне", "Луцьк")]
    (corpus / "prices.ods").write_bytes(opendocument("spreadsheet", "".join(sheets)))
    renew(corpus, tmp_path / "index", encoder)
    for name in ("Рівне", "Луцьк"):
        first, second = retrieve(f"Ціна роботи у місті {name}", k=2, index_dir=tmp_path / "index")
        assert (first.page_name, second.page_name) == (name, name)
        assert name not in second.text or name not in first.text  # the name stands only at the head of its sheet
