"""Scanned pages, drawn here as pictures of printed text, recognised by the real Tesseract."""

import ctypes
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pypdfium2
import pytest
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import raw

from index.build import renew
from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.page_picture import Wanted, page_picture
from index.parsing.pdf.pictures import in_cyrillic, is_doubtful, is_sure, lines_of, with_pictures
from index.parsing.pdf.reflow import running_text
from index.parsing.sandbox.caller import Word
from index.parsing.sandbox.parent import _CHILD
from index.records import Article, Skipped, is_recognised
from support.indexes import generation_of
from support.pdf_files import ONE_PAGE
from ui.texts import read_texts
from ui.texts.pages import page_words

TESSERACT = shutil.which("tesseract")
needs_tesseract = pytest.mark.skipif(
    not TESSERACT and not os.environ.get("CI"), reason="Tesseract is not installed: apt install tesseract-ocr-ukr"
)
FIRST = [
    "Міст через річку Рось у Білій Церкві",
    "відкрили 14 жовтня 1956 року. Його довжина",
    "становить 182 метри. Роботами керувала інже-",
    "нерка Ольга Іваненко, а будували міст",
]
SECOND = ["два роки. Новий рух відновили о сьомій ранку."]


def scanned(*pages: list[str], noise: int = 0) -> bytes:
    """A PDF whose pages are pictures of these printed lines, 150 pixels an inch."""
    font = ImageFont.truetype(font_manager.findfont("DejaVu Serif"), 30)
    drawn = []
    for lines in pages:
        picture = Image.new("L", (1000, 420), 255)
        pen = ImageDraw.Draw(picture)
        for number, line in enumerate(lines):
            pen.text((60, 50 + 48 * number), line, font=font, fill=0)
        if noise:
            picture = picture.resize((noise, noise)).resize((1000, 420))
        drawn.append(picture)
    target = io.BytesIO()
    drawn[0].save(target, "PDF", resolution=150, save_all=True, append_images=drawn[1:])
    return target.getvalue()


def joined(*documents: bytes) -> bytes:
    """One PDF of the pages of several."""
    whole, target = pypdfium2.PdfDocument.new(), io.BytesIO()
    for data in documents:
        whole.import_pages(pypdfium2.PdfDocument(data))
    whole.save(target)
    return target.getvalue()


def read(folder: Path, data: bytes, page_progress=None) -> Parsed:
    (folder / "a.pdf").write_bytes(data)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile)]
    return parse_file(file, page_progress=page_progress)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@needs_tesseract
def test_scanned_pages_are_read_told_and_not_recognised_twice(tmp_path, cache):
    progress = []
    data = scanned(FIRST, SECOND)
    reading = read(tmp_path, data, lambda done, pages: progress.append((done, pages)))
    [article] = reading.articles
    assert "відкрили 14 жовтня 1956 року." in article.text
    assert "інженерка Ольга Іваненко, а будували міст два роки." in article.text  # over the line's and the page's end
    assert article.recognised == (1, 2)
    assert article.text[article.page_starts[1] :].startswith("два роки.")
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("pages 1 and 2", "recognised text")]
    assert progress == [(0, 2), (1, 2)]
    kept = sorted((cache / "dzherelo" / "recognised").rglob("*.json"))
    assert len(kept) == 2
    for file in kept:  # what is kept is what is used
        file.write_text(file.read_text("utf-8").replace("Ольга", "Марія"), "utf-8")
    assert "Марія Іваненко" in read(tmp_path, data).articles[0].text
    kept[0].write_text("[[1", "utf-8")
    kept[1].write_text("{}", "utf-8")
    assert read(tmp_path, data).articles[0].text == article.text


@needs_tesseract
def test_the_day_of_scanning_is_not_the_day_of_an_old_order(tmp_path):
    order = ["Наказ по Озерненській школі № 14", "Призначити завгоспом Гната Левченка", "з 3 вересня 1987 року."]
    assert b"CreationDate" in scanned(order)
    [article] = read(tmp_path, scanned(order)).articles
    assert "1987" in article.text
    assert article.published is None


