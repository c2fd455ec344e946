"""What an office document does not show as its text: hidden slides, comments, contents of books; and merged cells."""

import io
import zipfile
from pathlib import Path

from support.office_files import epub, odt, opendocument, pptx
from support.parsed import article, parsed


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """The archive with other words in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as changed:
        for each in archive.namelist():
            part = archive.read(each)
            changed.writestr(each, part.replace(old.encode(), new.encode()) if each == name else part)
    return target.getvalue()


def test_a_hidden_slide_is_left_out_and_named_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    slides = pptx("Перший слайд.", "Чернетка.", "Третій слайд.")
    reading = parsed(tmp_path, "a.pptx", replaced(slides, "ppt/slides/slide1.xml", "<p:sld ", "<p:sld show='0' "))
    [found] = reading.articles
    assert len(found.page_starts) == 3
    assert found.text[found.page_starts[2] :] == "Третій слайд."
    assert "Чернетка" not in found.text
    assert reading.warnings == ("a.pptx, slide 2, is hidden there and was not read: show the slide if it is needed",)


def test_a_comment_does_not_stand_within_the_sentence_of_an_opendocument(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>Перевірити!</text:p></office:annotation>"
    found = article(tmp_path, "a.odt", odt(f"<text:p>Мед качають{comment} у липні.</text:p>"))
    assert found.text == "Мед качають у липні."


def test_contents_and_the_numbers_of_printed_pages_are_no_text_of_a_book(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?>'
    contents = "<nav epub:type='toc'><h1>Зміст</h1><ol><li><a href='x'>Груші</a></li></ol></nav>"
    chapter = "<h1>Груші</h1><p>Груші садять<span epub:type='pagebreak' title='12'>12</span> восени.</p>"
    data = epub(contents, chapter, head=head)
    for number in range(2):
        names = "<html xmlns:epub='http://www.idpf.org/2007/ops' "
        data = replaced(data, f"OEBPS/text/part {number}.xhtml", "<html ", names)
    reading = parsed(tmp_path, "a.epub", data)
    assert reading.articles[0].text == "Груші\n\nГруші садять восени."
    assert reading.warnings == ()


def test_each_row_of_a_sheet_has_the_value_of_a_cell_that_reaches_down_into_it(tmp_path: Path) -> None:
    def cell(words: str, how: str = "") -> str:
        return f"<table:table-cell{how}><text:p>{words}</text:p></table:table-cell>"

    rows = (
        cell("Товар") + cell("Ціна"),
        cell("Печиво", " table:number-rows-spanned='2'") + cell("сорок"),
        "<table:covered-table-cell/>" + cell("сорок п’ять"),
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    sheet = f"<table:table table:name='Ціни'>{body}</table:table>"
    found = article(tmp_path, "a.ods", opendocument("spreadsheet", sheet))
    assert found.text == "Товар: Печиво; Ціна: сорок\n\nТовар: Печиво; Ціна: сорок п’ять"
