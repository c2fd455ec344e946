"""The article view of the page in a real Chromium: a page of a PDF as a picture."""

import pytest

from index.build import renew
from support.served_page import serving

REPORT = "<h1>Звіт пасіки</h1><p>Торік пасіка дала сорок кілограмів меду.</p>"
REPORT += "<p style='break-before: page'>Наступного року поставлять сто нових вуликів.</p>"


@pytest.fixture(scope="module")
def address(browser, tmp_path_factory, remembering):
    """The page over a short PDF and another one that changes after the build."""
    place = tmp_path_factory.mktemp("reader")
    corpus = place / "corpus"
    corpus.mkdir()
    with browser.new_page() as page:
        page.set_content(REPORT)
        for name in ("report.pdf", "changed.pdf"):
            page.pdf(path=str(corpus / name), format="A5")
    renew(corpus, place / "index", remembering)
    with (corpus / "changed.pdf").open("ab") as file:
        file.write(b"\n")
    with serving(place) as address:
        yield address


@pytest.fixture
def opened(browser, address):
    """A function that opens an article at a place, on a screen of that size."""
    contexts = []

    def open_at(article, start, end, size=(1280, 800)):
        contexts.append(browser.new_context(locale="uk-UA", viewport={"width": size[0], "height": size[1]}))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{address}/?article={article}&start={start}&end={end}")
        page.wait_for_selector("#here")
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_the_page_of_a_pdf_is_shown_with_the_sentence_in_a_box_beside_its_text(opened):
    page = opened("report.pdf", 13, 53)
    page.wait_for_selector(".pictured .box")
    page.wait_for_function("() => document.querySelector('.paper img').naturalWidth > 0")
    box, paper = (page.locator(each).first.bounding_box() for each in (".paper .box", ".paper"))
    assert paper["y"] < box["y"] < paper["y"] + paper["height"] / 3
    assert page.locator(".words #here").is_visible()
    page.locator("[data-do=zoom][data-by='1']").click()
    assert page.locator(".paper").bounding_box()["width"] == pytest.approx(1.5 * paper["width"], rel=0.02)
    page.locator("[data-do=turn-page][data-page='2']").click()
    page.wait_for_selector(".sheet[data-page='2']")
    assert page.locator(".paper .box").count() == 0  # the quote is on the other page
    assert page.evaluate("document.activeElement.closest('.sheet') !== null")


def test_where_the_file_has_changed_the_text_stays_alone_and_says_so(opened):
    page = opened("changed.pdf", 13, 53, size=(390, 844))
    page.wait_for_selector("header .note")
    assert "Файл змінився" in page.locator("header .note").inner_text()
    assert page.locator(".pictured, .sheet").count() == 0
