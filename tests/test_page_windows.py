"""The same conversation in two windows: each shows what was done in the other once it is looked at again."""

import pytest

from support.page_corpus import NONSENSE, QUESTION
from support.served_page import ask


@pytest.fixture
def windows(open_page):
    """Two windows of one browser with the same conversation, and a question asked in the first."""
    first = open_page()
    ask(first, QUESTION)
    second = first.context.new_page()
    second.set_default_timeout(15_000)
    second.goto(first.url)
    second.wait_for_selector(".turn")
    return first, second


def look_at(page):
    """Come back to the window; the browser of the tests sends no event of its own."""
    with page.expect_response("**/-/conversation?*"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(100)


def questions(page):
    return page.locator("h2.question").all_inner_texts()


def test_a_window_shows_the_turns_of_another_and_keeps_its_own_as_they_are(windows):
    first, second = windows
    first.evaluate("document.querySelector('.turn').dataset.seen = 'yes'")
    ask(second, NONSENSE)
    look_at(first)
    assert questions(first) == [QUESTION, NONSENSE]
    assert first.locator(".turn[data-seen=yes]").count() == 1
    assert first.title() == second.title()
    second.locator(".turn [data-do=edit]").last.click()
    second.fill("#question textarea", QUESTION)
    second.keyboard.press("Enter")
    second.wait_for_function("q => [...document.querySelectorAll('.question')].at(-1).innerText === q", arg=QUESTION)
    look_at(first)
    assert questions(first) == questions(second) == [QUESTION, QUESTION]


def test_a_conversation_deleted_in_another_window_is_called_so_and_stays_until_the_next_question(windows):
    first, second = windows
    address = first.url.replace("/?c=", "/-/history/")
    assert second.request.delete(address).ok
    look_at(first)
    assert questions(first) == [QUESTION]
    assert "вже немає в історії" in first.locator(".conversation .gone").inner_text()
    assert second.request.post(second.url.split("?")[0] + "-/history/undo").ok
    look_at(first)
    assert not first.locator(".gone").count()
    second.request.delete(address)
    look_at(first)
    first.fill("#question textarea", NONSENSE)
    first.keyboard.press("Enter")
    first.wait_for_function("q => document.querySelector('.question').innerText === q", arg=NONSENSE)
    assert questions(first) == [NONSENSE]
    assert not first.locator(".gone").count()
    second.request.delete(address)
    look_at(first)
    first.locator(".gone button").click()
    first.wait_for_selector(".welcome")
    assert "c=" not in first.url


def test_a_question_that_is_being_edited_is_not_disturbed(windows):
    first, second = windows
    first.locator(".turn [data-do=edit]").click()
    assert second.request.delete(first.url.replace("/?c=", "/-/history/")).ok
    asked = []
    first.on("request", lambda request: asked.append(request.url))
    first.evaluate("dispatchEvent(new Event('focus'))")
    first.wait_for_timeout(300)
    assert [url for url in asked if "/-/conversation" in url] == []
