"""What arrives late or not at all: the page shows what was wanted last, and says what failed."""

import contextlib
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from support.page_corpus import MOVLAIEV, NONSENSE, QUESTION
from support.served_page import ask, focused, tab

BEES = "Who decoded the waggle dance?"
OFFLINE = "Сервер не відповідає"


class Held:
    """The requests of a page to an address, which wait until a test lets them go on, in whichever order."""

    def __init__(self, page, pattern):
        self._page, self._routes = page, []
        page.route(pattern, lambda route: self._routes.append(route))

    def wait(self, count):
        """Wait until this many requests are held."""
        for _ in range(500):
            if len(self._routes) >= count:
                return
            self._page.wait_for_timeout(20)
        raise AssertionError(f"{len(self._routes)} requests instead of {count}")

    def let_go(self, *places):
        """Let these requests go on, one after another, and let the page show what comes back."""
        for place in places:
            with contextlib.suppress(Error):  # the page has taken it back
                route = self._routes[place]
                route.fulfill(response=route.fetch())
            self._page.wait_for_timeout(200)


def questions(page):
    return page.locator("h2.question").all_inner_texts()


def status(page):
    return page.locator("#status").inner_text()


# The conversation


def test_going_back_drops_the_question_under_way_and_shows_the_conversation_before_whole(open_page):
    page = open_page()
    for question in (NONSENSE, QUESTION):
        ask(page, question)
    first = page.url
    page.locator("#clear").click()
    page.wait_for_selector(".welcome")
    held = Held(page, "**/-/ask?*")
    page.fill("#question textarea", BEES)
    page.keyboard.press("Enter")
    held.wait(1)
    page.go_back()
    page.wait_for_selector(".turn")
    held.let_go(0)
    assert questions(page) == [NONSENSE, QUESTION]
    assert page.url == first
    assert not page.locator("body.asking").count()
    assert page.title().startswith(QUESTION)
    assert page.locator("#question textarea").input_value() == BEES


def test_a_question_asked_while_a_new_conversation_begins_belongs_to_it(open_page):
    page = open_page()
    ask(page, NONSENSE)
    first = page.url
    held = Held(page, "**/-/conversation?*")
    page.locator("#clear").click()
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    held.wait(1)
    page.wait_for_timeout(500)
    held.let_go(0)
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 1")
    page.wait_for_timeout(300)
    assert questions(page) == [QUESTION]
    assert page.url != first


def test_what_is_typed_while_an_answer_is_awaited_stays_in_the_box(open_page):
    page = open_page()
    held = Held(page, "**/-/ask?*")
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    held.wait(1)
    page.fill("#question textarea", BEES)
    held.let_go(0)
    page.wait_for_selector(".turn")
    assert page.locator("#question textarea").input_value() == BEES


def test_an_example_pressed_while_an_answer_is_awaited_changes_nothing(open_page):
    page = open_page()
    page.wait_for_selector(".examples button")
    held = Held(page, "**/-/ask?*")
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    held.wait(1)
    page.locator(".examples button").first.click()
    assert page.locator("#question textarea").input_value() == QUESTION
    held.let_go(0)
    page.wait_for_selector(".turn")
    assert questions(page) == [QUESTION]


