import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.records import Article
from support.pace import at_most

BODY = "У місті відкрили міст. Його будували два роки, бо грошей бракувало."
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(fill: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    document.core_properties.author = "Олена Коваль"
    document.core_properties.title = ""
    fill(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def packed(document: bytes | str, **others: bytes) -> bytes:
    """An archive with the minimal parts of a Word document around the main part."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, content in others.items():
            archive.writestr(name, content)
    return target.getvalue()


def read(folder: Path, data: bytes) -> Parsed:
    (folder / "a.docx").write_bytes(data)
    [file] = corpus_files(folder)
    assert isinstance(file, CorpusFile)
    return parse_file(file)


def article(folder: Path, data: bytes) -> Article:
    reading = read(folder, data)
    assert reading.skipped == ()
    return reading.articles[0]


def test_paragraphs_and_tables_come_in_the_order_of_the_document(tmp_path):
    def fill(document: Document) -> None:
        document.add_heading("Міст через Рось відкрили", 1)
        document.add_paragraph(BODY)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Рік", "Сума", "2024", "20 млн"], strict=True):
            cell.text = text
        document.add_paragraph("")
        document.add_paragraph("Далі\tбуде.\nКінець.")

    found = article(tmp_path, saved(fill))
    assert (found.title, found.language, found.source) == ("Міст через Рось відкрили", "uk", "a.docx")
    assert found.text == f"{BODY}\n\nРік | Сума\n\n2024 | 20 млн\n\nДалі\tбуде.\nКінець."


def test_merged_cells_come_once_and_a_cell_that_claims_a_billion_columns_does_no_harm(tmp_path):
    def fill(document: Document) -> None:
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "Усього за три роки"
        table.cell(1, 0).text = "перший"
        table.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 1_000_000_000
        document.add_paragraph(BODY)

    assert article(tmp_path, saved(fill)).text.startswith("Усього за три роки\n\nперший |  | ")


def test_text_in_links_insertions_and_frames_is_read_and_deleted_text_is_not(tmp_path):
    run = "<w:r><w:t>{}</w:t></w:r>"

    def fill(document: Document) -> None:
        inner = (
            f"<w:p {nsdecls('w', 'r')}>{run.format('Міст ')}<w:hyperlink>{run.format('відкрили')}</w:hyperlink>"
            f"<w:del><w:r><w:delText> учора</w:delText><w:br/></w:r></w:del><w:ins>{run.format(' сьогодні')}</w:ins>"
            f"<w:moveFrom>{run.format(' увечері')}</w:moveFrom>"
            f"<w:smartTag>{run.format(' вранці.')}</w:smartTag></w:p>"
        )
        frame = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('У рамці.')}</w:p></w:sdtContent></w:sdt>"
        for element in (inner, frame):
            document.element.body.insert(0, parse_xml(element))

    assert article(tmp_path, saved(fill)).text == "У рамці.\n\nМіст відкрили сьогодні вранці."


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Звіт про міст", "Звіт про міст"), ("Документ1", "Про міст"), ("звіт.docx", "Про міст"), ("", "Про міст")],
)
def test_a_stated_title_is_taken_if_it_reads_like_one(tmp_path, title, expected):
    def fill(document: Document) -> None:
        document.core_properties.title = title
        document.add_paragraph("Про міст")
        document.add_paragraph(BODY)

    found = article(tmp_path, saved(fill))
    assert found.title == expected
    assert found.text == (BODY if expected == "Про міст" else f"Про міст\n\n{BODY}")


@pytest.mark.parametrize(
    ("made", "changed", "expected"),
    [
        (datetime(2025, 11, 4, tzinfo=UTC), datetime(2025, 11, 20, tzinfo=UTC), date(2025, 11, 4)),
        (datetime(2016, 1, 1, tzinfo=UTC), datetime(2025, 11, 20, tzinfo=UTC), None),
        (datetime(2099, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), None),
    ],
)
def test_the_day_it_was_made_is_taken_unless_it_was_changed_long_after(tmp_path, made, changed, expected):
    def fill(document: Document) -> None:
        document.core_properties.created, document.core_properties.modified = made, changed
        document.add_paragraph(BODY)

    assert article(tmp_path, saved(fill)).published == expected


def test_the_template_of_the_library_states_nothing(tmp_path):
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(BODY)
    document.save(target)
    found = article(tmp_path, target.getvalue())
    assert (found.title, found.published) == ("У місті відкрили міст", None)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 cut off",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        packed("<w:document"),
        packed(f"<w:document {WORD}/>"),
        packed(b"\xff\xfe\x00"),
        packed(f"<w:document {WORD}><w:body/></w:document>"),
        packed(f"<w:document {WORD}><w:body><w:p/></w:body></w:document>")[:-300],
    ],
)
def test_a_damaged_document_is_skipped_with_a_reason(tmp_path, data):
    reading = read(tmp_path, data)
    assert reading.articles == ()
    assert "Word document" in reading.skipped[0].reason or reading.skipped[0].reason == "holds no text"


def test_an_archive_with_a_password_is_skipped_at_once(tmp_path):
    data = bytearray(packed(f"<w:document {WORD}><w:body/></w:document>"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(mark, place + 1)
    assert read(tmp_path, bytes(data)).skipped[0].reason == "is locked with a password"


ENTITIES = (
    '<!DOCTYPE b [<!ENTITY a "лол"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">'
    '<!ENTITY g SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("entity", ["&f;", "&g;"])
def test_entities_are_never_expanded_nor_fetched(tmp_path, entity):
    body = f"<w:document {WORD}><w:body><w:p><w:r><w:t>{BODY}{entity}</w:t></w:r></w:p></w:body></w:document>"
    with at_most(5, time.monotonic):
        reading = read(tmp_path, packed(f'<?xml version="1.0"?>{ENTITIES}{body}'))
    assert all("root:" not in found.text and len(found.text) < 200 for found in reading.articles)


def bomb(kind: str) -> bytes:
    filler = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    if kind == "one huge part":
        return packed(f"<w:document {WORD}><w:body>{filler * 500_000}</w:body></w:document>")
    if kind == "many parts":
        return packed(
            f"<w:document {WORD}><w:body>{filler}</w:body></w:document>", **{f"{n}.bin": b"" for n in range(6_000)}
        )
    if kind == "huge other part":
        return packed(f"<w:document {WORD}><w:body>{filler}</w:body></w:document>", media=b"\0" * (120 << 20))
    if kind == "deep":
        return packed(f"<w:document {WORD}><w:body>{'<w:sdt>' * 100_000}{'</w:sdt>' * 100_000}</w:body></w:document>")
    data = packed(f"<w:document {WORD}><w:body>{filler * 9}</w:body></w:document>")
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 24] + (0xFFFFFFF0).to_bytes(4, "little") + data[place + 28 :]


@pytest.mark.parametrize("kind", ["one huge part", "many parts", "huge other part", "deep", "false size"])
def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path, kind):
    data = bomb(kind)
    with at_most(3, time.monotonic):
        reading = read(tmp_path, data)
    assert reading.articles == ()
    assert len(reading.skipped) == 1


def test_archives_within_the_archive_are_not_unpacked(tmp_path):
    inner = packed(f"<w:document {WORD}><w:body><w:p><w:r><w:t>таємниця</w:t></w:r></w:p></w:body></w:document>")
    outer = f"<w:document {WORD}><w:body><w:p><w:r><w:t>{BODY}</w:t></w:r></w:p></w:body></w:document>"
    assert article(tmp_path, packed(outer, **{"word/embeddings/a.docx": inner})).text == BODY


NOTES = (
    f'<w:footnotes {WORD}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="7"><w:p><w:r><w:t>За актом № 17.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
NUMBERS = (
    f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="russianLower"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
)
MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(body: str, **parts: str) -> bytes:
    """A document with its notes, numbering or page heads in parts of their own."""
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "".join(
        f'<Relationship Id="{name}" Target="{name}.xml" Type="{MAIN}/{name.rstrip("123")}"/>' for name in parts
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kinds}.{name.rstrip("123")}+xml"/>' for name in parts
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES.replace("</Types>", f"{types}</Types>"))
        archive.writestr("_rels/.rels", RELATIONS)
        head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        archive.writestr("word/_rels/document.xml.rels", f"{head}{relations}</Relationships>")
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return target.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_note_follows_its_paragraph_and_its_mark_is_set_apart(tmp_path):
    body = "<w:p><w:r><w:t>Передали 1998</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r>"
    body += "<w:r><w:t>. Там листи.</w:t></w:r></w:p>"
    [found] = read(tmp_path, with_parts(f"{body}{paragraph(BODY)}", footnotes=NOTES)).articles
    assert found.text == f"Передали 1998\u202f¹. Там листи.\n\n¹ За актом № 17.\n\n{BODY}"


def test_the_mark_of_a_note_after_a_unit_is_no_exponent(tmp_path):
    body = "<w:p><w:r><w:t>Площа 40 км</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r></w:p>"
    [found] = read(tmp_path, with_parts(f"{paragraph(BODY)}{body}", footnotes=NOTES)).articles
    assert found.text.endswith("Площа 40 км\u202f¹\n\n¹ За актом № 17.")


def test_automatic_numbers_are_counted_by_level_and_bullets_have_none(tmp_path):
    def item(text: str, level: int, number: int = 1) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item("перше", 0) + item("літера", 1) + item("друга", 1) + item("друге", 0) + item("знов", 1)
    [found] = read(tmp_path, with_parts(body + item("крапка", 0, 2) + paragraph(BODY), numbering=NUMBERS)).articles
    assert found.text.split("\n\n")[:6] == ["3. перше", "3.а) літера", "3.б) друга", "4. друге", "4.а) знов", "крапка"]


def test_hidden_text_is_left_out_and_raised_and_lowered_numbers_are_distinguished(tmp_path):
    raised = '<w:vertAlign w:val="superscript"/>'
    pieces = [("Ціна ", ""), ("90 ", "<w:vanish/>"), ("150 грн у 1776", ""), ("3", raised),
              (" на 5 м", ""), ("2", '<w:vertAlign w:val="superscript"/>'), (", H", '<w:vanish w:val="0"/>'),
              ("2", '<w:vertAlign w:val="subscript"/>'), ("O.", "")]  # fmt: skip
    runs = "".join(f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' for text, style in pieces)
    [found] = read(tmp_path, with_parts(f"<w:p>{runs}</w:p>")).articles
    assert found.text == "Ціна 150 грн у 1776\u202f³ на 5 м², H₂O."


def test_a_page_head_is_read_once_and_symbols_and_equations_are_text(tmp_path):
    head = f"<w:hdr {WORD}>{paragraph('Скарга № 417')}</w:hdr>"
    sign = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5 і </w:t></w:r><m:oMath xmlns:m="http://schemas.'
    sign += 'openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>'
    [found] = read(tmp_path, with_parts(paragraph(BODY) + sign, header1=head, header2=head)).articles
    assert found.text == f"{BODY}\n\n≥5 і x+1\n\nСкарга № 417"


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Леся Горова", ("Леся Горова",)),
        (" Леся  Горова;Іван Сірко; ", ("Леся Горова", "Іван Сірко")),
        ("python-docx", ()),
        ("Microsoft Office User", ()),
        ("Користувач Windows", ()),
        ("User-PC", ()),
        ("admin", ()),
        ("Admin1; Леся Горова", ("Леся Горова",)),
        ("Адміна Власюк", ("Адміна Власюк",)),
        ("", ()),
    ],
)
def test_the_author_of_the_document_is_kept_and_the_default_of_a_program_is_not(tmp_path, stated, authors):
    def fill(document: Document) -> None:
        document.add_paragraph(BODY)
        document.core_properties.author = stated

    assert article(tmp_path, saved(fill)).fields == ({"author": authors} if authors else {})


def test_the_day_of_a_template_is_no_date(tmp_path):
    def made_on(day: datetime) -> bytes:
        def fill(document: Document) -> None:
            document.add_paragraph(BODY)
            document.core_properties.created = document.core_properties.modified = day

        return saved(fill)

    assert read(tmp_path, made_on(datetime(2013, 12, 23, 23, 15, tzinfo=UTC))).articles[0].published is None
    assert read(tmp_path, made_on(datetime(2021, 2, 3, tzinfo=UTC))).articles[0].published == date(2021, 2, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Збори відбулися 5 травня 2024 року в школі. Прийшли всі.", None),
        ("5 травня 2024 року\n\nЗбори відбулися в школі. Прийшли всі.", date(2024, 5, 5)),
        ("Наступні збори будуть 5 травня 2021 року в школі. Прийдуть усі.", date(2021, 2, 3)),
    ],
)
def test_the_day_of_any_template_is_none_if_the_text_tells_of_later_days(tmp_path, text, expected):
    def fill(document: Document) -> None:
        for paragraph in text.split("\n\n"):
            document.add_paragraph(paragraph)
        document.core_properties.created = document.core_properties.modified = datetime(2021, 2, 3, tzinfo=UTC)

    assert article(tmp_path, saved(fill)).published == expected


def test_a_heading_stands_right_above_its_text_and_prose_in_its_style_is_none(tmp_path):
    def fill(document: Document) -> None:
        document.add_paragraph(BODY)
        document.add_heading("Опори", 2)
        document.add_heading("Перша з них", 3)
        document.add_paragraph("Їх три.\n")
        document.add_heading("Це речення має крапку.", 2)
        document.add_paragraph("Кінець.")

    found = article(tmp_path, saved(fill)).text
    assert found.endswith("Опори\nПерша з них\nЇх три.\n\nЦе речення має крапку.\n\nКінець.")


def test_a_heading_that_is_only_a_kind_or_too_long_for_a_title_stays_in_the_text(tmp_path):
    def kind(document: Document) -> None:
        document.add_heading("ПРЕС-РЕЛІЗ", 0)
        document.add_paragraph("Міст через Рось відкрили")
        document.add_paragraph(BODY)

    found = article(tmp_path, saved(kind))
    assert (found.title, found.text) == ("Міст через Рось відкрили", f"ПРЕС-РЕЛІЗ\n\n{BODY}")
    long = "Про порядок проїзду мостом " * 9 + "через Рось"

    def heading(document: Document) -> None:
        document.add_heading(long, 1)
        document.add_paragraph(BODY)

    found = article(tmp_path, saved(heading))
    assert found.title.endswith("…")
    assert found.text == f"{long}\n\n{BODY}"


def test_a_cell_alone_is_a_frame_and_a_text_box_in_a_cell_is_read_once(tmp_path):
    box = (
        "<w:r {}><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    shape = "<w:txbxContent><w:p><w:r><w:t>Печатка</w:t></w:r></w:p></w:txbxContent>"

    def fill(document: Document) -> None:
        frame = document.add_table(1, 1).cell(0, 0)
        frame.text = BODY
        frame.add_paragraph("Рух відкрили в суботу.")
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Голова"
        table.cell(0, 1).text = "Ада Бортник"
        table.cell(0, 1).paragraphs[0]._p.append(parse_xml(box.format(nsdecls("w"), shape, shape)))

    assert article(tmp_path, saved(fill)).text == f"{BODY}\n\nРух відкрили в суботу.\n\nГолова | Ада Бортник\n\nПечатка"


def test_text_that_is_struck_out_is_left_out(tmp_path):
    struck = (
        "<w:p><w:r><w:t xml:space='preserve'>Проїзд коштує </w:t></w:r><w:r><w:rPr><w:{0}/></w:rPr><w:t>15</w:t></w:r>"
    )
    struck += "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>20 гривень.</w:t></w:r></w:p>"
    body = "".join(struck.format(name) for name in ("strike", "dstrike"))
    document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    [article] = read(tmp_path, packed(document)).articles
    assert article.text == "Проїзд коштує 20 гривень.\n\nПроїзд коштує 20 гривень."


def test_the_numbers_of_a_fraction_and_a_power_stay_apart(tmp_path):
    maths = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    run = "<m:r><m:t>{}</m:t></m:r>".format
    fraction = f"<m:f><m:num>{run('3')}</m:num><m:den>{run('n+1')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{run('10')}</m:e><m:sup>{run('6')}</m:sup></m:sSup>"
    body = f"<w:p><w:r><w:t xml:space='preserve'>Частка: </w:t></w:r><m:oMath>{fraction}</m:oMath>"
    body += f"<w:r><w:t xml:space='preserve'>; осіб: </w:t></w:r><m:oMath>{power}</m:oMath></w:p>"
    document = f"<w:document {WORD} {maths}><w:body>{body}</w:body></w:document>"
    [article] = read(tmp_path, packed(document)).articles
    assert article.text == "Частка: 3/(n+1); осіб: 10^6"
