"""Asking in the page, in a real Chromium, served by the real program over a small corpus."""

import json

from support.page_corpus import ARTICLES, MOVLAIEV, NONSENSE, PAGES, QUESTION
from support.page_payloads import LOADS, SCRIPTS
from support.served_page import ask


def test_the_empty_page_offers_examples_that_are_answered(open_page):
    page = open_page()
    welcome = page.locator(".welcome").inner_text()
    assert f"Тут {len(ARTICLES) + 1 + len(SCRIPTS) + len(LOADS)}" in welcome
    page.locator(".examples button").first.click()
    page.wait_for_selector(".turn")
    assert page.locator(".turn").get_attribute("data-status") == "answered"


def test_an_answer_quotes_the_article_and_its_number_opens_the_article_at_the_sentence(open_page):
    page = open_page()
    ask(page, QUESTION)
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
    assert "2026" in page.locator(".sources li").first.inner_text()
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    assert MOVLAIEV in page.locator("#here").inner_text()
    assert "Він просив про притулок" in page.locator("#article-view .text").inner_text()
    original = page.locator("#article-view a.external")
    assert original.get_attribute("href") == "https://news.example/m"
    assert "noopener" in original.get_attribute("rel")
    assert page.evaluate("document.activeElement.id") == "here"
    decoration = page.evaluate("getComputedStyle(document.querySelector('#here')).textDecorationLine")
    assert decoration == "underline"  # not by colour alone


def test_pointing_at_a_number_shows_the_quote_in_its_passage_and_escape_takes_it_away(open_page):
    page = open_page()
    ask(page, QUESTION)
    marker, peek = page.locator(".lead .marker"), page.locator("#peek")
    marker.hover()
    peek.wait_for()
    assert peek.locator("mark").inner_text() == MOVLAIEV
    shown = peek.inner_text()
    for part in ("Справа Мовлаєва", "Правозахисники б’ють на сполох.", "Він просив про притулок", "6 лютого 2026"):
        assert part in shown.replace("\u00a0", " ")
    assert peek.get_attribute("role") == "tooltip"
    assert marker.get_attribute("aria-describedby") == "peek"
    peek.hover()  # what it shows can be pointed at too
    page.wait_for_timeout(400)
    assert peek.is_visible()
    page.keyboard.press("Escape")
    assert peek.is_hidden()
    assert marker.get_attribute("aria-describedby") is None
    page.mouse.move(5, 5)
    marker.hover()
    peek.wait_for()
    page.mouse.move(5, 5)
    peek.wait_for(state="hidden")
    page.set_viewport_size({"width": 360, "height": 740})
    marker.hover()
    peek.wait_for()
    box = peek.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_the_next_and_previous_citation_are_one_step_away(open_page):
    page = open_page("/?c=two")
    page.locator(".sources .title").first.click()
    page.wait_for_selector("#here")
    first = page.locator("#article-title").inner_text()
    page.locator("#article-view [data-do=next]").click()
    page.wait_for_function(f"() => document.querySelector('#article-title').innerText !== {json.dumps(first)}")
    assert page.locator("#article-view .count").inner_text() == "Цитата 2 з 2"
    page.locator("#article-view [data-do=previous]").click()
    page.wait_for_function(f"() => document.querySelector('#article-title').innerText === {json.dumps(first)}")


def test_a_citation_of_a_pdf_names_its_page_and_the_article_view_opens_there(open_page):
    page = open_page(language="en-GB")
    ask(page, "How high does the tide rise in the Bay of Fundy?")
    assert page.locator(".lead mark").inner_text() == PAGES[1]
    assert "p. 2" in page.locator(".sources .meta").first.inner_text()
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    assert "p. 2 of 3" in page.locator("#article-view .meta").inner_text()
    assert PAGES[1] in page.locator("#here").inner_text()
    assert page.locator("#article-view .page").all_inner_texts() == ["p. 1", "p. 2", "p. 3"]
    page.keyboard.press("Escape")
    page.locator("button[data-form=bibtex]").click()
    page.wait_for_function("() => document.querySelector('#status').textContent.includes('Copied')")
    assert "pages = {2}" in page.evaluate("navigator.clipboard.readText()")


def test_a_refusal_has_no_sources_and_shows_the_closest_passages(open_page):
    page = open_page()
    ask(page, NONSENSE)
    turn = page.locator(".turn.refused")
    assert turn.locator(".refusal").inner_text() == "Певної відповіді у статтях не знайдено."
    assert page.locator(".sources").count() == 0
    assert turn.locator(".near .quote").first.inner_text() != ""
    assert turn.locator(".near .band").count() == 0


