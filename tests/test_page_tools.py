"""The tools of the page in a real Chromium, over the small archive: checking a draft, receipts, mentions."""

import hashlib
import json
import re
import shutil
from urllib.parse import urljoin

import pytest
from docx import Document

from support.served_page import ask, serving, tab

ALTERED = "Міст завдовжки 48 метрів, а коштував він 12 мільйонів гривень"
DRAFT = (
    f"Коваль сказав: «{ALTERED}».\n\n«Трос зносився, а нового ніхто не купує».\n\n«Ніхто такого не писав ніде».\n\n"
    "Роман «Тигролови»."
)
QUESTION = "Скільки метрів завдовжки новий міст через Ікву?"


@pytest.fixture(scope="module")
def place(archive, tmp_path_factory):
    """A copy of the archive and its corpus that the page may change."""
    place = tmp_path_factory.mktemp("tools")
    shutil.copytree(archive, place / "index")
    shutil.copytree(archive.parent / "corpus", place / "corpus")
    return place


@pytest.fixture(scope="module")
def bridge(place):
    """The text of the article about the bridge."""
    return json.loads((place / "corpus/articles.jsonl").read_text("utf-8").splitlines()[0])["text"]


@pytest.fixture(scope="module")
def address(place):
    with serving(place) as address:
        yield address


@pytest.fixture
def page(browser, address):
    context = browser.new_context(locale="uk-UA", viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".conversation")
    yield page
    assert page.errors == []
    context.close()


def copied(page, button):
    page.evaluate("navigator.clipboard.writeText('')")
    page.evaluate("document.querySelector('#status').textContent = ''")
    button.click()
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Скопійовано'")
    return page.evaluate("navigator.clipboard.readText()")


def test_a_draft_is_checked_and_each_place_opens(page, bridge):
    tab(page, 3)
    page.fill("#draft-text", DRAFT)
    page.locator("[data-do=verify]").click()
    page.wait_for_selector(".checks li[data-verdict]")
    verdicts = page.locator(".checks > li").evaluate_all("rows => rows.map((row) => row.dataset.verdict)")
    assert verdicts == ["altered", "exact", "not_found"]
    first = page.locator(".checks > li").first
    assert first.locator("del").inner_text() == "48 метрів"
    assert first.locator("ins").inner_text() == "84 метри"
    assert page.locator("#draft-result [role=status]").inner_text().startswith("Цитат: 3")
    assert page.locator("#draft-result > .note").inner_text().endswith("їх немає: «Тигролови».")
    annotated = json.loads(copied(page, first.locator("[data-do=copy-receipt]")))
    assert annotated["sha256"] == hashlib.sha256(bridge.encode()).hexdigest()
    exact, position = annotated["target"]["selector"]
    assert exact["exact"] == bridge[position["start"] : position["end"]]
    first.locator(".title").click()
    page.wait_for_selector("#here")
    assert "84 метри" in page.locator("#here").inner_text()


