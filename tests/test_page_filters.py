"""The filters of the page: what they exclude, their chips and addresses, and the way around them."""

from urllib.parse import parse_qs, urlsplit

from support.page_corpus import MOVLAIEV, QUESTION
from support.served_page import ask, focused, press_until


def test_filters_say_what_they_exclude_and_are_shown_with_the_answer(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.fill("#filters [name=since]", "2026-01-01")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText.includes('1')")
    assert "поза фільтром" in page.locator("#filter-note").inner_text()
    ask(page, QUESTION)
    assert "1 січня 2026" in page.locator(".turn .note").first.inner_text()
    assert "1 січня 2026" in page.locator("#active-filters button").inner_text()
    page.locator("[data-do=clear-filter]").click()
    page.wait_for_function("() => document.querySelector('#filter-note').innerText === ''")


def test_an_answer_that_the_filter_hides_is_one_button_away(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.select_option("#filters [name=language]", "en")
    ask(page, QUESTION)
    page.locator(".turn.refused [data-do=ask-unfiltered]").click()
    page.wait_for_selector(".lead mark")
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
    assert page.locator(".turn").count() == 1  # in place of the refusal
    assert page.locator("#filters [name=language]").input_value() == ""


def test_a_field_filters_what_is_asked_and_searched_and_is_removed_by_its_chip(open_page):
    page = open_page(size=(320, 640))
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    press_until(page, "Tab", "#filters [name=where]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText.includes('1')")
    chip = page.locator("#active-filters button")
    assert chip.inner_text().split("\n")[0].removesuffix("✕").strip() == "тег: суд"
    assert parse_qs(urlsplit(page.url).query)["where"] == ["tags=суд"]
    for target in (chip, page.locator("#filters [name=where]")):
        box = target.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    ask(page, "Мовлаєв")
    page.wait_for_selector(".mentions")
    assert page.locator(".mentions").get_attribute("data-count") == "1"  # the letter has another tag
    assert "where=tags%3D" in page.locator(".mentions a[download]").get_attribute("href")
    ask(page, QUESTION)
    assert "Фільтр: тег: суд" in page.locator(".turn:last-child").inner_text()
    assert "where=tags%3D" in page.locator(".turn:last-child [data-do=copy-link]").get_attribute("data-link")
    page.reload()  # the address keeps the filter
    chip.wait_for()
    assert page.locator("#filters [name=where]").input_value() == "tags=суд"
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search.includes('where')")
    assert chip.count() == 0
    assert focused(page, "#filters summary")
    assert page.locator("#filter-note").inner_text() == ""
    assert page.errors == []


def test_an_answer_that_a_field_hides_is_one_button_away(open_page):
    page = open_page("/?where=tags%3Dbees")
    page.locator("#active-filters button").wait_for()
    ask(page, QUESTION)
    page.locator(".turn.refused [data-do=ask-unfiltered]").click()
    page.wait_for_selector(".lead mark")
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
    assert page.locator("#active-filters button").count() == 0


def test_a_question_is_asked_again_and_edited_within_its_own_filter(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.select_option("#filters [name=language]", "en")
    ask(page, QUESTION)
    page.locator("#active-filters button").click()  # the next question has no filter
    number = page.locator(".turn").get_attribute("data-turn")
    page.locator(".turn [data-do=retry]").click()
    page.wait_for_selector(f".turn:not([data-turn='{number}'])")
    assert "мова: англійська" in page.locator(".turn .note").first.inner_text()
    assert page.locator("#filters [name=language]").input_value() == "en"
    page.locator("#active-filters button").click()
    page.locator(".turn [data-do=edit]").click()
    assert page.locator("#filters [name=language]").input_value() == "en"
    assert page.locator("#active-filters button").is_visible()
    page.keyboard.press("Escape")  # the edit is given up
    assert page.locator("#filters [name=language]").input_value() == ""
    assert page.locator("#active-filters button").count() == 0
