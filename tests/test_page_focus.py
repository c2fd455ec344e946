"""Keys and the focus in the page: keys that it takes from the browser, and where the focus goes."""

from support.served_page import focused, tab


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
