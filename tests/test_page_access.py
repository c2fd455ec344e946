"""The page for everybody: the keyboard alone, screen readers, phones, and what axe finds."""

from importlib.resources import files

import pytest

from support.page_corpus import MOVLAIEV, NONSENSE, QUESTION
from support.served_page import ask, focused, press_until, tab

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
def test_a_whole_session_works_with_the_keyboard_alone(open_page, language):
    page = open_page("/?c=two", language=language)
    page.wait_for_selector(".turn")
    press_until(page, "Tab", ".skip")
    page.keyboard.press("Enter")
    assert focused(page, "#question textarea")
    # A number shows its quote and opens the article view, which steps through citations and returns the focus
    press_until(page, "Shift+Tab", ".lead .marker")
    quoted = " ".join(page.locator(".lead mark").inner_text().split())  # the tooltip is one paragraph
    assert page.locator("#peek mark").inner_text() in quoted
    page.keyboard.press("Enter")
    page.wait_for_selector("#here")
    assert page.locator("#peek").is_hidden()
    assert focused(page, "#here")
    press_until(page, "Shift+Tab", "#article-view [data-do=next]")
    first = page.locator("#article-title").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function("first => document.querySelector('#article-title').innerText !== first", arg=first)
    assert focused(page, "#here")  # there is no next one any more
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function("first => document.querySelector('#article-title').innerText === first", arg=first)
    page.keyboard.press("Escape")
    assert page.locator("#article-view").is_hidden()
    assert focused(page, ".lead .marker")
    assert page.locator("#peek").is_hidden()
    # A new conversation, filters, and a question within them
    press_until(page, "Tab", "#clear")
    page.keyboard.press("Enter")
    page.wait_for_selector(".welcome")
    assert focused(page, "#question textarea")
    press_until(page, "Tab", "#filters summary")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "#filters [name=language]")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText !== ''")
    press_until(page, "Shift+Tab", "#question textarea")
    page.keyboard.type(NONSENSE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.refused")
    words = "JSON.parse(document.querySelector('#words').textContent)"
    page.wait_for_function(f"() => document.querySelector('#status').innerText === {words}.refused")
    # The other tabs, an upload, a rebuild stopped
    press_until(page, "Shift+Tab", "#tabs [role=tab]")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page, "#panel-articles-button[aria-selected=true]")
    page.wait_for_selector("table.articles")
    page.wait_for_selector("[data-do=rebuild]")
    press_until(page, "Tab", "#upload")
    press_until(page, "Tab", "[data-do=rebuild]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-do=cancel]")
    press_until(page, "Tab", "[data-do=cancel]", 1) if not focused(page, "[data-do=cancel]") else None
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-state=cancelled]")
    assert focused(page, "[data-do=rebuild]")
    press_until(page, "Tab", "table.articles .title")
    page.keyboard.press("Enter")
    page.wait_for_selector("#article-view .text")
    page.keyboard.press("Escape")
    assert focused(page, "table.articles .title")
    # Back, and the other language
    press_until(page, "Shift+Tab", "nav [data-do=language]", 100)
    page.keyboard.press("Enter")
    page.wait_for_function("code => document.documentElement.lang !== code", arg=language[:2])
    page.wait_for_selector("#panel-articles-button[aria-selected=true]")  # the tab stays, and so does the conversation
    page.wait_for_selector(".turn", state="attached")
    assert page.errors == []


