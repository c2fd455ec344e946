"""The page in a real Chromium, served by the real program over a small corpus."""

import contextlib
import http.client
import json
import shutil
import subprocess
import sys
import threading
from dataclasses import asdict
from datetime import date
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from index.build import renew
from index.local_store import LocalStore
from qa import Answer, Assistant, Citation, Hit
from support.pdf_files import pdf
from support.served_page import serving, tab
from ui.corpus.last_build_report import write_last_build
from ui.history.records import Asked
from ui.history.store import FILE, History

MOVLAIEV = "Казахстан погодив екстрадицію чеченського опозиціонера Мансура Мовлаєва."
ARTICLES = {
    "movlaiev.md": f"---\ntitle: Справа Мовлаєва\npublished: 2026-02-06\nlanguage: uk\nsource: https://news.example/m\n"
    f"tags: суд, притулок\n---\n\nПравозахисники б’ють на сполох.\n\n"
    f"{MOVLAIEV} Він просив про притулок у відкритому листі.\n",
    "letter.md": "---\ntitle: Лист Мовлаєва\npublished: 2026-02-08\nlanguage: uk\nsource: https://other.example/m\n---\n\n"
    "Мансур Мовлаєв жив в Алмати. Його листа надрукували правозахисники.\n",
    "bees.md": "---\ntitle: How bees dance\npublished: 2025-06-01\nlanguage: en\nsource: Field notes\n"
    "tags: bees\n---\n\n"
    "The waggle dance tells other bees where the nectar is. Karl von Frisch decoded the waggle dance in 1946.\n",
    "dnipro.md": "---\ntitle: Дніпро\npublished: 2024-03-21\nlanguage: uk\nsource: Атлас\n---\n\n"
    "Дніпро бере початок на Валдайській височині. Довжина Дніпра становить 2201 кілометр.\n",
    "undated.txt": "Чорнозем\n\nЧорнозем утворився під степовими травами. Гумусу в ньому до дев’яти відсотків.\n",
}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SKIPPED = {
    "<img src=x onerror=top.PWNED=1>.exe": "такий формат не підтримується",
    "'\"><svg onload=top.PWNED=1>.bin": "такий формат не підтримується",
    "empty.txt": "порожній",
    "broken.pdf": "це не PDF, який можна прочитати",
}
PAGES = ("Contents of the tide tables.", "The highest tide rises in the Bay of Fundy by sixteen metres.", "An index.")
QUESTION = "Чию екстрадицію погодив Казахстан?"
NONSENSE = "Скільки коштує квиток на потяг до Парижа?"
RUN = "top.PWNED=1"
AWAY = "http://away.example"
SCRIPTS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video src=x onerror={RUN}>",
    f"<audio src=x onerror={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<style onload={RUN}></style>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<a autofocus tabindex=0 onfocus={RUN}>x</a>",
    f"<select autofocus onfocus={RUN}>",
    f"<textarea autofocus onfocus={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><img src=x onerror={RUN}>",
    f"--><img src=x onerror={RUN}>",
    f"]]><img src=x onerror={RUN}>",
    f"'\"><img src=x onerror={RUN}>",
    f'"><svg/onload={RUN}>',
    f"' onfocus={RUN} autofocus='",
    f'" onmouseover={RUN} "',
    f"[x](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f"<javascript:{RUN}>",
    f"[x]: javascript:{RUN}",
    "${" + RUN + "}",
    "{{constructor.constructor('" + RUN + "')()}}",
    "{{" + RUN + "}}",
    "<%= " + RUN + " %>",
    "#{" + RUN + "}",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
    f"%3Cimg%20src%3Dx%20onerror%3D{RUN}%3E",
    f"<img src=x\tonerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f"<IMG SRC=x ONERROR={RUN}>",
    f"<img src=x onerror\n=\n{RUN}>",
    f"<scr<script>ipt>{RUN}",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set onbegin={RUN} attributeName=x to=1>",
    f"<form><button formaction=javascript:{RUN}>x</button></form>",
    f"<template><img src=x onerror={RUN}></template>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<base href=javascript:{RUN}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<isindex type=image src=1 onerror={RUN}>",
    f"<img src=x onerror=\"eval('{RUN}')\">",
    f"```html\n<img src=x onerror={RUN}>\n```",
    f"`<img src=x onerror={RUN}>`",
    f"$$<img src=x onerror={RUN}>$$",
    f"\\(<img src=x onerror={RUN}>\\)",
    f"> <img src=x onerror={RUN}>",
    f"* <img src=x onerror={RUN}>",
    f"|<img src=x onerror={RUN}>|\n|-|",
    f"<div>\n\n<img src=x onerror={RUN}>\n\n</div>",
]
SCRIPTS += [
    f"<p on{event}={RUN} tabindex=1 autofocus style='animation:x 1s'>{event}</p>"
    for event in (
        "click",
        "focus",
        "blur",
        "pointerenter",
        "mouseover",
        "animationstart",
        "transitionend",
        "wheel",
        "scroll",
        "beforeinput",
        "copy",
        "paste",
        "keydown",
        "contextmenu",
        "drag",
        "toggle",
        "load",
        "error",
        "resize",
        "message",
        "hashchange",
        "pageshow",
        "popstate",
        "storage",
        "submit",
        "reset",
        "select",
        "invalid",
        "input",
        "change",
        "touchstart",
        "gotpointercapture",
        "fullscreenchange",
        "securitypolicyviolation",
        "visibilitychange",
        "auxclick",
    )
]
LOADS = [
    f"<img src={AWAY}/1.png>",
    f"<img srcset='{AWAY}/2.png 1x'>",
    f"<picture><source srcset={AWAY}/3.png><img></picture>",
    f"<video poster={AWAY}/4.png>",
    f"<video src={AWAY}/5.mp4 autoplay>",
    f"<audio src={AWAY}/6.mp3 autoplay>",
    f"<link rel=stylesheet href={AWAY}/7.css>",
    f"<style>@import '{AWAY}/8.css'</style>",
    f"<p style='background:url({AWAY}/9.png)'>x</p>",
    f"<style>body{{background:url({AWAY}/10.png)}}</style>",
    f"<iframe src={AWAY}/11></iframe>",
    f"<object data={AWAY}/12></object>",
    f"<embed src={AWAY}/13>",
    f"<script src={AWAY}/14.js></script>",
    f"<svg><image href={AWAY}/15.png></svg>",
    f"<svg><use href={AWAY}/16.svg#x></svg>",
    f"<link rel=prefetch href={AWAY}/17>",
    f"<link rel=preconnect href={AWAY}>",
    f"<link rel=dns-prefetch href={AWAY}>",
    f"<meta http-equiv=refresh content='0;url={AWAY}/20'>",
    f"<base href={AWAY}/>",
    f"<input type=image src={AWAY}/22.png>",
    f"<body background={AWAY}/23.png>",
    f"<table background={AWAY}/24.png><tr><td>x</table>",
    f"![x]({AWAY}/25.png)",
    f"[![x]({AWAY}/26.png)]({AWAY})",
    f"<frameset><frame src={AWAY}/27></frameset>",
    f"<track src={AWAY}/28.vtt>",
    f"<link rel=icon href={AWAY}/29.ico>",
    f"<p style='list-style:url({AWAY}/30.png);display:list-item'>x</p>",
]