@needs_tesseract
def test_a_page_that_cannot_be_read_surely_is_left_out_and_named(tmp_path):
    blurred = scanned(FIRST, noise=60)
    reading = read(tmp_path, blurred)
    assert reading.articles == ()
    [skipped] = reading.skipped
    assert skipped.reason == "has only pictures of text, none of which could be recognised reliably (OCR)"
    reading = read(tmp_path, joined(ONE_PAGE, blurred))
    assert reading.articles[0].text.strip() == "A bridge was opened in the town."
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 2", "uncertain text")]


def test_without_tesseract_the_reason_names_what_to_install(tmp_path, no_tesseract):
    from index.parsing.advice import advice_for

    [skipped] = read(tmp_path, scanned(SECOND)).skipped
    assert skipped == Skipped("a.pdf", "has no text, only pictures of it: it needs text recognition (OCR) first")
    assert "apt install tesseract-ocr tesseract-ocr-ukr" in advice_for(skipped)


@needs_tesseract
def test_pages_left_out_are_read_by_the_next_build_once_tesseract_is_there(tmp_path, encoder, monkeypatch):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.pdf").write_bytes(joined(ONE_PAGE, scanned(SECOND)))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent))
        first = renew(corpus, tmp_path / "index", encoder)
        again = renew(corpus, tmp_path / "index", encoder)
    assert [warned.kind for warned in first.warnings] == ["no text"]
    assert "apt install tesseract-ocr tesseract-ocr-ukr" in first.warnings[0].advice
    assert again.warnings == first.warnings
    report = renew(corpus, tmp_path / "index", encoder)
    assert ([warned.kind for warned in report.warnings], report.changed) == (["recognised text"], ("a.pdf",))
    assert renew(corpus, tmp_path / "index", encoder).unchanged == ("a.pdf",)


@needs_tesseract
def test_a_language_installed_later_is_used_by_the_next_build(tmp_path, encoder, monkeypatch):
    corpus, languages = tmp_path / "corpus", tmp_path / "tessdata"
    for folder in (corpus, languages):
        folder.mkdir()
    (corpus / "a.pdf").write_bytes(joined(ONE_PAGE, scanned(SECOND)))
    (corpus / "b.pdf").write_bytes(ONE_PAGE)
    monkeypatch.setenv("TESSDATA_PREFIX", str(languages))

    def build(*installed):
        for name in installed:
            [whole] = Path("/usr/share/tesseract-ocr").glob(f"*/tessdata/{name}.traineddata")
            (languages / whole.name).symlink_to(whole)
        _CHILD.close()  # the next one has the folder of languages
        return renew(corpus, tmp_path / "index", encoder)

    def text():
        generation = generation_of(tmp_path / "index")
        return " ".join(generation.article(number).text for number in range(len(generation.articles)))

    build("eng")
    assert "о сьомій ранку" not in text()
    assert build().unchanged == ("a.pdf", "b.pdf")
    ukrainian = build("ukr")
    assert (ukrainian.changed, ukrainian.unchanged) == (("a.pdf",), ("b.pdf",))
    assert "о сьомій ранку" in text()
    (languages / "ukr.traineddata").unlink()
    assert build().unchanged == ("a.pdf", "b.pdf")  # what was recognised is kept
    _CHILD.close()


@needs_tesseract
@pytest.mark.parametrize("is_beside", [False, True])
def test_a_quote_from_a_scan_has_boxes_around_its_words(tmp_path, is_beside):
    data = beside(FIRST) if is_beside else scanned(FIRST)
    [article] = read(tmp_path, data).articles
    start = article.text.index("Його довжина")
    quote = article.text[start : article.text.index("метри", start)]
    drawn = page_picture(data, Wanted(1, 1000, quote))
    first, second = drawn.boxes  # from the end of the second line to the third
    assert first[0] > 0.3
    assert second[0] < 0.1
    assert first[3] < second[3]
    picture = Image.open(io.BytesIO(drawn.picture)).convert("L")
    for box in drawn.boxes:
        inside = picture.crop([round(side * picture.size[place % 2]) for place, side in enumerate(box)])
        assert inside.getextrema()[0] < 100
    assert page_picture(data, Wanted(1, quote="Something else entirely is written")).boxes == ()


