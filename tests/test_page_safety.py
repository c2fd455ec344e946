"""Nothing in an article runs or loads anything in the page, which asks nothing of other hosts, below a path too."""

import contextlib
import http.client
import shutil
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from support.page_corpus import NONSENSE, QUESTION
from support.page_payloads import AWAY, LOADS, SCRIPTS, article_id
from support.served_page import ask, serving, tab


def test_no_payload_runs_or_loads_anything_wherever_it_is_shown(open_page, browser):
    page = open_page("/?c=payloads")
    turns = page.locator(".turn")
    assert turns.count() == len(SCRIPTS) + len(LOADS)
    for place, payload in enumerate((*SCRIPTS, *LOADS)):
        assert page.evaluate(f"document.querySelectorAll('.turn h2')[{place}].textContent") == payload
    shown = page.evaluate("[...document.querySelectorAll('.lead mark')].map(mark => mark.textContent)")
    assert shown == [f"Перше речення. {payload} Останнє речення." for payload in (*SCRIPTS, *LOADS)]
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    tab(page, 1)
    for _ in range(2):
        page.wait_for_selector("table.articles")
        page.evaluate("document.querySelectorAll('table.articles .title')[3].click()")
        page.wait_for_selector("#article-view .text")
        page.evaluate("document.querySelector('[data-do=page][data-page=\"2\"], [data-do=page]').click()")
    for number, payload in enumerate((*SCRIPTS, *LOADS)):
        params = {"article": article_id(number, payload)}
        answer = page.request.get(page.url.split("?")[0] + "-/article", params=params)
        shown = "markup => { document.querySelector('#status').innerHTML = markup }"
        page.evaluate(shown, answer.text())
        text = page.evaluate("document.querySelector('#status .text').textContent")
        assert (
            unescape(payload) in unescape(text) or "<" not in text
        )  # shown letter for letter, or left out where the file was parsed
    tab(page, 2)
    page.wait_for_selector(".conversations")
    page.wait_for_timeout(500)
    assert page.evaluate("window.PWNED") is None
    assert page.outside == []


def test_the_same_payloads_do_run_and_load_where_nothing_guards_against_them(browser):
    from playwright.sync_api import Error

    ran, asked = 0, []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.abort())
    for payload in (*SCRIPTS[:30], *LOADS):
        with contextlib.suppress(Error):  # some payloads try to navigate away
            page.set_content(f"<body>{payload}</body>", wait_until="commit")
            page.wait_for_timeout(15)
            ran += page.evaluate("Boolean(window.PWNED)")
        with contextlib.suppress(Error):
            page.goto("about:blank")
    page.close()
    assert ran >= 10
    assert sum(url.startswith(AWAY) for url in asked) >= 10


def test_a_whole_session_asks_nothing_of_any_other_host(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    page.keyboard.press("Escape")
    ask(page, NONSENSE)
    for place in (1, 2, 0):
        tab(page, place)
        page.wait_for_timeout(200)
    assert page.outside == []
    assert page.errors == []


class Proxy(BaseHTTPRequestHandler):
    """A proxy that serves the page below /dz, and lists the requests that went past it."""

    target = ""
    takes_prefix_off = True
    outside: ClassVar[list[str]] = []

    def forward(self) -> None:
        if not f"{self.path.partition('?')[0]}/".startswith("/dz/"):
            self.outside.append(self.path)
            return self.send_error(404)
        path = (self.path.removeprefix("/dz") or "/") if self.takes_prefix_off else self.path
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        with contextlib.closing(http.client.HTTPConnection(self.target)) as connection:
            connection.request(self.command, path, body, dict(self.headers))
            response = connection.getresponse()
            content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = forward

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def below_a_path(page_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("below-a-path")
    shutil.copytree(page_folder / "index", folder / "index", ignore=shutil.ignore_patterns("last-build.json"))
    shutil.copytree(page_folder / "corpus", folder / "corpus")
    with serving(folder, "--root-path", "/dz") as address:
        yield address


@pytest.fixture
def untraced_threads():
    """Threads that start meanwhile are not traced for coverage: of many that start at once, some would fail."""
    trace = threading.gettrace()
    threading.settrace(None)
    yield
    threading.settrace(trace)


@pytest.mark.usefixtures("untraced_threads")
@pytest.mark.parametrize("takes_prefix_off", [True, False])
def test_the_page_works_below_a_path_behind_a_proxy(below_a_path, open_page, takes_prefix_off):
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        Proxy.target, Proxy.takes_prefix_off = below_a_path.removeprefix("http://"), takes_prefix_off
        Proxy.outside.clear()
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        page = open_page("/dz/", "en-GB", address=f"http://127.0.0.1:{proxy.server_port}")
        assert page.url.endswith("/dz/en/")
        ask(page, QUESTION)
        page.locator(".turn .title").first.click()
        page.wait_for_selector("#article-view .text")
        page.keyboard.press("Escape")
        page.locator("nav [data-do=language]").click()
        page.wait_for_selector("h1:has-text('Джерело')")
        tab(page, 2)
        page.locator("[data-do=forget]").first.click()
        page.wait_for_selector("#status [data-do=undo-forget]")
        proxy.shutdown()
    assert Proxy.outside == []
    assert page.outside == []
