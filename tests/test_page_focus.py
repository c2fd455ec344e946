"""Keys and the focus in the page: keys that it takes from the browser, and where the focus goes."""

from support.page_corpus import QUESTION
from support.served_page import ask, focused, tab


def keys_taken(page, *keys):
    """Press the keys: for each, whether the page keeps the browser from acting on it as well."""
    note = "addEventListener('keydown', (key) => key.key === 'Alt' || taken.push(key.defaultPrevented))"
    page.evaluate(f"() => {{ window.taken ??= ({note}, []); taken.length = 0 }}")
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate("taken")


def test_the_browser_does_not_act_on_the_keys_of_the_page_as_well(open_page):
    page = open_page("/?c=two")
    page.locator(".sources .title").first.click()
    page.wait_for_selector("#here")
    assert keys_taken(page, "Alt+ArrowRight") == [True]  # or the browser goes forward
    page.wait_for_function("() => document.querySelector('#article-view .count').innerText === 'Цитата 2 з 2'")
    page.keyboard.press("Escape")
    tab(page, 1)
    page.locator("table.articles .title").first.click()
    page.wait_for_selector("#article-view .text")
    assert keys_taken(page, "Alt+ArrowLeft") == [False]  # this article is no citation
    page.keyboard.press("Escape")
    page.locator("#tabs [role=tab]").nth(1).focus()
    assert keys_taken(page, "Home", "End", "ArrowLeft", "ArrowRight") == [True] * 4  # or the page scrolls
    assert keys_taken(page, "Alt+ArrowLeft") == [False]
    assert focused(page, "#panel-draft-button[aria-selected=true]")


def test_the_focus_goes_to_the_first_of_the_rows_that_were_asked_for(open_page):
    page = open_page()
    page.route(
        "**/-/mentions?*shown=20*", lambda route: route.continue_(url=route.request.url.replace("shown=20", "shown=1"))
    )
    ask(page, "Мовлаєв")
    page.locator("[data-do=more-mentions]").click()
    page.wait_for_selector(".stories > li:nth-child(2)")
    page.wait_for_function("() => document.activeElement.matches('.stories > li:nth-child(2) .title')")
    tab(page, 1)
    page.locator(".pager button:not(:disabled)").click()
    page.wait_for_function("() => document.activeElement.matches('tr:first-child .title')")
    assert page.locator("table.articles .title").first.evaluate("(title) => title.getBoundingClientRect().top") >= 0


def test_on_a_touch_screen_the_keyboard_opens_only_when_the_box_is_touched(open_page):
    page = open_page("/?article=movlaiev.md&start=0&end=30", size=(390, 760), touch=True)
    page.wait_for_selector("#here")
    page.locator("#article-view [data-do=close]").tap()
    assert focused(page, "#panel-ask-button")
    page.locator("#question textarea").tap()
    assert focused(page, "#question textarea")
    ask(page, QUESTION)
    assert not focused(page, "#question textarea")  # or the keyboard would cover the answer
    page.locator("#clear").tap()
    assert focused(page, "#panel-ask-button")
