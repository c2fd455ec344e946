"""The page as the program serves it, and what people do in it: ask, change the tab, press keys."""

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def serving(place: Path, *options: str) -> Iterator[str]:
    """The address of the page, served by the program itself until the block ends."""
    folders = ["--index", str(place / "index"), "--corpus", str(place / "corpus")]
    program = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", "--no-reader"]
    command = [*program, *folders, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline()  # type: ignore[union-attr]
            yield re.search(r"http://\S+", said).group()  # type: ignore[union-attr]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def tab(page, place):
    """Go to the tab at this place."""
    page.locator("#tabs [role=tab]").nth(place).click()


def ask(page, question):
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('.turn').length > {turns}")


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
