"""The page as the program serves it, and its tabs."""

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
