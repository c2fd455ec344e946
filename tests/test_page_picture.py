"""Pages of PDFs as pictures: where a quote stands on them, from which files they are drawn; headings in the text."""

import html
import re
from io import BytesIO

import pytest
from PIL import Image

from index.build import renew
from index.local_store import LocalStore
from index.parsing.pdf.page_picture import UndrawnError, Wanted, page_picture
from qa import Assistant
from support.pdf_files import BASE, LEADING, LEFT, pdf
from ui.corpus.page_pictures import NoPictureError, PagePictures
from ui.markup.article_view import Quoted, article_view
from ui.markup.headings import with_headings
from ui.texts import read_texts

TIDE = ["The highest tide rises in the Bay of Fun-", "dy by sixteen metres. Other words follow", "here and there."]


def line_of(box):
    """The number of the line that a box is drawn around, from 0."""
    return round((box[3] * 792 - (792 - BASE)) / LEADING)


def test_a_page_is_drawn_and_a_sentence_over_two_lines_has_two_boxes():
    found = page_picture(pdf([["Contents."], TIDE]), Wanted(2, 900, "rises in the Bay of Fundy by sixteen metres."))
    picture = Image.open(BytesIO(found.picture))
    assert abs(picture.width - 900) <= 1
    assert picture.height / picture.width == pytest.approx(792 / 612, rel=0.01)
    first, second = found.boxes
    assert (line_of(first), line_of(second)) == (0, 1)
    assert first[0] > LEFT / 612 + 0.1  # "The highest tide" stands before it
    assert second[0] == pytest.approx(LEFT / 612, abs=0.005)
    inside = picture.crop([round(side * picture.size[place % 2]) for place, side in enumerate(first)])
    assert inside.convert("L").getextrema()[0] < 100  # there is ink where the box is


def test_of_two_places_the_nearer_one_is_taken_and_what_is_not_there_has_no_box():
    twice = pdf([["The tide rises.", "Nobody knows why.", "The tide rises."]])
    assert [line_of(box) for box in page_picture(twice, Wanted(1, quote="The tide rises", place=0.0)).boxes] == [0]
    assert [line_of(box) for box in page_picture(twice, Wanted(1, quote="The tide rises", place=0.7)).boxes] == [2]
    assert page_picture(twice, Wanted(1, quote="Something else entirely is written")).boxes == ()


def test_a_quote_that_the_page_draws_in_pieces_is_found_by_them():
    torn = pdf([["The committee decided at last", "MARGIN NOTE", "to close both old quarries."]])
    boxes = page_picture(torn, Wanted(1, quote="The committee decided at last to close both old quarries.")).boxes
    assert [line_of(box) for box in boxes] == [0, 2]


def test_on_a_turned_page_the_box_is_turned_with_it():
    [box] = page_picture(pdf([["The tide rises."]], turn=90), Wanted(1, quote="The tide rises")).boxes
    assert box[3] - box[1] > box[2] - box[0]
    assert box[0] > 0.8  # what stood at the top stands at the right


@pytest.mark.parametrize(("data", "page"), [(b"no pdf at all", 1), (pdf([["One page."]]), 2)])
def test_what_cannot_be_drawn_says_why(data, page):
    with pytest.raises(UndrawnError, match=r"is no PDF|has no page 2"):
        page_picture(data, Wanted(page, 900))


def test_pages_are_drawn_only_of_files_as_they_were_indexed(quick_path, remembering):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    for name in ("same.pdf", "changed.pdf", "gone.pdf"):
        (corpus / name).write_bytes(pdf([[f"Tides of {name}.", *TIDE]]))
    (corpus / "plain.txt").write_text("Чорнозем утворився під степовими травами.", "utf-8")
    renew(corpus, quick_path / "index", remembering)
    (corpus / "changed.pdf").write_bytes(pdf([["Something else."]]))
    (corpus / "gone.pdf").unlink()
    (corpus / "stranger.pdf").write_bytes(pdf([TIDE]))
    with Assistant(LocalStore(quick_path / "index"), remembering) as assistant:
        pictures = PagePictures(assistant, corpus)
        drawn, version = pictures.of("same.pdf", Wanted(1, 900))
        assert drawn.picture
        assert pictures.of("same.pdf", Wanted(1, 900)) == (drawn, version)
        for name, key in (
            ("changed.pdf", "sheet_changed"),
            ("gone.pdf", "sheet_missing"),
            ("stranger.pdf", ""),
            ("plain.txt", ""),
            ("../corpus/same.pdf", ""),
        ):
            with pytest.raises(NoPictureError) as caught:
                pictures.of(name, Wanted(1, 900))
            assert caught.value.key == key, name
        with pytest.raises(NoPictureError) as caught:
            pictures.of("same.pdf", Wanted(7, 900))
        assert caught.value.key == "sheet_unread"