def article_id(number: int, payload: str) -> str:
    """An id that holds the payload; line breaks are not kept in ids."""
    return f"{number} {' '.join(payload.split())}"


def payload_answer(payload: str) -> Answer:
    """An answer from an article that holds the payload in every field that is shown."""
    text = f"Перше речення. {payload} Останнє речення."
    fixed = {"article_id": payload, "title": payload, "published": date(2026, 1, 1), "source": payload, "page": 3}
    place = {
        "start": 0,
        "end": len(text),
        "answer_start": 0,
        "answer_end": len(text),
        "text": text,
        "score": 1.0,
        "dense_score": 0.9,
        "lexical_score": 7.0,
    }
    spans = {"span_start": 16, "span_end": 16 + len(payload), "spans": ((16, 16 + len(payload)),), "confidence": 0.9}
    ranks = {"dense_rank": 1, "lexical_rank": 2}
    found = Citation(**fixed, **place, **spans, **ranks, language=payload[:20], number=1)  # type: ignore
    values = {"question": payload, "searched": f"{payload} !", "confidence": 0.9, "generation": 1}
    return Answer(**values, status="answered", citations=(found,), near_misses=(), hint="")  # type: ignore


def cited_whole(hit: Hit, number: int) -> Citation:
    place = {"answer_start": hit.start, "answer_end": hit.end, "span_start": hit.start, "span_end": hit.end}
    return Citation(**asdict(hit), **place, spans=((hit.start, hit.end),), confidence=0.9, number=number)


