"""The articles of the page: their list, uploads, and the rebuild, over a folder that these tests may change."""

import pytest

from support.page_corpus import MOVLAIEV, QUESTION, SKIPPED, make_page_folder
from support.served_page import ask, serving, tab


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory, remembering):
    """A folder of these tests' own."""
    return make_page_folder(tmp_path_factory.mktemp("updating"), remembering)


@pytest.fixture(scope="module")
def page_server(page_folder):
    with serving(page_folder) as address:
        yield address


def test_articles_are_searched_and_read(open_page):
    page = open_page()
    tab(page, 1)
    page.wait_for_selector("table.articles")
    page.fill("#articles-tab [name=search]", "дніпро")
    page.wait_for_function("() => document.querySelectorAll('table.articles tbody tr').length === 1")
    assert "1 стаття" in page.locator("#articles-list").inner_text()
    page.locator("table.articles .title").click()
    page.wait_for_selector("#article-view .text")
    assert "2201 кілометр" in page.locator("#article-view .text").inner_text()


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
def test_reasons_for_skipped_files_are_shown_after_a_restart_in_the_language_of_the_page(open_page, language):
    page = open_page(language=language)
    tab(page, 1)
    page.locator(".skipped summary").first.click()
    lines = page.locator(".skipped li").all_inner_texts()
    if language == "uk-UA":
        assert len(lines) == len(SKIPPED)
        for name, why in SKIPPED.items():
            assert any(line.startswith(f"{name} {why}") for line in lines), name
    else:
        assert "empty.txt is empty" in lines
    assert page.evaluate("window.PWNED") is None


def test_uploading_and_rebuilding_make_an_article_answer_and_removing_takes_it_back(open_page, tmp_path):
    page = open_page()
    tab(page, 1)
    article = tmp_path / "нова стаття.txt"
    article.write_text("Мідії\n\nМідії фільтрують по кілька літрів морської води за годину.\n", "utf-8")
    odd = tmp_path / "<b>odd.exe"
    odd.write_text("x")
    page.wait_for_selector("#upload", state="attached")
    page.set_input_files("#upload", [article, odd])
    page.wait_for_selector("#sending .failed")
    page.wait_for_selector("#status [data-do=rebuild]")  # the update is offered at once
    assert page.locator("#sending .stored").count() == 0  # each file is listed once
    assert "<b>odd.exe" in page.locator("#sending .failed").inner_text()
    page.wait_for_selector(".uploads li")
    page.locator("#status [data-do=rebuild]").click()
    page.wait_for_selector("[data-state=running] progress")
    tab(page, 0)
    ask(page, QUESTION)  # meanwhile
    tab(page, 1)
    page.wait_for_selector("[data-state]:not([data-state=running])", timeout=60_000)
    assert page.locator("[data-state=done]").count() == 1, page.locator("#rebuild-panel").inner_text()
    counts = page.locator("#rebuild-panel .counts").inner_text().split()
    assert counts[:2] == ["Додано", "1"]
    assert "<img src=x onerror=top.PWNED=1>.exe" in page.locator(".skipped").inner_text()
    assert "такий формат не підтримується" in page.locator(".skipped").inner_text()
    tab(page, 0)
    page.locator("#clear").click()
    page.wait_for_selector(".welcome")
    ask(page, "Що фільтрують мідії?")
    assert "Мідії фільтрують" in page.locator(".lead mark").inner_text()
    tab(page, 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".uploads [data-do=remove]").click()
    page.wait_for_function("() => !document.querySelector('.uploads')")
    assert page.evaluate("window.PWNED") is None


def test_after_a_rebuild_the_empty_page_and_the_filters_tell_what_is_indexed_now(open_page, page_folder):
    page = open_page()
    page.wait_for_selector(".welcome")
    page.locator("#filters summary").click()
    page.fill("#filters [name=since]", "2001-02-03")
    before = page.locator(".indexed").inner_text()
    italian = page.locator("#filters [name=language] option[value=it]")
    assert italian.count() == 0
    text = "---\nlanguage: it\n---\n\nIl mosaico della basilica fu restaurato da una bottega di Ravenna.\n"
    (page_folder / "corpus" / "mosaico.md").write_text(text, "utf-8")
    tab(page, 1)
    page.locator("[data-do=rebuild]").click()
    page.wait_for_selector("[data-state=running]")
    page.wait_for_selector("[data-state=done]", timeout=60_000)
    tab(page, 0)
    italian.wait_for(state="attached")
    page.wait_for_function("before => document.querySelector('.indexed').innerText !== before", arg=before)
    assert page.locator("#filters [name=since]").input_value() == "2001-02-03"
    assert page.locator("#active-filters button").count() == 1


def test_a_rebuild_can_be_cancelled_and_the_old_index_answers_on(open_page):
    page = open_page()
    tab(page, 1)
    page.wait_for_selector("[data-do=rebuild]")
    page.locator("[data-do=rebuild]").click()
    page.locator("[data-do=cancel]").click()
    page.wait_for_selector("[data-state=cancelled]")
    tab(page, 0)
    ask(page, QUESTION)
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