def test_the_place_of_a_file_is_named_once_above_its_text(quick_path, remembering):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    (corpus / "plain.txt").write_text("Чорнозем утворився під степовими травами.", "utf-8")
    (corpus / "own.md").write_text("---\nsource: https://soil.example/7\n---\nПісок сиплеться.", "utf-8")
    renew(corpus, quick_path / "index", remembering)
    with Assistant(LocalStore(quick_path / "index"), remembering) as assistant:
        for name in ("plain.txt", "own.md"):
            view = article_view(assistant.generation(), Quoted(name), read_texts()["en"])
            assert html.unescape(view).count(name) == 1


VAULT = """# Сплав Черемошем

Пороги
------

> [!info] Складність
> Найнебезпечніший поріг на Черемоші — *Сокільський*[^1], його **обносять** берегом.

- Провідник групи — [[Калинюк|Іван Калинюк]].

[^1]: За довідником 1987 року.
"""


def test_a_quote_from_markdown_is_clean_and_opens_the_article_at_its_sentence(quick_path, remembering):
    corpus = quick_path / "corpus"
    corpus.mkdir()
    (corpus / "splav.md").write_text(VAULT, "utf-8")
    (corpus / "pasika.md").write_text("# Пасіка\n\nБджоли збирають **нектар** з [липи](l.md).\n", "utf-8")
    renew(corpus, quick_path / "index", remembering)
    with Assistant(LocalStore(quick_path / "index"), remembering) as assistant:
        generation = assistant.generation()
        texts = {article.id: article.text for article in generation.article_texts()}
        [first, *_] = assistant.retrieve("Який поріг на Черемоші найнебезпечніший?")
        answer = assistant.ask("Який поріг на Черемоші найнебезпечніший?")
        quotes = [*answer.citations, *answer.near_misses]
        assert first.article_id == "splav.md"
        assert quotes
        for quote in quotes:
            assert texts[quote.article_id][quote.answer_start : quote.answer_end] == quote.answer_text
            assert not re.search(r"[*_\[\]>`]|Пороги", quote.answer_text)
        sentence = "Найнебезпечніший поріг на Черемоші — Сокільський\u202f¹, його обносять берегом."
        start = texts["splav.md"].index(sentence)
        view = article_view(generation, Quoted("splav.md", start, start + len(sentence), sentence), read_texts()["uk"])
    [marked] = re.findall(r"<mark[^>]*>(.*?)</mark>", view, re.DOTALL)
    assert "Сокільський" in marked
    assert 'aria-level="3">Пороги<' in view


TEXT = (
    "Вступ.\n\n## Зимівля бджіл\n\nБджоли гріють матку. #ні\n### Догляд ##\nМова C#\n\nМед\n===\n\n"
    "Віск \n---\nПро віск.\n\nЗ повагою\n-- \nКінець."
)


def drawn(start, end):
    return html.unescape(with_headings(TEXT, start, end))


def test_headings_are_drawn_without_their_signs_and_nothing_else_is_changed():
    whole = drawn(0, len(TEXT))
    assert re.findall(r'aria-level="(\d)">(.*?)<', whole) == [
        ("3", "Зимівля бджіл"),
        ("4", "Догляд"),
        ("2", "Мед"),
        ("3", "Віск"),
    ]
    assert re.sub(r"<.*?>", "", whole) == re.sub(r"(?m)^#+ | ##$|\n===$| \n---$", "", TEXT)


def test_a_text_cut_anywhere_reads_as_the_whole():
    whole = re.sub(r"<.*?>", "", drawn(0, len(TEXT)))
    for cut in range(len(TEXT) + 1):
        assert re.sub(r"<.*?>", "", drawn(0, cut) + drawn(cut, len(TEXT))) == whole, cut
