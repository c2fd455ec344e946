"""Stopping a question, and the page while the queue is full of others' questions."""

import contextlib
import subprocess
import sys

from support.page_corpus import MOVLAIEV, QUESTION
from support.served_page import focused

FULL = """
import asyncio, socket, sys, threading
from pathlib import Path
from ui.asgi.policy import Policy
from ui.web.app import app_of
from ui.web.server import run
from ui.web.site import Settings, Site
place = Path(sys.argv[1])
site = Site.open(Settings(place / "index", place / "corpus", reads=False))

async def obey():
    while command := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if command.startswith("fill"):
            gate = threading.Event()
            tried = [asyncio.create_task(site.chat.queue.run(gate.wait)) for _ in range(66)]  # 2 answered, 64 waiting
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
def full(page_folder):
    """The address of a page, and a function that fills its queue with others' questions or empties it."""
    command = [sys.executable, "-c", FULL, page_folder]
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


def test_stop_takes_a_question_back_and_it_can_be_asked_again(page_folder, open_page):
    with full(page_folder) as (address, say):
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


def test_while_the_queue_is_full_the_page_says_so_keeps_the_question_and_can_ask_again(page_folder, open_page):
    with full(page_folder) as (address, say):
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
