"""Where a person is in the page: addresses, Back and reload, the language, small talk, and earlier conversations."""

import shutil

from support.page_corpus import MOVLAIEV, QUESTION
from support.served_page import ask, focused, serving, tab
from ui.history.store import FILE


def test_back_closes_the_article_before_it_leaves_and_its_address_opens_it_again(open_page):
    page = open_page("/?c=two")
    page.wait_for_selector(".turn")
    page.locator(".sources .title").first.click()
    page.wait_for_selector("#here")
    address, quoted = page.url, page.locator("#here").inner_text()
    assert "article=" in address
    page.go_back()
    page.wait_for_selector("#article-view", state="hidden")
    assert page.locator(".turn").count() == 1
    page.go_forward()
    page.wait_for_selector("#here")
    other = open_page(address.removeprefix(address.partition("/?")[0]))
    other.wait_for_selector("#here")
    assert other.locator("#here").inner_text() == quoted


def test_back_returns_to_the_tab_before_and_a_reload_stays(open_page):
    page = open_page()
    tab(page, 1)
    page.wait_for_selector("table.articles")
    page.wait_for_url("**/?tab=articles")
    page.reload()
    page.wait_for_selector("table.articles")
    page.go_back()
    page.wait_for_function("() => document.querySelector('#panel-ask-button[aria-selected=true]')")


def test_back_from_a_first_answer_shows_the_first_page_again(open_page):
    page = open_page()
    first = page.url
    for question in (QUESTION, "Яка довжина Дніпра?"):
        ask(page, question)
    asked = page.url
    page.go_back()
    page.wait_for_selector(".welcome")
    assert page.url == first
    page.go_forward()
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 2")
    assert page.url == asked


def test_a_link_with_a_question_asks_it(open_page):
    page = open_page("/?q=" + QUESTION)
    page.wait_for_selector(".turn")
    assert page.evaluate("history.length") <= 2  # Back leads to where the link was
    assert page.locator("h2.question").inner_text() == QUESTION
    assert "c=" in page.url


def test_small_talk_gets_a_card_and_a_dead_link_says_so(open_page):
    page = open_page("/?c=gone")
    assert "Такої розмови тут немає" in page.locator(".conversation .warning").inner_text()
    ask(page, "Скільки статей ти маєш?")
    assert "Тут " in page.locator(".turn .help .indexed").inner_text()
    assert page.locator(".turn.refused, .sources, .near").count() == 0


def test_back_after_a_deletion_shows_the_empty_page_and_no_dead_link(open_page):
    page = open_page()
    ask(page, QUESTION)
    asked = page.url
    tab(page, 2)
    page.wait_for_url(lambda address: "tab=history" in address)
    shown = page.evaluate("document.querySelector('.conversation').dataset.conversation")
    page.locator(f"[data-do=forget][data-conversation='{shown}']").click()
    page.wait_for_url(lambda address: "c=" not in address)
    page.go_back()
    page.wait_for_url(lambda address: "tab=" not in address and "c=" not in address)
    assert page.locator(".welcome").is_visible()
    assert page.locator(".conversation .warning").count() == 0
    page.goto(asked)
    page.wait_for_selector(".conversation .warning")  # the link itself is dead


def test_the_page_follows_the_browser_and_switches_language_with_the_conversation(open_page):
    page = open_page(language="en-GB")
    assert page.url.split("?")[0].endswith("/en/")
    assert page.locator("h1").inner_text() == "Dzherelo"
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, QUESTION)
    assert page.locator(".lead mark").inner_text() == MOVLAIEV  # a quote is never translated
    page.locator("nav [data-do=language]").click()
    page.wait_for_selector("h1:has-text('Джерело')")
    page.wait_for_selector(".turn")
    assert page.evaluate("document.documentElement.lang") == "uk"
    assert page.locator(".lead mark").inner_text() == MOVLAIEV


def test_history_survives_a_restart_and_is_deleted_one_by_one_and_all(page_folder, open_page, tmp_path):
    page = open_page()
    ask(page, QUESTION)
    # As a killed server would have left it.
    shutil.copytree(page_folder / "index", tmp_path / "index", ignore=shutil.ignore_patterns("last-build.json"))
    shutil.copytree(page_folder / "corpus", tmp_path / "corpus")
    with serving(tmp_path) as address:
        page = open_page(address=address)
        tab(page, 2)
        page.locator(".conversations a").first.click()
        page.wait_for_selector(".turn")
        assert page.locator(".lead mark").inner_text() == MOVLAIEV
        tab(page, 2)
        page.wait_for_selector(".conversations")
        before = page.locator(".conversations > li").count()
        page.locator("[data-do=forget]").first.click()
        page.wait_for_function(f"() => document.querySelectorAll('.conversations > li').length === {before - 1}")
        page.locator("#status [data-do=undo-forget]").click()
        page.wait_for_function(f"() => document.querySelectorAll('.conversations > li').length === {before}")
        assert focused(page, "#panel-history-button")  # the button for undoing is gone
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("[data-do=forget-all]").click()
        page.wait_for_function("() => !document.querySelector('.conversations')")
        assert focused(page, "#panel-history-button")
    assert MOVLAIEV.encode() not in (tmp_path / "index" / FILE).read_bytes()