def test_a_question_that_was_being_edited_replaces_none_of_another_conversation(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.locator("#clear").click()
    page.wait_for_selector(".welcome")
    for question in (BEES, "Яка довжина Дніпра?"):
        ask(page, question)
    second = page.url
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 1")
    page.locator("[data-do=edit]").click()
    page.go_forward()
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 2")
    page.fill("#question textarea", "Скільки гумусу має чорнозем?")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.body.classList.contains('asking')")
    page.wait_for_timeout(300)
    assert page.url == second
    assert questions(page) == [BEES, "Яка довжина Дніпра?", "Скільки гумусу має чорнозем?"]


def test_going_back_to_a_conversation_sets_its_filter_again(open_page):
    page = open_page("/?c=two&language=uk")
    page.locator("#active-filters button").wait_for()
    page.locator("#clear").click()
    page.wait_for_selector(".welcome")
    page.locator("#active-filters button").click()
    page.wait_for_url(lambda url: "language" not in url)
    page.go_back()
    page.wait_for_selector(".turn")
    page.locator("#active-filters button").wait_for()
    assert page.locator("#filters [name=language]").input_value() == "uk"


# The article view, lists and filters


def test_of_two_articles_the_one_opened_last_stays(open_page):
    page = open_page("/?c=two")
    held = Held(page, "**/-/article?*")
    page.locator(".sources .title").first.click()
    page.locator(".sources .title").nth(1).click()
    held.wait(2)
    held.let_go(1, 0)
    assert page.locator("#article-title").inner_text() == page.locator(".sources .title").nth(1).inner_text()
    assert page.locator(".sources li.open").get_attribute("data-number") == "2"


def test_an_article_that_arrives_after_the_view_was_closed_does_not_open_it_again(open_page):
    page = open_page("/?c=two")
    page.locator(".sources .title").first.click()
    page.wait_for_selector("#here")
    held = Held(page, "**/-/article?*")
    page.locator("#article-view [data-do=next]").click()
    held.wait(1)
    page.locator("#article-view [data-do=close]").click()
    held.let_go(0)
    assert not page.locator("#article-view").is_visible()
    assert "article=" not in page.url


def test_of_two_pages_of_a_pdf_the_one_turned_to_last_stays(open_page):
    page = open_page("/?article=tides.pdf&start=30&end=60")
    page.wait_for_selector(".sheet[data-page='2']")
    held = Held(page, "**/-/page?*")
    page.locator("[data-do=turn-page]").last.click()
    page.locator("[data-do=turn-page]").first.click()
    held.wait(2)
    held.let_go(1)
    page.wait_for_selector(".sheet[data-page='1']")
    held.let_go(0)
    assert page.locator(".sheet").get_attribute("data-page") == "1"


def test_the_list_shows_what_was_searched_last(open_page):
    page = open_page()
    tab(page, 1)
    page.wait_for_selector("table.articles")
    page.wait_for_timeout(500)
    held = Held(page, "**/-/articles?*")
    for number, word in enumerate(("дніпро", "bees"), 1):
        page.fill("#articles-tab [name=search]", word)
        held.wait(number)
    held.let_go(1, 0)
    assert page.locator("table.articles .title").all_inner_texts() == ["How bees dance"]


def test_the_note_tells_what_the_last_filter_excludes(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    held = Held(page, "**/-/filter?*")
    page.select_option("#filters [name=language]", "en")
    held.wait(1)
    page.select_option("#filters [name=language]", "")
    held.wait(2)
    held.let_go(1, 0)
    assert page.locator("#filter-note").inner_text() == ""


def rebuilt(page):
    """Make the next rebuild of this page end at its second look, without a change on the server."""
    looks = iter(["running"])

    def answer(route):
        if route.request.method != "GET":
            return route.fulfill(status=202, body="{}")
        state = next(looks, "done")
        return route.fulfill(
            body=f'<div data-state="{state}"></div>', headers={"x-rebuild-state": state, "content-type": "text/html"}
        )

    page.route("**/-/rebuild?*", answer)
    tab(page, 1)
    page.locator("[data-do=rebuild]").click()
    page.wait_for_selector("[data-state=done]", state="attached")


def test_a_filter_that_is_set_while_the_filters_are_loaded_again_stays_set(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.locator("#filters [name=since]").wait_for()
    held = Held(page, "**/-/filters?*")
    tab(page, 1)
    page.wait_for_selector("[data-do=rebuild]")
    rebuilt(page)
    held.wait(1)
    tab(page, 0)
    page.select_option("#filters [name=language]", "en")
    page.locator("#filters [name=language]").focus()
    held.let_go(0)
    assert page.locator("#filters [name=language]").input_value() == "en"
    assert page.locator("#active-filters button").count() == 1
    assert page.locator("#filters [name=language]").is_visible()
    assert focused(page, "#filters [name=language]")


def test_a_tab_loads_its_own_list_again_and_no_other(open_page):
    page = open_page()
    for place, wanted in enumerate((".conversation", "table.articles", ".conversations", "#draft-text")):
        tab(page, place)
        page.wait_for_selector(wanted)
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    paths = {0: [], 1: ["/-/articles", "/-/rebuild", "/-/uploads"], 2: ["/-/history"], 3: []}
    for place, expected in paths.items():
        asked.clear()
        tab(page, place)
        page.wait_for_timeout(300)
        page.wait_for_load_state("networkidle")
        assert sorted(path for path in asked if "static" not in path) == expected


# Failures


def test_a_tab_that_could_not_be_loaded_is_loaded_when_it_is_opened_again(open_page):
    page = open_page()
    page.route("**/-/articles*", lambda route: route.abort())
    tab(page, 1)
    page.wait_for_function("() => document.querySelector('#status').textContent")
    page.unroute_all()
    tab(page, 0)
    tab(page, 1)
    page.wait_for_selector("table.articles")


def test_a_question_without_a_server_says_so_until_there_is_an_answer(open_page):
    page = open_page()
    page.route("**/-/ask?*", lambda route: route.abort())
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    told = page.locator("#notice-content [role=alert]")
    told.wait_for()
    assert told.inner_text().startswith(OFFLINE)
    assert status(page) == ""
    assert page.locator("#question textarea").input_value() == QUESTION
    page.unroute_all()
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn")
    assert told.count() == 0


def test_an_error_that_is_no_markup_is_told_and_never_shown_as_markup(open_page):
    page = open_page("/?c=two")
    harmful = {"error": "Диск <img src=x onerror=window.harmed=1> заповнено"}
    page.route("**/-/article*?*", lambda route: route.fulfill(status=503, json=harmful))
    page.locator(".sources .title").first.click()
    page.wait_for_function("() => document.querySelector('#status').textContent")
    assert status(page) == harmful["error"]
    assert not page.locator("#article-view").is_visible()
    tab(page, 1)
    page.wait_for_timeout(300)
    assert "Диск" not in page.locator("#articles-tab").inner_text()
    page.unroute_all()
    page.route("**/-/page?*", lambda route: route.fulfill(status=503, json=harmful))
    page.goto(page.url.partition("?")[0] + "?article=tides.pdf&start=30&end=60")
    page.wait_for_selector("#here")
    page.wait_for_function("() => document.querySelector('#status').textContent")
    assert "Диск" not in page.locator("#article-view").inner_text()
    assert page.evaluate("window.harmed") is None


def test_a_deletion_that_fails_is_not_called_done(open_page):
    page = open_page()
    tab(page, 2)
    page.wait_for_selector(".conversations li")
    before = page.locator(".conversations > li").count()
    page.route("**/-/history/*", lambda route: route.fulfill(status=507, json={"error": "Диск заповнено"}))
    page.locator("[data-do=forget]").first.click()
    page.wait_for_function("() => document.querySelector('#status').textContent")
    assert status(page) == "Диск заповнено"
    assert page.locator(".conversations > li").count() == before


def test_a_rating_that_is_not_kept_is_taken_back_and_says_so(open_page):
    page = open_page("/?c=two")
    page.route("**/-/feedback?*", lambda route: route.abort())
    page.locator("[data-do=thumb].down").last.click()
    page.wait_for_function("() => document.querySelector('#status').textContent")
    assert status(page).startswith(OFFLINE)
    assert page.locator("[data-do=thumb].down").last.get_attribute("aria-pressed") == "false"
    assert not page.locator(".turn .reason").last.is_visible()


def test_a_rating_of_a_conversation_that_is_gone_says_so(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.evaluate("document.querySelector('.conversation').dataset.conversation = 'gone'")
    page.locator("[data-do=thumb].up").click()
    page.wait_for_function("() => document.querySelector('#status').textContent.includes('Такої розмови тут немає')")


def test_an_undo_that_comes_too_late_says_so(open_page):
    page = open_page()
    late = page.request.post(f"{page.url}-/history/undo?lang=uk")
    assert late.status == 410
    assert late.json() == {"error": "Минуло понад десять секунд: повернути вже не можна."}


def test_the_progress_of_a_rebuild_is_followed_again_after_a_lost_connection(open_page):
    page = open_page()
    tab(page, 1)
    page.wait_for_selector("[data-do=rebuild]")
    lost = []

    def looked(route):
        """Lose the first two looks at the progress after the rebuild has begun, then show its end."""
        running = '<div data-state="running"><button data-do="cancel">x</button></div>'
        answers = [("running", running), None, None, ("done", '<div data-state="done"></div>')]
        if route.request.method != "GET":
            return route.fulfill(status=202, body="{}")
        lost.append(route)
        answer = answers[min(len(lost), len(answers)) - 1]
        if answer is None:
            return route.abort()
        return route.fulfill(body=answer[1], headers={"x-rebuild-state": answer[0], "content-type": "text/html"})

    page.route("**/-/rebuild?*", looked)
    page.locator("[data-do=rebuild]").click()
    page.wait_for_selector("[data-state=done]", state="attached")


@pytest.mark.parametrize("allowed", [True, False])
def test_what_the_browser_does_not_copy_is_not_called_copied(open_page, allowed):
    page = open_page()
    ask(page, QUESTION)
    page.evaluate(
        "(allowed) => { const refuse = async () => { throw new DOMException('', 'NotAllowedError') };"
        " Object.assign(Object.getPrototypeOf(navigator.clipboard), { write: refuse, writeText: refuse });"
        " document.execCommand = () => allowed }",
        allowed,
    )
    page.evaluate("document.querySelector('#status').textContent = ''")
    page.locator(".turn [data-do=copy]").first.click()
    page.wait_for_function("() => document.querySelector('#status').textContent")
    assert status(page).startswith("Скопійовано" if allowed else "Браузер не дав скопіювати")


def test_copying_begins_with_the_press_as_safari_demands(open_page):
    page = open_page()
    ask(page, QUESTION)
    held = Held(page, "**/-/copied?*")
    page.evaluate(
        "() => { const all = Object.getPrototypeOf(navigator.clipboard), write = all.write;"
        " all.write = function (items) { window.begun = true; return write.call(this, items) } }"
    )
    page.locator(".turn [data-do=copy]").first.click()
    held.wait(1)
    assert page.evaluate("window.begun") is True
    held.let_go(0)
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Скопійовано'")
    assert MOVLAIEV in page.evaluate("navigator.clipboard.readText()")
