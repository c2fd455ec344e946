"""The server towards programs and other sites: refusals, headers of every response, and what is never stored."""

import base64
import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlsplit

import pytest

from index.build import renew
from index.model.cached_folder import default_cache, ensure_folder
from index.model.convert import MODEL
from qa.reader.weights import READER
from qa.repair.dictionary import DICTIONARIES
from support.pdf_files import pdf
from ui.asgi.policy import Policy
from ui.asgi.visitor_cookie import owner_of
from ui.corpus.uploads import LONGEST_NAME_BYTES
from ui.history.store import FILE, History
from ui.web.server import AddressError, serve
from ui.web.site import Settings

SECRET = "СЕКРЕТ-ПОЗА-ТЕКОЮ"
PASSWORD = "довгий пароль"


@pytest.fixture(scope="module")
def place(tmp_path_factory, remembering):
    """A folder with a corpus, its index, and a secret beside them."""
    place = tmp_path_factory.mktemp("server")
    (place / "corpus").mkdir()
    (place / "corpus" / "b.pdf").write_bytes(pdf([["The highest tide rises in the Bay of Fundy."]]))
    (place / "corpus" / "a.txt").write_text("Дніпро\n\nДовжина Дніпра становить 2201 кілометр.\n", "utf-8")
    (place / "secret.txt").write_text(SECRET, "utf-8")
    renew(place / "corpus", place / "index", remembering)
    return place