def test_an_answer_is_announced_to_screen_readers(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.wait_for_function("() => document.querySelector('#status').textContent !== ''")
    assert page.locator("#status").get_attribute("role") == "status"
    assert MOVLAIEV in page.locator("#status").inner_text()


def test_on_a_phone_the_article_is_a_sheet_that_a_touch_beside_it_closes(open_page):
    page = open_page("/?c=two", language="en-GB", size=(390, 844))
    page.wait_for_selector(".turn")
    small = """() => [...document.querySelectorAll('#tabs :is(button:not([tabindex="-1"]), textarea, summary, select)')]
        .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter((each) => !each.closest('details:not([open]) > :not(summary)'))
        .filter((each) => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 44)
        .map((each) => each.outerHTML.slice(0, 80))"""
    assert page.evaluate(small) == []
    seen = """(marker) => [getComputedStyle(marker).backgroundColor, getComputedStyle(marker, '::before').height]"""
    background, height = page.locator(".lead .marker").evaluate(seen)
    assert background == "rgba(0, 0, 0, 0)"  # or it hides letters of the line above
    assert 16 <= float(height.removesuffix("px")) <= 28
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    page.wait_for_timeout(300)
    box = page.locator("#article-view").bounding_box()
    assert 30 < box["y"] < 100
    page.mouse.click(195, 10)
    assert page.locator("#article-view").is_hidden()


def test_nothing_is_wider_than_a_narrow_screen(open_page):
    page = open_page(size=(360, 740))
    ask(page, QUESTION)
    for place in (0, 1, 2, 3):
        tab(page, place)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tab(page, 0)
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    assert page.locator("#article-view").bounding_box()["width"] == 360


def test_the_narrowest_phone_shows_all_tabs_and_none_in_a_menu(open_page):
    page = open_page(size=(320, 640))
    page.wait_for_function("() => document.querySelectorAll('#tabs [role=tab]').length === 4")
    boxes = [tab.bounding_box() for tab in page.locator("#tabs [role=tab]").all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 320
    assert not page.locator("#tabs .overflow-menu").is_visible()


def test_a_folder_of_the_server_is_named_only_where_it_can_be_reached(open_page):
    page = open_page()
    own = page.locator(".welcome > .note")
    assert "покладіть їх у теку" in own.inner_text()
    page.set_viewport_size({"width": 390, "height": 760})
    assert own.inner_text() == "Якщо маєте нові статті, додайте їх тут."


def test_the_filters_of_a_phone_open_where_they_were_touched(open_page):
    page = open_page("/?c=payloads", size=(390, 760), touch=True)  # a long conversation
    page.wait_for_selector(".turn")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#filters summary").tap()
    for field in page.locator("#filters input, #filters select, [data-do=clear-filter]").all():
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 760
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("size", [(1280, 800), (390, 760)])
def test_a_status_covers_no_part_of_the_question_box(open_page, size):
    page = open_page(size=size)
    ask(page, QUESTION)
    page.locator("[data-do=copy-link]").click()
    page.wait_for_function("() => document.querySelector('#status').textContent")
    status, box = (page.locator(each).bounding_box() for each in ("#status", "#composer"))
    assert status["y"] + status["height"] <= box["y"] or status["y"] >= box["y"] + box["height"]


@pytest.mark.parametrize(("size", "unfolded"), [((390, 760), True), ((760, 360), False)])
def test_the_question_box_leaves_the_question_above_in_view(open_page, size, unfolded):
    page = open_page("/?c=two", size=size)
    page.wait_for_selector(".turn")
    if unfolded:
        page.locator("#filters summary").click()
        page.wait_for_selector("#filters [name=since]")
    heading = page.locator("h2.question").first
    heading.scroll_into_view_if_needed()
    box = heading.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    on_top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", middle)
    assert on_top == "question"


def test_a_phone_does_not_zoom_in_on_a_field(open_page):
    page = open_page(size=(390, 760))
    for place, field in enumerate(("#filters input", "#articles-tab input", "#history-tab input", "#draft-text")):
        tab(page, place)
        page.wait_for_selector(field, state="attached")
    fields = page.locator("input:not([type=file]), select, textarea")
    sizes = fields.evaluate_all("all => all.map((field) => parseFloat(getComputedStyle(field).fontSize))")
    assert min(sizes) >= 16  # Safari on an iPhone zooms in on smaller ones


@pytest.mark.parametrize(("language", "colours"), [("uk-UA", "light"), ("en-GB", "dark")])
def test_axe_finds_nothing_serious(open_page, language, colours):
    page = open_page(language=language, colours=colours)
    assert page.evaluate("document.body.classList.contains('dark')") is (colours == "dark")
    page.evaluate(AXE)
    page.locator("#filters summary").click()
    examine(page, "the empty page with its filters")
    ask(page, NONSENSE)
    ask(page, QUESTION)
    page.locator("[data-do=thumb][data-thumb='-1']").last.click()
    page.locator(".turn:last-child .why summary").first.click()
    page.locator(".lead .marker").hover()
    page.wait_for_selector("#peek:not([hidden])")
    examine(page, "an answer, its number pointed at, and a refusal")
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    examine(page, "the article view")
    page.set_viewport_size({"width": 360, "height": 740})
    examine(page, "the article view on a narrow screen")
    page.keyboard.press("Escape")
    tab(page, 1)
    page.wait_for_selector("table.articles")
    examine(page, "the articles on a narrow screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    examine(page, "the articles")
    tab(page, 2)
    page.wait_for_selector(".conversations")
    examine(page, "the history")


def examine(page, state):
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    violations = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in serious]
    assert violations == [], state
