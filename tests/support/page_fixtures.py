"""The fixtures of the tests of the page: its folder, its server, and the page in a Chromium of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.page_corpus import make_page_folder
from support.served_page import serving
from support.vectors import Remembering


@pytest.fixture(scope="session")
def page_folder(tmp_path_factory: pytest.TempPathFactory, remembering: Remembering) -> Path:
    """A folder with the small corpus and its index; each process of a run has one."""
    return make_page_folder(tmp_path_factory.mktemp("page"), remembering)


@pytest.fixture(scope="session")
def page_server(page_folder: Path) -> Iterator[str]:
    """The address of the page over that folder."""
    with serving(page_folder) as address:
        yield address


@pytest.fixture
def open_page(browser, page_server):
    """Opens the page in a separate context; requests to other hosts are recorded and refused."""
    contexts = []

    def opened(path="/", language="uk-UA", size=(1280, 800), address=page_server, colours="light", touch=False):
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(locale=language, viewport=viewport, color_scheme=colours, has_touch=touch)
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


def note(request, address, outside):
    if not request.url.startswith((address, "data:", "blob:", "about:")):
        outside.append(request.url)