@contextmanager
def serving(place, *options, reads=False, **environment):
    folders = ["--index", str(place / "index"), "--corpus", str(place / "corpus")]
    program = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0"]
    command = [*program, *folders, *([] if reads else ["--no-reader"]), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        try:
            yield int(re.search(r":(\d+)$", process.stdout.readline().strip()).group(1)), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


@pytest.fixture(scope="module")
def server(place):
    """The port of a page and its process, which is started in an environment that would open it to others."""
    on = dict.fromkeys(["SHARE", "SSR_MODE", "ANALYTICS_ENABLED", "MCP_SERVER", "DEBUG"], "True")
    paths = {"ALLOWED_PATHS": "/", "ROOT_PATH": "/elsewhere", "TEMP_DIR": str(place / "corpus"), "WATCH_DIRS": "/tmp"}
    settings = {**on, **paths, "SERVER_NAME": "0.0.0.0", "VIBE_MODE": "1"}
    hostile = {f"GRADIO_{name}": value for name, value in settings.items()}
    with serving(place, **hostile) as (port, process):
        yield port, process


@pytest.fixture(scope="module")
def port(server):
    return server[0]


@pytest.fixture(scope="module")
def guarded(place):
    """The port of a read-only page with a password, listening on every address."""
    with serving(place, "--host", "0.0.0.0", "--password", PASSWORD, "--read-only") as (port, _):
        yield port


LIMITED = """
import socket, sys
from pathlib import Path
from ui.asgi.policy import Policy
from ui.asgi.visitor_cookie import owner_of
from ui.corpus.uploads import Limits
from ui.web.app import app_of
from ui.web.server import run
from ui.web.site import Settings, Site
place = Path(sys.argv[1])
limits = Limits(40_000, 100_000, 300)
settings = Settings(place / "index", place / "corpus", limits=limits, reads=False)
app = app_of(Site.open(settings), Policy("127.0.0.1"))
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
run(app, listening)
"""


@pytest.fixture(scope="module")
def limited(place, tmp_path_factory):
    """The port and the corpus of a page that takes files of 40 kB, 100 kB and 300 files in all."""
    own = tmp_path_factory.mktemp("limited")
    shutil.copytree(place / "index", own / "index")
    shutil.copytree(place / "corpus", own / "corpus", ignore=shutil.ignore_patterns("uploads"))
    with subprocess.Popen([sys.executable, "-c", LIMITED, own], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline()), own / "corpus" / "uploads"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def call(port, method, path, body=None, **headers):
    """(status, headers, body) of one request; header names with `_` for `-`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None and "Transfer_Encoding" not in headers and "Content_Length" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def ask(port, question, lang="uk", conversation="", **headers):
    """(status, body) of a question asked as the page does it."""
    body = json.dumps({"question": question, "conversation": conversation}).encode()
    headers = {"Content_Type": "application/json", **headers}
    status, _, answer = call(port, "POST", f"/-/ask?lang={lang}", body, **headers)
    return status, json.loads(answer)


def markup(port, path, **headers):
    """What a route gives, as a browser reads it."""
    return html.unescape(call(port, "GET", path, **headers)[2].decode())


def stored(place):
    return sorted(path.name for path in (place / "corpus").rglob("*"))


CHANGES = (
    ("POST", "/-/ask"),
    ("PUT", "/-/uploads/x.txt"),
    ("POST", "/-/rebuild"),
    ("DELETE", "/-/history"),
    ("DELETE", "/-/history/x"),
    ("POST", "/-/feedback"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/en/gradio_api/upload"),
    ("POST", "/gradio_api/upload"),
)


def test_the_first_question_loads_no_model(place, tmp_path):
    models = tmp_path / "cache/dzherelo"
    models.mkdir(parents=True)
    for recipe in (MODEL, READER, *DICTIONARIES.values()):
        folder = ensure_folder(default_cache(), recipe)
        (models / folder.name).symlink_to(folder)
    with serving(place, reads=True, XDG_CACHE_HOME=str(tmp_path / "cache")) as (port, _):
        while not models.is_file():  # the server may be making its dictionaries there
            shutil.rmtree(models, ignore_errors=True)
            with suppress(IsADirectoryError):
                models.write_text("no folder, so that nothing can be loaded from here")
        status, answer = ask(port, "Яка довжина Дніпра?")
    assert status == 200
    assert "2201" in answer["markup"]


def test_foreign_requests_are_refused_and_leave_no_byte(port, place):
    before = stored(place)
    foreign = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{port + 1}"},
        {"Origin": f"http://localhost:{port}"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
        {"Host": "evil.example"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Host": "localhost", "Origin": "http://localhost.evil.example"},
        {"Host": f"127.0.0.1:{port}@evil.example"},
        {"Host": "127.0.0.1@evil.example"},
        {"Host": "127.0.0.1:x"},
        {"Host": "[::1].evil.example"},
        {"Referer": "https://evil.example/"},
        {"Referer": f"http://127.0.0.1:{port}.evil.example/"},
        {"Referer": "x"},
        {"Origin": f"http://x@127.0.0.1:{port}"},
        {"Origin": f"http://127.0.0.1:{port}, https://evil.example"},
    ]
    for headers in foreign:
        for method, path in CHANGES:
            status, _, body = call(port, method, path, b"x" * 10, **headers)
            assert status in (403, 421), (headers, method, path, body)
    assert stored(place) == before


def test_a_link_from_another_site_opens_the_page_but_nothing_of_it_can_be_read_or_framed(port):
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert call(port, "GET", "/?q=x", **link)[0] == 200
    for dest in ("iframe", "script", "image", "empty"):
        assert call(port, "GET", "/", **{**link, "Sec_Fetch_Dest": dest})[0] == 403


@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/healthz", "/api/v1/articles/a.txt", "/-/static/main.js"])
def test_a_client_may_ask_for_the_headers_alone(port, path):
    status, headers, body = call(port, "HEAD", path)
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(call(port, "GET", path)[2])


def test_paths_of_gradio_that_the_page_does_not_use_are_closed(port):
    closed = [
        "upload",
        "upload_progress?upload_id=x",
        "call/ask",
        "run/predict",
        "api/predict",
        "component_server/",
        "file=/etc/passwd",
        "file/etc/passwd",
        "proxy=http://127.0.0.1/",
        "stream/x/y/z/playlist.m3u8",
        "monitoring",
        "monitoring/x",
        "token",
        "user",
        "vibe-edit/",
        "vibe-code/",
        "undo-vibe-edit/",
        "dev/reload",
        "process_recording",
        "mcp/",
        "mcp/sse",
        "deep_link",
        "openapi.json",
        "favicon.ico",
        "theme.css/../upload",
        "queue/status",
        "history",
        "queue/join",
        "queue/data",
        "cancel",
        "reset",
        "startup-events",
        "heartbeat/x",
        "info",
    ]
    for path in closed:
        for prefix in ("/gradio_api/", "/en/gradio_api/", "/"):
            for method in ("GET", "POST"):
                if (prefix, path) != ("/", "favicon.ico"):
                    assert call(port, method, prefix + path, b"{}")[0] == 404, (method, prefix + path)
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec_WebSocket_Version": "13"}
    for path in ("/-/conversation", "/-/articles", "/"):
        status, headers, _ = call(port, "GET", path, Connection="Upgrade", Upgrade="websocket", **key)
        assert status == 200
        assert headers["content-security-policy"]


def test_nobody_can_tell_the_page_that_it_lies_elsewhere(port):
    for name in ("X_Forwarded_Host", "Forwarded", "X_Forwarded_Prefix", "X_Original_URL"):
        for value in ("evil.example", "host=evil.example", "//evil.example/"):
            for path in ("/config", "/", "/en/config", "/en/"):
                assert b"evil.example" not in call(port, "GET", path, **{name: value})[2], (name, value, path)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"[" * 50_000,
        b'{"turn": 1e999, "conversation": "x", "thumb": 1}',
        b'{"turn": 9999999999999999999999, "conversation": "x", "thumb": 1}',
        b'{"turn": 1, "thumb": 1}',
        b'{"turn": ' + b"9" * 5000 + b', "conversation": "x", "thumb": 1}',
        b'{"turn": 1, "conversation": "\\ud800", "thumb": 1}',
        b'{"turn": 1, "conversation": "x", "thumb": 2}',
        b'{"turn": 1, "conversation": "x", "thumb": 1, "reason": "' + b"x" * 700 + b'"}',
        b"\xff\xfe",
    ],
)
def test_forged_feedback_is_refused_in_few_words(port, body):
    status, _, message = call(port, "POST", "/-/feedback", body, Content_Type="application/json")
    assert status in (400, 422)
    assert len(message) < 200


FORGED = [
    b"",
    b"[]",
    b"null",
    b"[" * 50_000,
    b'{"question": {"a": 1}}',
    b'{"question": null}',
    b'{"question": ["x"], "since": {}}',
    b'{"question": "x?", "conversation": "\\ud800"}',
    b'{"question": "x?", "conversation": "../../etc"}',
    b'{"question": "x?", "instead_of": 1000000000000000000000000000000}',
    b'{"question": "x?", "instead_of": "1"}',
    b'{"question": "x?", "instead_of": -1}',
    b'{"question": "x?", "alone": "yes"}',
    b'{"question": "x?", "as_typed": "yes"}',
    b'{"question": "x?", "since": ["x"], "until": {}, "language": 1}',
    b'{"question": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}}',
    b"question=x",
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", FORGED)
def test_a_forged_question_is_refused_in_few_words(port, body):
    status, _, answer = call(port, "POST", "/-/ask", body, Content_Type="application/json")
    assert status in (400, 422)
    assert len(answer) < 250


@pytest.mark.parametrize("question", ["x" * 100_000, "", "???", "\x00"])
def test_a_question_that_cannot_be_asked_is_refused_with_a_sentence(port, question):
    status, answer = ask(port, question)
    assert status == 422
    assert html.unescape(answer["notice"]).count(answer["error"]) == 1
    assert 'class="warning"' in answer["notice"]


def test_a_question_with_odd_characters_or_filters_is_asked_like_any_other(port):
    for question in (
        "Довжина Дніпра\x00?",
        "Довжина\u202e Дніпра?",
        "<b>Довжина</b> Дніпра?",
        "\ud800 Довжина Дніпра?",
    ):
        status, answer = ask(port, question)
        assert status == 200
        assert "data-status" in answer["markup"]
    body = {"question": "Довжина Дніпра?", "since": "2020", "until": "2026-02", "language": "uk-UA"}
    assert call(port, "POST", "/-/ask", json.dumps(body).encode(), Content_Type="application/json")[0] == 200


def test_a_filter_by_what_is_no_language_is_refused_with_a_sentence(port):
    body = json.dumps({"question": "Довжина Дніпра?", "language": "'; DROP TABLE turn; --"}).encode()
    status, _, answer = call(port, "POST", "/-/ask", body, Content_Type="application/json")
    assert status == 400
    assert "not a language code" in json.loads(answer)["error"]
    assert 'class="warning"' in json.loads(answer)["notice"]


def test_an_answer_is_json_with_its_turn_and_conversation_and_a_follow_up_goes_on_with_it(port):
    status, first = ask(port, "Яка довжина Дніпра?", lang="en")
    assert status == 200
    assert set(first) == {"conversation", "turn", "markup"}
    status, second = ask(port, "А глибина?", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert second["turn"] > first["turn"]
    shown = markup(port, f"/-/conversation?c={first['conversation']}")
    assert [int(turn) for turn in re.findall(r'data-turn="(\d+)"', shown)] == [first["turn"], second["turn"]]


SAFETY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def test_every_answer_has_the_safety_headers(port):
    paths = [
        "/",
        "/en/",
        "/config",
        "/-/static/main.js",
        "/-/static/style.css",
        "/-/articles",
        "/nowhere",
        "/-/nowhere",
        "/assets/nowhere",
        "/-/static/nowhere",
        "/gradio_api/file=/etc/passwd",
        "/-/article",
        "/-/ask",
    ]
    for path in paths:
        _, headers, _ = call(port, "GET", path)
        for name, value in SAFETY_HEADERS.items():
            assert headers[name] == value, path
        assert "server" not in headers
    _, headers, _ = call(port, "GET", "/", Host="evil.example")
    assert headers["x-frame-options"] == "DENY"


def test_no_path_leads_out_of_the_corpus_and_the_index_and_no_address_is_fetched(port, place):
    secret = str(place / "secret.txt")
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    away = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
    near = [
        "../secret.txt",
        "../../secret.txt",
        "..\\secret.txt",
        "....//secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
    ]
    far = ["/etc/passwd", "file:///etc/passwd", "%2fetc%2fpasswd", "/proc/self/environ"]
    targets = [secret, *near, *far, away]
    forms = [
        "/gradio_api/file={}",
        "/file={}",
        "/en/gradio_api/file={}",
        "/gradio_api/file/{}",
        "/static/{}",
        "/assets/{}",
        "/gradio_api/proxy={}",
        "/-/{}",
        "/-/static/{}",
        "/-/article?article={}",
        "/svelte/{}",
        "/custom_component/{}",
    ]
    for form in forms:
        for target in targets:
            for written in (target, quote(target, safe="")):
                _, _, body = call(port, "GET", form.format(written).replace(" ", "%20"))
                assert SECRET.encode() not in body, (form, written)
                assert b"root:x:" not in body, (form, written)
                assert b"GRADIO_" not in body, (form, written)
    for question in (away, secret, f"![x]({away})"):
        assert ask(port, question)[0] == 200
    time.sleep(0.3)
    with pytest.raises(TimeoutError):
        listening.accept()
    listening.close()


@pytest.mark.parametrize(
    "name",
    [
        "%ff%fe.txt",
        "a%E2%80%AE.txt",
        "..%2fx.txt",
        "%2e%2e%2fx.txt",
        ".hidden.txt",
        "x.exe",
        "x%00.txt",
        "x" * 260 + ".txt",
    ],
)
def test_an_upload_under_a_bad_name_is_refused(port, place, name):
    assert len(name) < LONGEST_NAME_BYTES * 2
    before = stored(place)
    assert call(port, "PUT", f"/-/uploads/{name}", b"text")[0] in (400, 404, 415)
    assert stored(place) == before


def test_too_much_no_length_and_half_an_upload_are_refused_at_once_and_leave_nothing(port, place):
    before = stored(place)
    begun = time.monotonic()
    assert call(port, "PUT", "/-/uploads/x.txt", b"", Content_Length=str(5 << 30))[0] == 413
    assert call(port, "PUT", "/-/uploads/x.txt", b"", Content_Length=str(100 << 20))[0] == 413  # a text of 100 MB
    assert call(port, "PUT", "/-/uploads/x.txt", b"1\r\nx\r\n0\r\n\r\n", Transfer_Encoding="chunked")[0] == 411
    assert call(port, "POST", "/-/ask", b"x" * (300 << 10))[0] == 413
    assert call(port, "POST", "/gradio_api/upload", b"x" * 100)[0] == 404
    assert time.monotonic() - begun < 4  # five refusals, each within a second
    with socket.create_connection(("127.0.0.1", port)) as broken:
        broken.sendall(
            f"PUT /-/uploads/x.txt HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100000\r\n\r\nhalf".encode()
        )
        time.sleep(0.2)
    time.sleep(0.3)
    assert stored(place) == [*before, "uploads"] or stored(place) == before


def test_the_quota_holds_over_http_however_many_send_at_once_and_what_is_acknowledged_is_there(limited):
    port, folder = limited
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: call(port, "PUT", f"/-/uploads/{n}.txt", b"x" * 30_000)[0], range(6)))
    assert sorted(answers) == [201] * 3 + [507] * 3
    assert call(port, "PUT", "/-/uploads/x.txt", b"x" * 40_001)[0] == 413
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == sorted(f"{number}.txt" for number, status in enumerate(answers) if status == 201)
    assert sum(path.stat().st_size for path in folder.iterdir()) == 90_000
    assert call(port, "PUT", "/-/uploads/small.txt", b"x" * 10_000)[0] == 201
    assert call(port, "PUT", "/-/uploads/one-more.txt", b"x")[0] == 507
    for name in (*kept, "small.txt"):
        assert call(port, "DELETE", f"/-/uploads/{name}")[0] == 204
    assert list(folder.iterdir()) == []


def test_a_burst_of_300_files_is_taken_and_the_next_refused_while_questions_are_answered(limited):
    port, folder = limited

    def send(number):
        return call(port, "PUT", f"/-/uploads/{number}.txt", f"Файл {number}.".encode())[0]

    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send, number) for number in range(305)]
        status, answer = ask(port, "Яка довжина Дніпра?")
        assert not all(each.done() for each in sending)
    assert status == 200
    assert "2201" in html.unescape(answer["markup"])
    assert [sorted(each.result() for each in sending).count(status) for status in (201, 507)] == [300, 5]
    assert len(list(folder.iterdir())) == 300
    assert send(next(int(path.stem) for path in folder.iterdir())) == 201  # to send a file again is no new one
    shutil.rmtree(folder)


def test_interrupted_uploads_leave_nothing_and_release_their_space(limited):
    port, folder = limited
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", port)) as broken:
            head = f"PUT /-/uploads/x.txt HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 40000\r\n\r\n"
            broken.sendall(head.encode() + b"x" * 20_000)
            while not list(folder.glob(".part-*")):
                time.sleep(0.01)
        while list(folder.glob(".part-*")):
            time.sleep(0.01)
    assert [call(port, "PUT", f"/-/uploads/{n}.txt", b"x" * 40_000)[0] for n in range(3)] == [201, 201, 507]
    shutil.rmtree(folder)


def test_whoever_sends_too_large_a_file_to_its_end_reads_why(port):
    size, sent = 100 << 20, 0
    head = f"PUT /-/uploads/x.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(head.encode())
        while sent < size:  # like a proxy, which looks for an answer only then
            client.sendall(b"x" * (1 << 20))
            sent += 1 << 20
        answer = client.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 413")
    assert "щонайбільше 32 МБ" in answer.decode()


def test_a_client_that_asks_before_it_sends_is_refused_at_once(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        head = f"PUT /-/uploads/x.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: {100 << 20}\r\n"
        client.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_a_renamed_upload_is_acknowledged_under_its_name(port, place):
    name = "Хто винен?.txt"
    status, _, body = call(port, "PUT", f"/-/uploads/{quote(name)}", "Мідії.\n".encode())
    assert (status, json.loads(body)) == (201, {"stored": "Хто винен_.txt", "replaced": False, "renamed": True})
    (place / "corpus" / "uploads" / "Хто винен_.txt").unlink()


def test_an_acknowledged_upload_is_on_disk_and_can_be_removed(port, place):
    name = quote("стаття.txt")
    status, _, body = call(port, "PUT", f"/-/uploads/{name}", "Мідії.\n".encode())
    assert (status, json.loads(body)) == (201, {"stored": "стаття.txt", "replaced": False})
    assert (place / "corpus" / "uploads" / "стаття.txt").read_text("utf-8") == "Мідії.\n"
    assert call(port, "DELETE", f"/-/uploads/{name}")[0] == 204
    assert call(port, "DELETE", f"/-/uploads/{name}")[0] == 404


def test_a_hostile_environment_changes_nothing(port):
    config = json.loads(call(port, "GET", "/config")[2])
    assert "elsewhere" not in config.get("root", "")
    assert not config.get("analytics_enabled")
    assert not config.get("is_space")
    assert call(port, "GET", "/gradio_api/mcp/")[0] == 404
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((lan_address(), port), timeout=1)


def lan_address():
    """An address of this machine that is not its loopback one; another loopback address where there is none."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return next((address for address in found if not address.startswith("127.")), "127.0.0.9")


def test_an_idle_page_takes_next_to_no_processor_time(server):
    port, process = server
    assert call(port, "GET", "/")[0] == 200
    time.sleep(1)
    before = processor_seconds(process.pid)
    time.sleep(5)
    assert processor_seconds(process.pid) - before < 0.1  # a queue of events that polls takes twice that


def processor_seconds(pid):
    """The processor time that a process has taken."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_read_only_page_refuses_changes_in_code(guarded, place):
    before = stored(place)
    token = base64.b64encode(f"anyone:{PASSWORD}".encode()).decode()
    status, answer = ask(guarded, "Яка довжина Дніпра?", Authorization=f"Basic {token}")
    assert status == 200
    changes = {
        "PUT": ["/-/uploads/x.txt"],
        "POST": ["/-/rebuild"],
        "DELETE": ["/-/uploads/a.txt", "/-/rebuild", "/-/history", f"/-/history/{answer['conversation']}"],
        "GET": ["/-/feedback.jsonl"],
    }
    for method, path in ((method, path) for method, paths in changes.items() for path in paths):
        assert call(guarded, method, path, b"x", Authorization=f"Basic {token}")[0] == 403, path
    assert stored(place) == before
    page = call(guarded, "GET", "/-/history", Authorization=f"Basic {token}")
    assert page[0] == 200
    assert not (place / "index" / "history.sqlite3").exists() or b"read-only" not in page[2]


def test_a_read_only_page_shows_nothing_that_it_refuses(guarded, port):
    token = base64.b64encode(f"anyone:{PASSWORD}".encode()).decode()
    frames = markup(guarded, "/-/articles-tab", Authorization=f"Basic {token}")
    writable = markup(port, "/-/articles-tab")
    for part in ('id="upload"', "/-/uploads", "/-/rebuild", "uploads-list"):
        assert part not in frames
        assert part in writable


def test_a_password_is_asked_for_everything(guarded):
    wrong = base64.b64encode(b"anyone:wrong").decode()
    for path in ("/", "/config", "/-/static/main.js", "/-/articles", "/-/conversation", "/gradio_api/info"):
        status, headers, _ = call(guarded, "GET", path)
        assert status == 401
        assert headers["www-authenticate"].startswith("Basic")
        assert headers["content-security-policy"]
    for given in (f"Basic {wrong}", "Basic ???", "Bearer x", "Basic"):
        assert call(guarded, "GET", "/", Authorization=given)[0] == 401


def picture_paths(port, **headers):
    """The addresses of a page of a PDF: of its figure, and of the picture in it."""
    figure = "/-/page?article=b.pdf&page=1"
    found = re.search(r'src="(/-/page-picture\?[^"]+)"', markup(port, figure, **headers))
    return figure, found[1]


def test_pictures_of_pages_are_shown_to_their_own_page_alone(port):
    paths = picture_paths(port)
    foreign = [
        ({"Host": "evil.example"}, 421),
        ({"Host": f"127.0.0.1.evil.example:{port}"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": f"http://127.0.0.1:{port + 1}"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        *(
            ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": dest}, 403)
            for dest in ("image", "iframe", "empty")
        ),
    ]
    for path in paths:
        status, headers, body = call(port, "GET", path, Origin=f"http://127.0.0.1:{port}", Sec_Fetch_Site="same-origin")
        assert (status, headers["cross-origin-resource-policy"]) == (200, "same-origin")
        assert body
        assert "access-control-allow-origin" not in headers
        for forged, refused in foreign:
            assert call(port, "GET", path, **forged)[0] == refused, (path, forged)
    assert (headers["content-type"], body[8:12]) == ("image/webp", b"WEBP")


def test_pictures_of_pages_need_the_password_and_neither_a_token_nor_a_cookie_stands_for_it(place):
    known = "Basic " + base64.b64encode(f"anyone:{PASSWORD}".encode()).decode()
    wrong = "Basic " + base64.b64encode(b"anyone:wrong").decode()
    with serving(place, "--password", PASSWORD, "--token", "programs-own-key", "--read-only") as (port, _):
        visitor = call(port, "GET", "/", Authorization=known)[1]["set-cookie"].partition(";")[0]
        for path in picture_paths(port, Authorization=known):
            assert call(port, "GET", path, Authorization=known)[0] == 200
            refused = [{}, {"Cookie": visitor}, {"Authorization": wrong}, {"Authorization": "Bearer programs-own-key"}]
            for given in refused:
                status, _, body = call(port, "GET", path, **given)
                assert (status, b"WEBP" in body) == (401, False), (path, given)


def test_with_a_password_each_visitor_has_a_history_of_his_own(place, tmp_path):
    shutil.copytree(place / "index", tmp_path / "index")
    shutil.copytree(place / "corpus", tmp_path / "corpus")
    known = "Basic " + base64.b64encode(f"anyone:{PASSWORD}".encode()).decode()
    with serving(tmp_path, "--password", PASSWORD) as (port, _):
        visitors = []
        for _ in range(2):
            given = call(port, "GET", "/", Authorization=known)[1]["set-cookie"]
            assert "HttpOnly" in given
            assert "SameSite=lax" in given
            visitors.append({"Authorization": known, "Cookie": given.partition(";")[0]})
        one, two = visitors
        assert one != two
        assert call(port, "GET", "/", **one)[1]["set-cookie"].startswith(one["Cookie"])  # kept, not replaced
        question = "Яка довжина Дніпра, спитав перший?"
        _, answer = ask(port, question, **one)
        conversation = answer["conversation"]
        assert question in markup(port, "/-/history", **one)
        judged = json.dumps({"turn": answer["turn"], "conversation": conversation, "thumb": 1}).encode()
        for other in (two, {"Authorization": known}, {**two, "Cookie": "dzherelo_visitor="}):
            assert question not in markup(port, "/-/history", **other)
            assert call(port, "POST", "/-/feedback", judged, Content_Type="application/json", **other)[0] == 404
            assert call(port, "GET", "/-/feedback.jsonl", **other)[2] == b""
            opened = markup(port, f"/-/conversation?c={conversation}", **other)
            _, followed = ask(port, "А довжина?", conversation=conversation, **other)
            assert question not in opened + html.unescape(followed["markup"])
            call(port, "DELETE", f"/-/history/{conversation}", **other)
            call(port, "DELETE", "/-/history", **other)
        assert question in markup(port, f"/-/conversation?c={conversation}", **one)
        assert call(port, "POST", "/-/feedback", judged, Content_Type="application/json", **one)[0] == 204
    history = History(tmp_path / "index" / FILE)
    # What a page without a password, its owner's own, would list.
    asked = [each.question for each in history.conversations(owner_of({}, per_visitor=False))]
    history.close()
    assert question not in asked


def test_without_a_password_the_page_is_its_owners_own_and_sets_no_cookie(port):
    assert "set-cookie" not in call(port, "GET", "/")[1]


def test_a_public_address_without_a_password_is_refused(place):
    with pytest.raises(AddressError, match="no password"):
        serve(Settings(place / "index", place / "corpus"), Policy("0.0.0.0"))


def test_a_taken_port_is_named_with_the_way_out(place, port):
    with pytest.raises(AddressError, match=f"port {port}.*--port {port + 1}"):
        serve(Settings(place / "index", place / "corpus"), Policy("127.0.0.1"), port)


def test_the_server_imports_neither_torch_nor_sentence_transformers(place):
    code = (
        "import sys; from pathlib import Path; from ui.asgi.policy import Policy; "
        "from ui.web.app import app_of; from ui.web.site import Settings, Site; "
        f"settings = Settings(Path({str(place / 'index')!r}), Path({str(place / 'corpus')!r}), True, reads=False); "
        "app_of(Site.open(settings), Policy('127.0.0.1')); "
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("path", "language", "title"), [("/", "uk", "Джерело"), ("/en/", "en", "Dzherelo")])
def test_the_document_is_described_as_itself_and_names_no_other_host(port, path, language, title):
    _, headers, body = call(port, "GET", path, Accept_Encoding="gzip, br")
    document = body.decode()
    assert int(headers["content-length"]) == len(body)
    assert f'<html lang="{language}"' in document
    assert f"<title>{title}</title>" in document
    assert '<meta name="description"' in document
    assert not re.search("og:|twitter:", document)
    assert set(re.findall(r"https?://([^/:\"\\]+)", document)) <= {"127.0.0.1"}


def test_the_address_in_a_link_survives_the_way_to_another_language(port):
    status, headers, _ = call(port, "GET", "/?q=%D1%85%20y&since=2026", Accept="text/html", Accept_Language="en-GB")
    assert status == 307
    assert urlsplit(headers["location"]).path == "/en/"
    assert urlsplit(headers["location"]).query == "q=%D1%85%20y&since=2026"
    assert call(port, "GET", "/", Accept="text/html", Accept_Language="en", Cookie="dzherelo_language=uk")[0] == 200