def answer_of(*hits: Hit) -> Answer:
    """An answer that cites these hits whole."""
    cited = tuple(cited_whole(hit, number) for number, hit in enumerate(hits, 1))
    return Answer("Мовлаєв?", "Мовлаєв?", "answered", 0.9, citations=cited, near_misses=(), hint="", generation=1)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, remembering) -> Path:
    """A folder with a corpus, its index, and a stored conversation that is full of payloads."""
    place = tmp_path_factory.mktemp("page")
    corpus = place / "corpus"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, "utf-8")
    rows = [
        {
            "id": article_id(number, payload),
            "title": payload,
            "source": payload,
            "language": "uk",
            "text": f"Рядок {number}. {payload}",
            "rubric": payload,
        }
        for number, payload in enumerate((*SCRIPTS, *LOADS))
    ]
    (corpus / "payloads.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (corpus / "tides.pdf").write_bytes(pdf([[line] for line in PAGES]))
    for name in SKIPPED:
        (corpus / name).write_text("" if name == "empty.txt" else "x")
    write_last_build(place / "index", renew(corpus, place / "index", remembering), corpus)
    history = History(place / "index" / FILE)
    for payload in (*SCRIPTS, *LOADS):
        history.add("payloads", Asked(payload), payload_answer(payload))
    with Assistant(LocalStore(place / "index"), remembering) as assistant:
        found = {hit.article_id: hit for hit in assistant.retrieve("Мансур Мовлаєв", 20)}
    history.add("two", Asked("Мовлаєв?"), answer_of(found["movlaiev.md"], found["letter.md"]))
    history.close()
    return place


@pytest.fixture(scope="session")
def server(place):
    with serving(place) as address:
        yield address


@pytest.fixture
def open_page(browser, server):
    """Opens the page in a separate context; requests to other hosts are recorded and refused."""
    contexts = []

    def opened(path="/", language="uk-UA", size=(1280, 800), address=server, colours="light"):
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(locale=language, viewport=viewport, color_scheme=colours)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.outside, page.errors = [], []
        page.on("request", lambda request: note(request, address, page.outside))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector(".conversation:not(.loading)")
        return page

    yield opened
    for context in contexts:
        context.close()


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
def below_a_path(place, tmp_path_factory):
    folder = tmp_path_factory.mktemp("below-a-path")
    shutil.copytree(place / "index", folder / "index", ignore=shutil.ignore_patterns("last-build.json"))
    shutil.copytree(place / "corpus", folder / "corpus")
    with serving(folder, "--root-path", "/dz") as address:
        yield address


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


def note(request, address, outside):
    if not request.url.startswith((address, "data:", "blob:", "about:")):
        outside.append(request.url)


def ask(page, question):
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('.turn').length > {turns}")


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


def test_small_talk_gets_a_card_and_a_dead_link_says_so(open_page):
    page = open_page("/?c=gone")
    assert "Такої розмови тут немає" in page.locator(".conversation .warning").inner_text()
    ask(page, "Скільки статей ти маєш?")
    assert "Тут " in page.locator(".turn .help .indexed").inner_text()
    assert page.locator(".turn.refused, .sources, .near").count() == 0


def test_on_a_phone_the_article_is_a_sheet_that_a_touch_beside_it_closes(open_page):
    page = open_page("/?c=two", size=(390, 844))
    page.wait_for_selector(".turn")
    small = """() => [...document.querySelectorAll('.prose button, #below button, #asking button, .prose summary')]
        .filter((each) => each.checkVisibility() && !each.closest('details:not([open]) > :not(summary)'))
        .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML.slice(0, 80))"""
    assert page.evaluate(small) == []
    seen = """(marker) => [getComputedStyle(marker).backgroundColor, getComputedStyle(marker, '::before').height]"""
    background, height = page.locator(".lead .marker").evaluate(seen)
    assert background == "rgba(0, 0, 0, 0)"  # or it hides letters of the line above
    assert 16 <= float(height.removesuffix("px")) <= 28
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    page.wait_for_timeout(300)
    box = page.locator("#article-view").bounding_box()
    assert 30 < box["y"] < 100
    page.mouse.click(195, 10)
    assert page.locator("#article-view").is_hidden()


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


def test_a_refusal_has_no_sources_and_shows_the_closest_passages(open_page):
    page = open_page()
    ask(page, NONSENSE)
    turn = page.locator(".turn.refused")
    assert turn.locator(".refusal").inner_text() == "Певної відповіді у статтях не знайдено."
    assert page.locator(".sources").count() == 0
    assert turn.locator(".near .quote").first.inner_text() != ""
    assert turn.locator(".near .band").count() == 0


def focused(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def press_until(page, key, selector, most=70):
    """Press a key until the element has a visible focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page, selector):
            break
    assert focused(page, selector), selector
    seen = (
        "element => { const style = getComputedStyle(element.matches('#question *') ? document.querySelector('#asking')"
    )
    seen += " : element.matches('#upload') ? element.closest('.drop') : element); return style.outlineWidth }"
    assert page.evaluate(f"({seen})(document.activeElement)") in ("2px", "3px"), selector


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
def test_a_whole_session_works_with_the_keyboard_alone(open_page, language):
    page = open_page("/?c=two", language=language)
    page.wait_for_selector(".turn")
    press_until(page, "Tab", ".skip")
    page.keyboard.press("Enter")
    assert focused(page, "#question textarea")
    # A number shows its quote and opens the article view, which steps through citations and returns the focus
    press_until(page, "Shift+Tab", ".lead .marker")
    quoted = " ".join(page.locator(".lead mark").inner_text().split())  # the tooltip is one paragraph
    assert page.locator("#peek mark").inner_text() in quoted
    page.keyboard.press("Enter")
    page.wait_for_selector("#here")
    assert page.locator("#peek").is_hidden()
    assert focused(page, "#here")
    press_until(page, "Shift+Tab", "#article-view [data-do=next]")
    first = page.locator("#article-title").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function("first => document.querySelector('#article-title').innerText !== first", arg=first)
    assert focused(page, "#here")  # there is no next one any more
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function("first => document.querySelector('#article-title').innerText === first", arg=first)
    page.keyboard.press("Escape")
    assert page.locator("#article-view").is_hidden()
    assert focused(page, ".lead .marker")
    assert page.locator("#peek").is_hidden()
    # A new conversation, filters, and a question within them
    press_until(page, "Tab", "#clear")
    page.keyboard.press("Enter")
    page.wait_for_selector(".welcome")
    press_until(page, "Shift+Tab", "#filters summary")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "#filters [name=language]")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText !== ''")
    press_until(page, "Shift+Tab", "#question textarea")
    page.keyboard.type(NONSENSE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.refused")
    words = "JSON.parse(document.querySelector('#words').textContent)"
    page.wait_for_function(f"() => document.querySelector('#status').innerText === {words}.refused")
    # The other tabs, an upload, a rebuild stopped
    press_until(page, "Shift+Tab", "#tabs [role=tab]")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page, "#panel-articles-button[aria-selected=true]")
    page.wait_for_selector("table.articles")
    press_until(page, "Tab", "#upload")
    press_until(page, "Tab", "[data-do=rebuild]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-do=cancel]")
    press_until(page, "Tab", "[data-do=cancel]", 1) if not focused(page, "[data-do=cancel]") else None
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-state=cancelled]")
    assert focused(page, "[data-do=rebuild]")
    press_until(page, "Tab", "table.articles .title")
    page.keyboard.press("Enter")
    page.wait_for_selector("#article-view .text")
    page.keyboard.press("Escape")
    assert focused(page, "table.articles .title")
    # Back, and the other language
    press_until(page, "Shift+Tab", "nav [data-do=language]", 100)
    page.keyboard.press("Enter")
    page.wait_for_function("code => document.documentElement.lang !== code", arg=language[:2])
    page.wait_for_selector("#panel-articles-button[aria-selected=true]")  # the tab stays, and so does the conversation
    page.wait_for_selector(".turn", state="attached")
    assert page.errors == []


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


def test_an_answer_is_announced_to_screen_readers(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.wait_for_function("() => document.querySelector('#status').textContent !== ''")
    assert page.locator("#status").get_attribute("role") == "status"
    assert MOVLAIEV in page.locator("#status").inner_text()


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


def test_stop_takes_a_question_back_and_it_can_be_asked_again(place, open_page):
    with full(place) as (address, say):
        page = open_page(address=address)
        page.fill("#question textarea", QUESTION)
        for seconds in (0, 0.4):  # before and after the server has taken the question
            say("fill one less")
            page.keyboard.press("Enter")
            page.wait_for_timeout(1000 * seconds)
            page.locator("#stop").click()
            assert page.locator("#ask").is_visible()
            assert focused(page, "#question textarea")
            say("empty")
            page.wait_for_timeout(300)
            assert page.locator(".turn").count() == 0
            assert page.locator("#question textarea").input_value() == QUESTION
        page.keyboard.press("Enter")  # it is still there to be asked
        page.wait_for_selector(".turn")
        assert page.locator(".lead mark").inner_text() == MOVLAIEV
        conversation = page.evaluate("new URL(location.href).searchParams.get('c')")
        stored = page.request.get(f"{address}/-/conversation?c={conversation}").text()
        assert stored.count("data-turn=") == 1  # what was stopped is not stored
        assert page.errors == []


FULL = """
import asyncio, socket, sys, threading
from pathlib import Path
from ui.asgi.policy import Policy
from ui.chat.queue import ANSWERED_AT_ONCE, WAITING
from ui.web.app import app_of
from ui.web.server import run
from ui.web.site import Settings, Site
place = Path(sys.argv[1])
site = Site.open(Settings(place / "index", place / "corpus", reads=False))

async def obey():
    while command := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if command.startswith("fill"):
            gate = threading.Event()
            tried = [asyncio.create_task(site.chat.queue.run(gate.wait)) for _ in range(ANSWERED_AT_ONCE + WAITING)]
            await asyncio.sleep(0)
            asked = [each for each in tried if not each.done()]  # on a slow machine fewer have a place
            if command.endswith("one less"):
                asked[-1].cancel()
                await asyncio.gather(asked.pop(), return_exceptions=True)
        else:
            gate.set()
            await asyncio.gather(*asked)
        print("done", flush=True)

threading.Thread(target=asyncio.run, args=(obey(),), daemon=True).start()
app = app_of(site, Policy("127.0.0.1"))
listening = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
run(app, listening)
"""


@contextlib.contextmanager
def full(place):
    """The address of a page, and a function that fills its queue with others' questions or empties it."""
    command = [sys.executable, "-c", FULL, place]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def say(word):
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        try:
            yield process.stdout.readline().strip(), say
        finally:
            process.stdin.close()
            process.kill()  # a test that failed left questions in the queue, and the server would wait for them


def test_while_the_queue_is_full_the_page_says_so_keeps_the_question_and_can_ask_again(place, open_page):
    with full(place) as (address, say):
        page = open_page(address=address)
        busy = page.locator("#notice .warning[role=alert]")
        page.fill("#question textarea", QUESTION)
        for _ in range(2):  # it is shown each time
            say("fill")
            page.keyboard.press("Enter")
            busy.wait_for()
            assert busy.inner_text() == "Забагато запитань одночасно. Спробуйте знову за кілька секунд."
            page.locator("#ask").wait_for()
            assert page.locator("#question textarea").input_value() == QUESTION
            assert focused(page, "#question textarea")
            assert page.locator(".turn").count() == page.locator(".toast-wrap .toast-body").count() == 0
            say("empty")
        page.keyboard.press("Enter")
        page.wait_for_selector(".turn")
        assert page.locator(".lead mark").inner_text() == MOVLAIEV
        assert busy.count() == 0
        say("fill")
        page.locator("[data-do=retry]").click()
        busy.wait_for()
        assert page.locator(".turn").count() == 1
        say("empty")
        page.locator("#ask").click()  # what was to be replaced still is
        page.wait_for_function("() => !document.body.classList.contains('asking')")
        assert page.locator(".turn").count() == 1
        assert busy.count() == 0
        assert page.errors == []


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


def test_a_link_with_a_question_asks_it(open_page):
    page = open_page("/?q=" + QUESTION)
    page.wait_for_selector(".turn")
    assert page.locator("h2.question").inner_text() == QUESTION
    assert "c=" in page.url


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


def test_filters_say_what_they_exclude_and_are_shown_with_the_answer(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.fill("#filters [name=since]", "2026-01-01")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText.includes('1')")
    assert "поза фільтром" in page.locator("#filter-note").inner_text()
    ask(page, QUESTION)
    assert "2026-01-01" in page.locator(".turn .note").first.inner_text()
    page.locator("[data-do=clear-filter]").click()
    page.wait_for_function("() => document.querySelector('#filter-note').innerText === ''")


def test_an_answer_that_the_filter_hides_is_one_button_away(open_page):
    page = open_page()
    page.locator("#filters summary").click()
    page.select_option("#filters [name=language]", "en")
    ask(page, QUESTION)
    page.locator(".turn.refused [data-do=ask-unfiltered]").click()
    page.wait_for_selector(".lead mark")
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
    assert page.locator(".turn").count() == 1  # in place of the refusal
    assert page.locator("#filters [name=language]").input_value() == ""


def test_a_field_filters_what_is_asked_and_searched_and_is_removed_by_its_chip(open_page):
    page = open_page(size=(320, 640))
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    press_until(page, "Tab", "#filters [name=where]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#filter-note').innerText.includes('1')")
    chip = page.locator("#active-filters button")
    assert chip.inner_text().split("\n")[0].removesuffix("✕").strip() == "тег: суд"
    assert parse_qs(urlsplit(page.url).query)["where"] == ["tags=суд"]
    for target in (chip, page.locator("#filters [name=where]")):
        box = target.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    ask(page, "Мовлаєв")
    page.wait_for_selector(".mentions")
    assert page.locator(".mentions").get_attribute("data-count") == "1"  # the letter has another tag
    assert "where=tags%3D" in page.locator(".mentions a[download]").get_attribute("href")
    ask(page, QUESTION)
    assert "Фільтр: тег: суд" in page.locator(".turn:last-child").inner_text()
    assert "where=tags%3D" in page.locator(".turn:last-child [data-do=copy-link]").get_attribute("data-link")
    page.reload()  # the address keeps the filter
    chip.wait_for()
    assert page.locator("#filters [name=where]").input_value() == "tags=суд"
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search.includes('where')")
    assert chip.count() == 0
    assert focused(page, "#filters summary")
    assert page.locator("#filter-note").inner_text() == ""
    assert page.errors == []


def test_an_answer_that_a_field_hides_is_one_button_away(open_page):
    page = open_page("/?where=tags%3Dbees")
    page.locator("#active-filters button").wait_for()
    ask(page, QUESTION)
    page.locator(".turn.refused [data-do=ask-unfiltered]").click()
    page.wait_for_selector(".lead mark")
    assert page.locator(".lead mark").inner_text() == MOVLAIEV
    assert page.locator("#active-filters button").count() == 0


def test_the_empty_page_offers_examples_that_are_answered(open_page):
    page = open_page()
    welcome = page.locator(".welcome").inner_text()
    assert f"Тут {len(ARTICLES) + 1 + len(SCRIPTS) + len(LOADS)}" in welcome
    page.locator(".examples button").first.click()
    page.wait_for_selector(".turn")
    assert page.locator(".turn").get_attribute("data-status") == "answered"


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


def test_nothing_is_wider_than_a_narrow_screen(open_page):
    page = open_page(size=(360, 740))
    ask(page, QUESTION)
    for place in (0, 1, 2, 3):
        tab(page, place)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tab(page, 0)
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    assert page.locator("#article-view").bounding_box()["width"] == 360


def test_the_narrowest_phone_shows_all_tabs_and_none_in_a_menu(open_page):
    page = open_page(size=(320, 640))
    page.wait_for_function("() => document.querySelectorAll('#tabs [role=tab]').length === 4")
    boxes = [tab.bounding_box() for tab in page.locator("#tabs [role=tab]").all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 320
    assert not page.locator("#tabs .overflow-menu").is_visible()


def test_a_judgement_with_its_reason_is_kept_and_exported(open_page, server):
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
    exported = page.request.get(server + "/-/feedback.jsonl").text()
    rows = [json.loads(line) for line in exported.splitlines()]
    row = next(row for row in rows if row["question"] == QUESTION)
    assert row["answerable"] is True
    assert row["articles"] == ["movlaiev.md"]
    assert row["answers"] == [MOVLAIEV]


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


def test_history_survives_a_restart_and_is_deleted_one_by_one_and_all(place, open_page, tmp_path):
    page = open_page()
    ask(page, QUESTION)
    # As a killed server would have left it.
    shutil.copytree(place / "index", tmp_path / "index", ignore=shutil.ignore_patterns("last-build.json"))
    shutil.copytree(place / "corpus", tmp_path / "corpus")
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
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("[data-do=forget-all]").click()
        page.wait_for_function("() => !document.querySelector('.conversations')")
    assert MOVLAIEV.encode() not in (tmp_path / "index" / FILE).read_bytes()


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


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page, language, colours):
    page = open_page(language=language, colours=colours)
    assert page.evaluate("document.body.classList.contains('dark')") is (colours == "dark")
    page.evaluate(AXE)
    page.locator("#filters summary").click()
    examine(page, "the empty page with its filters")
    ask(page, NONSENSE)
    ask(page, QUESTION)
    page.locator("[data-do=thumb][data-thumb='-1']").last.click()
    page.locator(".turn:last-child .why summary").first.click()
    page.locator(".lead .marker").hover()
    page.wait_for_selector("#peek:not([hidden])")
    examine(page, "an answer, its number pointed at, and a refusal")
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    examine(page, "the article view")
    page.set_viewport_size({"width": 360, "height": 740})
    examine(page, "the article view on a narrow screen")
    page.keyboard.press("Escape")
    tab(page, 1)
    page.wait_for_selector("table.articles")
    examine(page, "the articles on a narrow screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    examine(page, "the articles")
    tab(page, 2)
    page.wait_for_selector(".conversations")
    examine(page, "the history")


def examine(page, state):
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    violations = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in serious]
    assert violations == [], state