def test_a_problem_with_a_question_is_shown_each_time_and_the_conversation_stays(open_page):
    page = open_page()
    for _ in range(2):
        page.evaluate("document.querySelector('#notice .warning')?.classList.add('old')")
        page.fill("#question textarea", "???")
        page.keyboard.press("Enter")
        page.wait_for_selector("#notice .warning:not(.old)")
        assert "жодного слова" in page.locator("#notice").inner_text()
        assert not page.locator("#stop").is_visible()
    ask(page, QUESTION)
    assert page.locator("#notice .warning").count() == 0


def test_a_question_treated_as_a_follow_up_can_be_asked_on_its_own(open_page):
    page = open_page()
    ask(page, QUESTION)
    ask(page, "А де він жив?")
    last = page.locator(".turn").last
    assert QUESTION in last.locator(".note").first.inner_text()
    last.locator("[data-do=ask-alone]").click()
    page.wait_for_function("() => !document.querySelector('[data-do=ask-alone]')")
    assert page.locator(".turn").count() == 2
    assert page.locator("h2.question").last.inner_text() == "А де він жив?"


def test_retry_and_edit_replace_the_turn_and_clear_starts_a_new_conversation(open_page):
    page = open_page()
    ask(page, NONSENSE)
    page.locator("[data-do=retry]").click()
    page.wait_for_timeout(400)
    assert page.locator(".turn").count() == 1
    page.locator("[data-do=edit]").click()
    assert page.locator("#question textarea").input_value() == NONSENSE
    page.fill("#question textarea", QUESTION)
    page.locator("#ask").click()
    page.wait_for_selector(".lead mark")
    assert page.locator(".turn").count() == 1
    page.locator("#clear").click()
    page.wait_for_selector(".welcome")
    assert "c=" not in page.url


def test_an_edit_is_seen_and_can_be_left_and_an_emptied_box_asks_anew(open_page):
    page = open_page()
    ask(page, NONSENSE)
    note, box = page.locator("#editing"), page.locator("#question textarea")
    edit = page.locator("[data-do=edit]").first
    edit.click()
    assert "замінить попередню" in note.inner_text()
    note.locator("button").click()
    assert note.inner_text() == box.input_value() == ""
    edit.click()
    page.keyboard.press("Escape")
    assert note.inner_text() == box.input_value() == ""
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    edit.click()
    box.fill("")
    assert note.inner_text() == ""
    ask(page, QUESTION)
    assert page.locator("h2.question").all_inner_texts() == [NONSENSE, QUESTION]
    edit.click()
    assert "почне нову розмову" in note.inner_text()


def test_an_answer_is_copied_as_text_markdown_and_bibtex(open_page):
    page = open_page()
    ask(page, QUESTION)
    copied = {}
    for form in ("text", "markdown", "bibtex"):
        page.evaluate("document.querySelector('#status').textContent = ''")
        page.locator(f"button[data-form={form}]").click()
        page.wait_for_function("() => document.querySelector('#status').textContent !== ''")
        copied[form] = page.evaluate("navigator.clipboard.readText()")
    assert f"«{MOVLAIEV}» [1]" in copied["text"]
    assert "1. Справа Мовлаєва" in copied["markdown"]
    assert "title = {{Справа Мовлаєва}}" in copied["bibtex"]
    assert "date = {2026-02-06}" in copied["bibtex"]


def test_a_judgement_with_its_reason_is_kept_and_exported(open_page, page_server):
    page = open_page()
    ask(page, QUESTION)
    page.locator("[data-do=thumb][data-thumb='1']").click()
    page.wait_for_function("() => document.querySelector('#status').textContent.includes('Дякуємо')")
    ask(page, NONSENSE)
    down = page.locator(".turn").last.locator("[data-do=thumb][data-thumb='-1']")
    down.click()
    page.locator(".turn").last.locator("[name=words]").fill("ціна є")
    page.locator(".turn").last.locator("[data-do=reason]").click()
    page.wait_for_timeout(300)
    exported = page.request.get(page_server + "/-/feedback.jsonl").text()
    rows = [json.loads(line) for line in exported.splitlines()]
    row = next(row for row in rows if row["question"] == QUESTION)
    assert row["answerable"] is True
    assert row["articles"] == ["movlaiev.md"]
    assert row["answers"] == [MOVLAIEV]