def test_latin_words_in_a_noisy_cyrillic_page_are_those_that_cyrillic_alone_is_surer_of():
    def word(left, text, confidence):
        return Word(1, 1, 1, left, 100, 80, 20, confidence, text)

    noisy = [
        word(0, "Crapocra", 81.0),
        word(100, "громади", 80.0),
        word(200, "купив", 85.0),
        word(300, "Windows", 92.0),
    ]
    again = [
        word(3, "Староста", 96.0),
        word(100, "громади", 90.0),
        word(201, "купив", 80.0),
        word(301, "М/іпаом/в", 40.0),
    ]
    assert is_doubtful([*noisy, word(400, "корабелів із сусіднього села", 80.0)])
    assert [each.text for each in in_cyrillic(noisy, again)] == ["Староста", "громади", "купив", "Windows"]
    assert not is_doubtful([word(0, "Windows", 96.0), word(100, "встановили у класах міської школи", 95.0)])
    assert not is_doubtful([word(0, "Windows is not installed", 70.0)])


@needs_tesseract
def test_what_is_quoted_from_a_scan_says_so(tmp_path, encoder):
    from qa.retrieval.search import passage_hit

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.pdf").write_bytes(scanned(FIRST))
    renew(corpus, tmp_path / "index", encoder)
    generation = generation_of(tmp_path / "index")
    hit = passage_hit(*generation.passages_at([0]))
    article = generation.article(0)
    assert hit.recognised
    assert json.loads(json.dumps(hit.to_json()))["recognised"] is True
    assert article.text[hit.start : hit.end] == hit.text
    languages = read_texts()
    assert page_words(hit, languages["uk"]) == "с. 1, розпізнаний текст"
    assert page_words(hit, languages["en"]) == "p. 1, recognised text"


@pytest.mark.parametrize(
    ("recognised", "start", "end", "found"),
    [((), 0, 30, False), ((2,), 0, 10, False), ((2,), 0, 11, True), ((2,), 10, 20, True), ((2,), 20, 30, False)],
)
def test_a_slice_is_recognised_if_a_page_it_stands_on_is(recognised, start, end, found):
    article = Article("a", "", None, "uk", "", "x" * 30, (0, 10, 20), recognised=recognised)
    assert is_recognised(article.page_starts, article.recognised, start, end) is found


def test_words_become_lines_by_their_blocks_and_doubtful_ones_make_a_page_unsure():
    words = [
        Word(1, 1, 1, 100, 200, 50, 20, 90.0, "Перший"),
        Word(1, 1, 1, 160, 200, 50, 24, 80.0, "рядок"),
        Word(1, 1, 2, 100, 240, 60, 20, 90.0, "другий"),
        Word(2, 1, 1, 400, 200, 9, 20, 10.0, "|"),
    ]
    [first, second] = lines_of(words, pixels_a_point=2.0, height=400.0)
    assert (first.text, first.left, first.right, first.base) == ("Перший рядок", 50.0, 105.0, 288.0)
    assert (second.text, second.column) == ("другий", (50.0, 105.0))
    assert is_sure(words)
    assert not is_sure([word._replace(confidence=50.0) for word in words])
    assert not is_sure(words[:1])


@needs_tesseract
def test_a_scan_with_a_stamp_drawn_on_it_is_recognised_and_a_photograph_with_words_is_not(tmp_path):
    stamp = "Register 17 of the town council, 5 June 2024"
    for lines, marked, read_on in ((FIRST, (1,), "відкрили 14 жовтня 1956 року"), ([], (), "")):
        reading = read(tmp_path, stamped(scanned(lines), stamp))
        [found] = reading.articles
        assert stamp in found.text
        assert read_on in found.text
        assert found.recognised == marked


