"""The page's script, module by module, in Chromium: its pure functions, called with values worked out by hand."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "ui" / "web" / "static"
WORDS = (
    '{"language": "uk", "stored": "збережено", "replaced": "замінено", "offline": "немає зв’язку",'
    ' "renamed": "як {name}", "too_large": "завеликий"}'
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line in the log for each."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server with only the script's modules."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def run(browser, address):
    """A function that calls an exported function of a module with these arguments, on an otherwise empty page."""
    page = browser.new_page()
    page.goto(address)
    page.set_content(f'<script id="words" type="application/json">{WORDS}</script>')
    call = "async ([url, name, values]) => (await import(url))[name](...values)"
    yield lambda module, name, *values: page.evaluate(call, [f"{address}/{module}.js", name, list(values)])
    page.close()


# Words


@pytest.mark.parametrize(
    ("sentence", "values", "filled"),
    [
        ("Цитата {number} з {count}", {"number": 2, "count": 5}, "Цитата 2 з 5"),
        ("{name}, {name}", {"name": "{name}"}, "{name}, {name}"),
        ("{missing}", {}, "{missing}"),
        ("{n}", {"n": 0}, "0"),
        ("$& {q}", {"q": "$&"}, "$& $&"),
    ],
)
def test_values_are_filled_into_sentences_as_they_are(run, sentence, values, filled):
    assert run("words", "fill", sentence, values) == filled


def test_a_sentence_that_is_missing_shows_its_key(run):
    assert run("words", "words", "stored") == "збережено"
    assert run("words", "words", "nothing") == "nothing"


def test_a_request_names_the_language_and_encodes_what_it_sends(run):
    assert run("server", "address", "/-/articles", {"search": "a&b=ї"}) == "/-/articles?search=a%26b%3D%D1%97&lang=uk"


def test_a_request_goes_below_the_path_that_a_proxy_serves_the_page_at(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.set_content('<script id="words" type="application/json">{"language": "uk", "root": "/dz"}</script>')
    made = page.evaluate("async (url) => (await import(url)).address('/-/ask')", f"{address}/server.js")
    page.close()
    assert made == "/dz/-/ask?lang=uk"


# Addresses


def test_the_question_of_an_address_comes_with_its_filter(run):
    search = "?q=%D0%A5%D1%82%D0%BE%3F&since=2026&language=uk&other=1"
    expected = {"question": "Хто?", "filter": {"since": "2026", "until": "", "language": "uk", "where": ""}}
    assert run("address", "questionIn", search) == expected
    assert run("address", "questionIn", "?c=talk&since=2026") is None
    assert run("address", "questionIn", "?q=") is None


def test_the_conversation_of_an_address(run):
    assert run("address", "conversationIn", "?c=a-b_c&q=x") == "a-b_c"
    assert run("address", "conversationIn", "") == ""


def test_the_tab_and_the_article_of_an_address(run):
    assert run("address", "placeIn", "?tab=history&c=talk") == {"tab": 2, "article": None}
    assert run("address", "placeIn", "?tab=odd") == {"tab": 0, "article": None}
    place = {"article": "a/b.md", "start": "17", "end": "47"}
    assert run("address", "placeIn", "?article=a%2Fb.md&start=17&end=47") == {"tab": 0, "article": place}


def test_an_address_keeps_the_conversation_when_another_place_is_shown(run):
    article = {"article": "b.md", "start": "1", "end": "2"}
    place = run("address", "withPlace", "http://h/?c=talk&article=a.md&end=9", {"tab": 1, "article": article})
    assert place == "http://h/?c=talk&tab=articles&article=b.md&start=1&end=2"
    assert run("address", "withPlace", place, {"tab": 0, "article": None}) == "http://h/?c=talk"


def test_an_address_keeps_the_filter_of_the_page(run):
    filtered = run("address", "addressOf", "http://h/?q=x&since=2025", "new", {"since": "2026", "until": ""})
    assert filtered == "http://h/?c=new&since=2026"
    assert run("address", "filterIn", "?c=new&where=author%3D%D0%84") == {
        "since": "",
        "until": "",
        "language": "",
        "where": "author=Є",
    }


@pytest.mark.parametrize(
    ("before", "conversation", "after"),
    [
        ("http://h/?q=x&since=2026&until=2027&language=uk&where=tags%3Dx", "new", "http://h/?c=new"),
        ("http://h/en/?c=old&theme=dark", "new", "http://h/en/?theme=dark&c=new"),
        ("http://h/?c=old", "", "http://h/"),
    ],
)
def test_the_address_of_a_conversation_leaves_out_the_question_that_began_it(run, before, conversation, after):
    assert run("address", "addressOf", before, conversation) == after


def test_the_title_begins_with_the_question(run):
    assert run("conversation", "titleOf", "Хто?", "Джерело") == "Хто? · Джерело"
    assert run("conversation", "titleOf", "я" * 61, "Джерело") == "я" * 60 + " · Джерело"
    assert run("conversation", "titleOf", "", "Джерело") == "Джерело"


# Tabs and places


@pytest.mark.parametrize(
    ("key", "place", "to"),
    [
        ("ArrowRight", 0, 1),
        ("ArrowRight", 2, 0),
        ("ArrowLeft", 0, 2),
        ("Home", 2, 0),
        ("End", 0, 2),
        ("Enter", 1, -1),
    ],
)
def test_the_arrow_keys_go_round_the_tabs(run, key, place, to):
    assert run("tabs", "nextPlace", key, place, 3) == to


VIEW = {"width": 400, "height": 300}
PEEK = {"width": 100, "height": 50}


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ({"left": 190, "width": 20, "top": 100, "bottom": 120}, {"left": 150, "top": 126}),  # below, centred
        ({"left": 190, "width": 20, "top": 260, "bottom": 280}, {"left": 150, "top": 204}),  # above: no space below
        ({"left": 0, "width": 20, "top": 100, "bottom": 120}, {"left": 8, "top": 126}),  # not out at the left
        ({"left": 390, "width": 10, "top": 100, "bottom": 120}, {"left": 292, "top": 126}),  # nor at the right
        ({"left": 190, "width": 20, "top": 30, "bottom": 280}, {"left": 150, "top": 286}),  # no space above either
    ],
)
def test_the_passage_is_shown_beside_its_number_and_inside_the_window(run, target, place):
    assert run("peek", "beside", target, PEEK, VIEW) == place


# Uploads


@pytest.mark.parametrize(
    ("status", "response", "words"),
    [
        (201, '{"stored": "a.txt", "replaced": false}', "збережено"),
        (201, '{"stored": "a.txt", "replaced": true}', "замінено"),
        (413, '{"error": "Файл завеликий."}', "Файл завеликий."),
        (201, '{"stored": "a_.txt", "replaced": false, "renamed": true}', "як a_.txt"),
        (201, '{"stored": "a_.txt", "replaced": true, "renamed": true}', "як a_.txt; замінено"),
        (403, "Requests from other sites are refused.", "Requests from other sites are refused."),
        (413, "<html><h1>413 Request Entity Too Large</h1></html>", "завеликий"),
        (502, "<html><h1>502 Bad Gateway</h1></html>", "немає зв’язку"),
        (0, "", "немає зв’язку"),
    ],
)
def test_the_outcome_of_an_upload_is_shown(run, status, response, words):
    assert run("uploads", "outcome", status, response) == words