def test_a_draft_is_checked_from_a_file_and_what_cannot_be_read_is_told(page, tmp_path):
    tab(page, 3)
    (tmp_path / "draft.html").write_text(f"<html><body><p>{DRAFT}</p></body></html>", "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"x")
    page.wait_for_selector("#draft-file", state="attached")
    page.set_input_files("#draft-file", tmp_path / "draft.html")
    page.wait_for_selector(".checks li[data-verdict=altered]")
    page.set_input_files("#draft-file", tmp_path / "broken.pdf")
    page.wait_for_selector("#draft-result .warning")
    assert "broken.pdf" in page.locator("#draft-result .warning").inner_text()
    page.fill("#draft-text", "")
    page.locator("[data-do=verify]").click()
    page.wait_for_selector("#draft-result .warning:has-text('чернетка порожня')")


def test_a_copied_answer_carries_receipts(page, bridge):
    ask(page, QUESTION)
    copies = page.locator(".turn [data-do=copy]")
    forms = copies.evaluate_all("buttons => buttons.map((button) => button.dataset.form)")
    assert forms == ["text", "markdown", "bibtex", "json"]
    texts = {form: copied(page, copies.nth(number)) for number, form in enumerate(forms)}
    hashed = hashlib.sha256(bridge.encode()).hexdigest()
    assert all(hashed in text for text in texts.values())
    assert all("https://www.radio.example/news/mist?id=7#:~:text=" in text for text in texts.values())
    first = json.loads(texts["json"])[0]
    assert first["target"]["selector"][0]["type"] == "TextQuoteSelector"


def test_a_bare_name_lists_every_mention_newest_first_with_a_table(page):
    ask(page, "Олена Гнатюк")
    page.wait_for_selector(".mentions[data-count='2']")
    assert "2 згадки у 2 уривках із 2 статей" in page.locator(".mentions [role=status]").inner_text()
    titles = page.locator(".stories .title").all_inner_texts()
    assert titles == ["Карантин у Вишневому", "Міст через Ікву"]
    places = ".stories li:first-child > :is(.meta, [lang])"
    boxes = "all => all.slice(-2).map(each => each.getBoundingClientRect()).map(box => [box.top, box.bottom])"
    about, quote = page.locator(places).evaluate_all(boxes)  # at one moment: the page may still be scrolling
    assert quote[0] >= about[1]  # also a short quote has a line of its own
    assert page.locator(".stories mark").first.inner_text() == "Олена Гнатюк"
    assert not page.locator(".closest").is_visible()
    with page.expect_download() as download:
        page.locator(".mentions a[download]").click()
    rows = download.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("published,article_id")
    page.locator(".stories .quote").first.click()
    page.wait_for_selector("#here")
    assert "Олена" in page.locator("#here").inner_text()


def test_the_time_of_a_topic_can_be_taken_off_its_mentions(page):
    ask(page, "громада у лютому 2026")
    page.wait_for_selector(".mentions[data-count='2']")
    assert "(дата статті: лютий 2026)" in page.locator(".mentions [role=status]").inner_text()
    page.locator("[data-do=ask-without-time]").click()
    page.wait_for_selector(".mentions[data-count='3']")
    table = page.request.get(urljoin(page.url, page.locator(".mentions a[download]").get_attribute("href")))
    assert table.text().count("Петро Коваль") == 2
    assert page.locator("[data-do=ask-without-time]").count() == 0


def test_a_name_that_no_article_has_shows_the_closest_passages(page):
    ask(page, "Вільгельм Завойовник")
    page.wait_for_selector(".mentions[data-count='0']")
    assert "«Вільгельм Завойовник» не згадано" in page.locator(".mentions").inner_text()
    assert page.locator(".closest").is_visible()


def test_an_edited_question_keeps_the_later_ones_and_a_conversation_is_found_and_exported(page, place, tmp_path):
    for question in ("Скільки коштував новий міст через Ікву?", "Чому закрили школу у Вишневому?"):
        ask(page, question)
    first = page.url
    page.locator(".turn").first.locator("[data-do=edit]").click()
    page.fill("#question textarea", "Хто ходив на пором через Ікву?")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 1")
    assert "нову розмову" in page.locator("#status").inner_text()
    assert page.url != first
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 2")
    tab(page, 2)
    page.wait_for_selector(".conversations li")
    page.fill("#history-tab [name=search]", "чому")  # the articles do not have the word
    page.wait_for_function("() => document.querySelectorAll('.conversations li').length === 1")
    content = {}
    for link in page.locator(".exports a").all():
        found = page.request.get(urljoin(page.url, link.get_attribute("href")))
        name = re.search(r'filename="(.+)"', found.headers["content-disposition"])[1]
        saved = tmp_path / name
        saved.write_bytes(found.body())
        content[saved.suffix] = found.body()
    assert set(content) == {".md", ".docx", ".bib", ".json"}
    written = content[".md"].decode()
    assert "## Скільки коштував новий міст через Ікву?" in written
    assert "## Чому закрили школу у Вишневому?" in written
    paragraphs = [paragraph.text for paragraph in Document(tmp_path / f"{saved.stem}.docx").paragraphs]
    assert "Чому закрили школу у Вишневому?" in paragraphs
    cited = json.loads(content[".json"])
    file = str(place / "corpus/articles.jsonl")  # the ids of its articles are not names of files
    assert [each["archive_location"] for each in cited] == [file] * len(cited) != []
    assert f"`{file}`" in written
    assert sum(line.endswith(file) for line in "\n".join(paragraphs).splitlines()) == len(cited)
    assert content[".bib"].decode().count("articles.jsonl}") == len(cited)