def test_without_tesseract_a_scan_with_a_stamp_is_named(tmp_path, no_tesseract):
    reading = read(tmp_path, stamped(scanned(FIRST), "Register 17 of the town council, 5 June 2024"))
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 1", "no text")]


WORDS = "The bridge was opened on 14 October 1956"


def beside(lines: list[str]) -> bytes:
    """A page of words with a picture of these lines among them."""
    return stamped(scanned(lines), WORDS, shrunk=0.75)


@needs_tesseract
def test_a_picture_of_text_beside_words_is_recognised_and_a_picture_without_text_is_not(tmp_path):
    for lines, marked, text in ((FIRST, (1,), "відкрили 14 жовтня 1956 року"), ([], (), "")):
        reading = read(tmp_path, beside(lines))
        [found] = reading.articles
        assert WORDS in found.text
        assert text in found.text
        assert (found.title, found.recognised) == (WORDS, marked)
        assert [warned.kind for warned in reading.warnings] == ["recognised text"] * len(marked)


def test_the_lines_of_a_picture_beside_text_divide_no_sentence_and_begin_a_line():
    def line(text, base):
        return PageLine(text, 50, 300, base, 11, (50, 300))

    own = [[line("Міст відкрили.", 700), line("Його довжина", 650)], [line("становить 182 метри.", 700)]]
    found = with_pictures(own, {1: [line("розклад порома", 500), line("на зиму", 485)], 2: [line("на зиму", 485)]})
    assert running_text(found)[0] == "Міст відкрили.\nрозклад порома на зиму\nЙого довжина становить 182 метри."


def test_without_tesseract_a_picture_of_text_beside_words_is_named_by_its_page(tmp_path, no_tesseract):
    reading = read(tmp_path, beside(FIRST))
    assert (reading.articles[0].text, reading.articles[0].recognised) == (WORDS, ())
    assert [(warned.place, warned.kind) for warned in reading.warnings] == [("page 1", "no text")]
    assert read(tmp_path, beside([])).warnings == ()


@needs_tesseract
def test_a_page_that_lies_upside_down_is_recognised(tmp_path):
    page = pypdfium2.PdfDocument(scanned([*FIRST, *SECOND]))[0].render(scale=150 / 72, rotation=180).to_pil()
    target = io.BytesIO()
    page.save(target, "PDF", resolution=150)
    assert "відкрили 14 жовтня 1956 року." in read(tmp_path, target.getvalue()).articles[0].text


def stamped(data: bytes, words: str, invisible: bool = False, shrunk: float = 1.0) -> bytes:
    """The PDF with these words drawn on its first page, near the foot."""
    document, target = pypdfium2.PdfDocument(data), io.BytesIO()
    page = document[0]
    for picture in page.get_objects():
        raw.FPDFPageObj_Transform(picture, shrunk, 0, 0, shrunk, 0, 20)
    text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 9 if len(words) < 100 else 1)
    code = words.encode("utf-16-le") + b"\0\0"
    raw.FPDFText_SetText(text, ctypes.cast(code, ctypes.POINTER(ctypes.c_ushort)))
    if invisible:
        raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 30, 8)
    raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
    document.save(target)
    return target.getvalue()


@needs_tesseract
@pytest.mark.parametrize("is_sense", [True, False])
def test_invisible_words_on_a_scan_are_recognised_text_and_nonsense_is_recognised_anew(tmp_path, is_sense):
    words = "A town opened its bridge" if is_sense else "BpaH|ui 12 MewKaHui OsepH0i n0uyJlu"
    reading = read(tmp_path, stamped(scanned(FIRST), f"{words} " * 20, invisible=True))
    [found] = reading.articles
    assert found.text.startswith(words) is is_sense
    assert ("14 жовтня 1956 року" in found.text) is not is_sense
    assert found.recognised == (1,)
    assert [warned.kind for warned in reading.warnings] == ["recognised text"]
