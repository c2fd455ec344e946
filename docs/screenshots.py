"""Takes the screenshots of this folder: `python docs/screenshots.py`, with Chromium installed.

It serves the shipped corpus from an index of its own, so that nothing private can get into a picture.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, sync_playwright

from index import build

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
WIDE, NARROW = (1400, 900), (360, 740)
UK = "Скільки важить зубр?"
EN = "Which disease did Edward Jenner vaccinate against?"
SEVERAL = "Кого Казахстан видав Росії?"
UNANSWERED = "Скільки коштує квиток на потяг до Парижа?"


def main() -> None:
    """Build, serve, and take every picture."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, ".dzherelo")
        shutil.copytree(CORPUS, corpus)  # pictures are taken of uploads too
        build(corpus, index)
        folders = ["--index", ".dzherelo", "--corpus", "corpus"]
        command = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", *folders]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server,
            sync_playwright() as playwright,
        ):
            said = server.stdout.readline() if server.stdout else ""
            address = re.sub(r".*(http://\S+).*", r"\1", said.strip())
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox", "--disable-gpu"]
            )
            try:
                take_all(browser, address)
            finally:
                browser.close()
                server.terminate()


@dataclass(frozen=True)
class Picture:
    """A picture of the page: its name, and what leads to its state."""

    name: str
    lead: Callable[[Page], Any]
    language: str = "uk-UA"
    size: tuple[int, int] = WIDE
    colours: Literal["light", "dark"] = "light"


def take_all(browser: Browser, address: str) -> None:
    """Every picture."""
    for picture in (
        Picture("empty-uk", lambda page: page.wait_for_selector("[data-do=example]", timeout=60_000)),
        Picture("answer-uk", lambda page: read(page, UK)),
        Picture("answer-uk-dark", lambda page: read(page, UK), colours="dark"),
        Picture("answer-en", lambda page: read(page, EN), "en-GB"),
        Picture("refusal-uk", refuse),
        Picture("quote-uk", point),
        Picture("articles-en", articles, "en-GB"),
        Picture("answer-en-narrow-dark", lambda page: ask(page, EN), "en-GB", NARROW, "dark"),
        Picture("article-uk-narrow", lambda page: read(page, UK), size=NARROW),
        Picture("rebuild-uk", rebuild),
    ):
        take(browser, address, picture)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """One picture."""
    width, height = picture.size
    viewport: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(locale=picture.language, viewport=viewport, color_scheme=picture.colours)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    picture.lead(page)
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / f"{picture.name}.png")
    context.close()


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the turn."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn")


def read(page: Page, question: str) -> None:
    """Ask, and open the first citation."""
    ask(page, question)
    page.locator(".lead .marker").click()
    page.wait_for_selector("#here")
    page.evaluate("() => window.scrollTo(0, 0)")


def point(page: Page) -> None:
    """Ask, and point at a number."""
    ask(page, SEVERAL)
    page.wait_for_timeout(1000)  # until the page has scrolled to the answer
    page.locator(".marker").first.hover()
    page.wait_for_selector("#peek:not([hidden])")


def rebuild(page: Page) -> None:
    """Upload files, one of them no PDF, and rebuild."""
    page.locator("#tabs [role=tab]").nth(1).click()
    page.wait_for_selector("#upload", state="attached")
    mussels = "Мідії\n\nМідії фільтрують по кілька літрів морської води за годину.\n".encode()
    files: list[FilePayload] = [
        {"name": "мідії.txt", "mimeType": "text/plain", "buffer": mussels},
        {"name": "не стаття.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"},
    ]
    page.set_input_files("#upload", files)
    page.wait_for_selector(".uploads li:nth-child(2)")
    page.locator("#status [data-do=rebuild]").click()
    page.wait_for_selector("[data-state=done] .counts", timeout=120_000)


def refuse(page: Page) -> None:
    """Ask what no article answers; the closest passages are open."""
    ask(page, UNANSWERED)


def articles(page: Page) -> None:
    """Go to the Articles tab."""
    page.locator("#tabs [role=tab]").nth(1).click()
    page.wait_for_selector("table.articles")


if __name__ == "__main__":
    main()
