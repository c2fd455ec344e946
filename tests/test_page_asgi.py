"""The middleware around the page: hosts, the password, clients that stall, the rewritten document."""

import asyncio
import html
import json
import re
from datetime import UTC, datetime

import pytest

from support.loops import in_new_loop
from ui.asgi import guard
from ui.asgi.document import with_head
from ui.asgi.guard import Guard
from ui.asgi.language_redirect import LanguageRedirect
from ui.asgi.policy import HostNameError, Policy, read_host_name
from ui.asgi.root_path import RootPath, RootPathError, read_root_path
from ui.history.records import Conversation
from ui.markup.conversations import conversation_list
from ui.texts import read_texts
from ui.web.head import page_head


@pytest.mark.parametrize(
    ("policy", "host", "known"),
    [
        (Policy("127.0.0.1"), "127.0.0.1:7860", True),
        (Policy("127.0.0.1"), "localhost", True),
        (Policy("127.0.0.1"), "[::1]:7860", True),
        (Policy("127.0.0.1"), "evil.example", False),
        (Policy("127.0.0.1"), "127.0.0.1.evil.example", False),
        (Policy("127.0.0.1"), "10.0.0.7", False),
        (Policy("127.0.0.1"), "", False),
        (Policy("0.0.0.0", password="x"), "10.0.0.7:80", True),
        (Policy("0.0.0.0", password="x"), "evil.example", False),
        (Policy("0.0.0.0", ("News.example",), "x"), "news.example", True),
    ],
)
def test_only_our_own_hosts_are_answered_for(policy, host, known):
    assert policy.knows_host(host) is known


@pytest.mark.parametrize(
    ("typed", "name"),
    [("news.example", "news.example"), ("news.example.", "news.example"), ("джерело.укр", "xn--d1acac1asl.xn--j1amh")],
)
def test_a_name_is_compared_as_browsers_send_it(typed, name):
    assert read_host_name(typed) == name
    assert Policy("127.0.0.1", (read_host_name(typed),)).knows_host(f"{name}:8443")


@pytest.mark.parametrize("typed", ["", "https://news.example", "news.example:8443", "news.example/dz", "a b", "х" * 70])
def test_what_no_browser_sends_as_a_name_is_refused(typed):
    with pytest.raises(HostNameError, match=r"is not a host name\. Give the name alone"):
        read_host_name(typed)


@pytest.mark.parametrize(
    ("authorization", "accepted"),
    [
        ("Basic YW55b25lOng=", True),  # anyone:x
        ("basic YW55b25lOng=", True),
        ("Basic YW55b25lOnk=", False),  # anyone:y
        ("Bearer YW55b25lOng=", False),
        ("Basic ???", False),
        ("", False),
    ],
)
def test_the_password_is_compared_whole(authorization, accepted):
    assert Policy("127.0.0.1", password="x").accepts(authorization) is accepted
    assert Policy("127.0.0.1").accepts(authorization)


def test_a_client_that_stops_sending_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(guard, "_SECONDS_TO_WAIT", 0.05)
    heard = []

    async def app(scope, receive, send):
        heard.extend([await receive(), await receive()])

    async def receive():
        if not heard:
            heard.append("asked")
            return {"type": "http.request", "body": b"half", "more_body": True}
        return await asyncio.Event().wait()

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/-/uploads/x.txt",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-length", b"9")],
    }
    guarded = Guard(app, Policy("127.0.0.1", upload_bytes=100))
    in_new_loop(guarded(scope, receive, None))
    assert [message["type"] for message in heard[1:]] == ["http.request", "http.disconnect"]


def passed_on(root, path):
    """The path that the app gets of a request for this one."""
    heard = []

    async def app(scope, receive, send):
        heard.append((scope["path"], scope["raw_path"]))

    scope = {"type": "http", "path": path, "raw_path": path.encode()}
    in_new_loop(RootPath(app, root)(scope, None, None))
    return heard[0][0] if heard[0][0].encode() == heard[0][1] else heard[0]


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("/dz", "/"),
        ("/dz/", "/"),
        ("/dz/en/", "/en/"),
        ("/dz/-/ask", "/-/ask"),
        ("/-/ask", "/-/ask"),  # the proxy has taken it off
        ("/dzherelo", "/dzherelo"),
        ("/en/dz/", "/en/dz/"),
    ],
)
def test_the_root_path_is_taken_off_where_the_proxy_leaves_it(path, inner):
    assert passed_on("/dz", path) == inner


@pytest.mark.parametrize(("typed", "root"), [("", ""), ("/", ""), ("/dz/", "/dz"), ("/a/b-c.d_e~1", "/a/b-c.d_e~1")])
def test_a_root_path_begins_with_a_slash_and_ends_in_none(typed, root):
    assert read_root_path(typed) == root


@pytest.mark.parametrize("typed", ["dz", "//dz", "/dz/../x", "/a b", "/<b>", "/дж", "https://news.example/dz", "/dz?x"])
def test_what_is_no_root_path_is_refused(typed):
    with pytest.raises(RootPathError, match=r"is not a path .* Give a path such as /archive"):
        read_root_path(typed)


def test_everything_the_page_loads_and_leads_to_is_below_the_root_path():
    languages = read_texts()
    head = html.unescape(page_head(languages["uk"], "/dz"))
    assert re.findall(r'(?:href|src)="(.*?)"', head) == [
        "/dz/-/static/icon.svg",
        "/dz/-/static/style.css",
        "/dz/-/static/tools.css",
        "/dz/-/static/main.js",
    ]
    assert '"root": "/dz"' in head
    listed = [Conversation("talk", "Хто?", datetime(2026, 2, 6, tzinfo=UTC), 1)]
    assert 'href="/dz/-/feedback.jsonl"' in html.unescape(conversation_list(listed, languages["uk"], "/dz"))


def test_a_browser_of_another_language_is_redirected_below_the_root_path():
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept", b"text/html"), (b"accept-language", b"en")]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"q=x", "headers": headers}
    in_new_loop(LanguageRedirect(None, ("uk", "en"), "/dz")(scope, None, send))
    assert dict(sent[0]["headers"])[b"location"] == b"/dz/en/?q=x"


DOCUMENT = """<!doctype html>
<html
    lang="en"
    style="margin: 0"
>
<head>
    <meta charset="utf-8" />
    <meta
        property="og:title" content="G" />
    <meta name="twitter:card" content="x" />
    <meta name="viewport" content="width=device-width" />
    <link rel="manifest" href="/manifest.json" />
    <script>window.config = {"a": "</p> & < > \\u003c \u0456"};</script>
</head>
<body style="margin: 0"><gradio-app embed="false"></gradio-app></body>
</html>"""


def test_the_document_gets_our_language_and_head_and_keeps_its_scripts():
    own = '<title>Дже&amp;рело</title><script id="words" type="application/json">{"a": "\\u003c&amp; ї"}</script>'
    document = with_head(DOCUMENT.encode(), "uk", own).decode()
    assert document.startswith('<!doctype html>\n<html lang="uk" style="margin: 0">')
    assert document.index("charset") < document.index("<title>Дже&amp;рело</title>") < document.index("viewport")
    assert '{"a": "\\u003c&amp; ї"}</script>' in document
    assert 'window.config = {"a": "</p> & < > \\u003c і"};</script>' in document
    assert "og:" not in document
    assert "twitter" not in document
    assert "manifest" not in document
    assert '<gradio-app embed="false"></gradio-app>' in document
    assert json.loads('{"a": "\\u003c&amp; ї"}')["a"] == "<&amp; ї"
