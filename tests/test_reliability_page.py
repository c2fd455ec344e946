"""The page answers twenty and fifty people while it rebuilds; when there are too many, the others hear so at once.

People wait for an answer and then read it for one to two seconds; the soak also has them ask again at once.
"""

import asyncio
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx
import pytest

from index.local_store import LocalStore
from qa.repair.dictionary import ensure_dictionaries

pytestmark = pytest.mark.alone  # how long people wait says something of the page where nothing else runs

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
QUESTIONS = [json.loads(line)["question"] for line in (CORPUS / "questions.jsonl").read_text().splitlines()]
TRIES, PAUSE = 10, 15  # processors that others use may be slow for minutes
BUSY = json.loads((ROOT / "ui" / "texts" / "en.json").read_text())["sentences"]["busy"]


@dataclass
class Asked:
    """What many people saw: how long each answer took, and how long each "busy"; anything else is an error."""

    answers: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def p95(self) -> float:
        return p95(self.answers)


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


class Visitor:
    """A visitor who asks as the page's script does."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._conversation = ""
        self._last_turn = 0

    async def ask(self, question: str, asked: Asked) -> None:
        begun = time.monotonic()
        body = {"question": question, "conversation": self._conversation}
        answer = await self._client.post("/-/ask?lang=en", json=body)
        seconds = time.monotonic() - begun
        reply = answer.json()
        if answer.status_code == 503 and reply["error"] == BUSY and answer.headers["retry-after"]:
            return asked.busy.append(seconds)
        if answer.status_code != 200 or "data-status=" not in reply["markup"] or reply["turn"] <= self._last_turn:
            return asked.errors.append(f"{question}: {answer.status_code} {reply}")
        if self._conversation not in ("", reply["conversation"]):
            return asked.errors.append(f"{question}: the conversation changed to {reply['conversation']}")
        self._conversation, self._last_turn = reply["conversation"], reply["turn"]
        asked.answers.append(seconds)


@contextmanager
def served(place: Path, *options: str) -> Iterator[int]:
    """The port of a page started in `place`, a folder with a corpus and an index."""
    program = [sys.executable, "-P", "-c", "from ui.cli import main; main()"]
    command = [*program, "serve", "--index", "index", "--corpus", "corpus", "--port", "0", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(re.search(r":(\d+)$", process.stdout.readline().strip()).group(1))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def client_of(port: int) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None)
    address = f"http://127.0.0.1:{port}"
    return httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False, verify=False)


async def people_ask(port: int, people: int, seconds: float, reading: tuple[float, float]) -> Asked:
    """Several visitors ask for some time: each waits for the answer, then pauses for a random number of seconds."""
    asked = Asked()
    end = time.monotonic() + seconds

    async def visit(number: int, client: httpx.AsyncClient) -> None:
        chance, visitor = random.Random(number), Visitor(client)
        await asyncio.sleep(chance.uniform(0, reading[1]))
        while time.monotonic() < end:
            await visitor.ask(chance.choice(QUESTIONS), asked)
            await asyncio.sleep(chance.uniform(*reading))

    async with client_of(port) as client:
        await asyncio.gather(*(visit(number, client) for number in range(people)))
    return asked


async def all_at_once(port: int, people: int) -> Asked:
    """So many ask in the same moment, each with connections of their own."""
    asked = Asked()
    async with AsyncExitStack() as clients:
        visitors = [Visitor(await clients.enter_async_context(client_of(port))) for _ in range(people)]
        await asyncio.gather(*(visitor.ask(QUESTIONS[n % len(QUESTIONS)], asked) for n, visitor in enumerate(visitors)))
    return asked


async def rebuild_again_and_again(port: int, corpus: Path, stop: asyncio.Event) -> int:
    """Change articles and rebuild from the page, repeatedly until stopped; counts the rebuilds."""
    rebuilds = 0
    changed = sorted(corpus.rglob("*.md"))[::9]
    async with client_of(port) as client:
        while not stop.is_set():
            for path in changed:
                path.write_text(f"{path.read_text()}\nДоповнення {rebuilds}: {path.stem}.\n")
            assert (await client.post("/-/rebuild")).json()["started"]
            while (rebuild := await client.get("/-/rebuild")).headers["x-rebuild-state"] == "running":
                await asyncio.sleep(0.5)
            assert rebuild.headers["x-rebuild-state"] == "done", unescape(rebuild.text)
            rebuilds += 1
    return rebuilds


async def ask_while_rebuilding(
    port: int, corpus: Path, people: int, seconds: float, reading: tuple[float, float]
) -> tuple[Asked, int]:
    """The results of visitors who asked for some time, and the number of rebuilds meanwhile."""
    stop = asyncio.Event()
    rebuilding = asyncio.create_task(rebuild_again_and_again(port, corpus, stop))
    asked = await people_ask(port, people, seconds, reading)
    stop.set()
    return asked, await rebuilding


@pytest.fixture(scope="module")
def page(shipped_index, tmp_path_factory) -> Iterator[tuple[int, Path, Path]]:
    """The port of a page of the shipped articles, with its folders. What else lies there must not be run."""
    ensure_dictionaries()  # the server makes them on a new machine, for some seconds
    place = tmp_path_factory.mktemp("page")
    (place / "json.py").write_text("raise SystemExit(3)")
    shutil.copytree(CORPUS, place / "corpus")
    shutil.copytree(shipped_index, place / "index")
    with served(place, "--no-reader") as port:
        asyncio.run(people_ask(port, 2, 0.5, (0.1, 0.1)))  # the encoder is loaded with the first question
        yield port, place / "corpus", place / "index"


@pytest.mark.parametrize(("people", "seconds", "most"), [(20, 9, 1.0), (50, 9, 4.0)])
def test_questions_during_a_rebuild_are_answered_without_errors_and_in_time(page, people, seconds, most):
    port, corpus, index = page
    before = published(index)
    for tried in range(TRIES):  # when something else takes the processors for a while, that says nothing of the page
        time.sleep(PAUSE if tried else 0)
        asked, _ = asyncio.run(ask_while_rebuilding(port, corpus, people, seconds, reading=(1.0, 2.0)))
        assert asked.errors == []
        in_time = asked.p95() <= most and (people > 20 or not asked.busy)
        if in_time:
            break
    assert in_time, f"p95 {asked.p95():.2f} s, {len(asked.busy)} refused"
    assert len(asked.answers) > 2 * people
    assert published(index) > before, "no rebuild ended meanwhile"


def published(index: Path) -> int:
    with LocalStore(index) as store:
        return store.published().number


def test_of_too_many_at_once_some_are_answered_and_the_others_refused_at_once(page):
    slow = []
    for _ in range(2):
        asked = asyncio.run(all_at_once(page[0], 150))
        assert asked.errors == []
        assert len(asked.answers) >= 8
        assert len(asked.busy) >= 20
        assert len(asked.answers) + len(asked.busy) == 150
        slow.append(p95(asked.busy))
        if slow[-1] <= 1.0:
            break
    assert min(slow) <= 1.0


async def ask_and_leave(port: int, people: int) -> int:
    """So many ask and close the request soon after, without waiting for the answer; returns how many were refused."""

    async def leave(number: int) -> int:
        async with client_of(port) as client:
            asking = asyncio.create_task(client.post("/-/ask", json={"question": f"{QUESTIONS[0]} {number}"}))
            await asyncio.sleep(0.3 + number % 5 / 10)
            asking.cancel()
            [outcome] = await asyncio.gather(asking, return_exceptions=True)
            return isinstance(outcome, httpx.Response) and outcome.status_code == 503

    return sum(await asyncio.gather(*(leave(number) for number in range(people))))


def test_questions_whose_requests_are_closed_give_their_places_back(page):
    port, _, index = page
    before = stored_questions(index)
    asyncio.run(ask_and_leave(port, 60))
    time.sleep(1)  # until the server has noticed the last one
    stored = stored_questions(index) - before
    assert stored < 60, "nobody left before the answer"
    asked = asyncio.run(all_at_once(port, 8))
    assert asked.errors == asked.busy == []
    assert len(asked.answers) == 8
    written = stored_questions(index) - before
    assert written == stored + 8, "a question was stored though its request was closed"


def stored_questions(index: Path) -> int:
    """How many questions the history holds."""
    with closing(sqlite3.connect(index / "history.sqlite3")) as history:
        return int(history.execute("SELECT count(*) FROM turn").fetchone()[0])


@pytest.mark.soak
@pytest.mark.parametrize("reading", [(1.0, 2.0), (0.0, 0.0)])
@pytest.mark.parametrize("people", [20, 50])
def test_response_times_during_a_minute_of_rebuilding(page, people, reading, figure):
    port, corpus, _ = page
    asked, rebuilds = asyncio.run(ask_while_rebuilding(port, corpus, people, 60, reading))
    assert asked.errors == []
    often = sorted(asked.answers)
    figure(
        "C3",
        f"{people} people, reading for {reading[0]:.0f} to {reading[1]:.0f} s, {rebuilds} rebuilds: "
        f"{len(often)} answers, {len(asked.busy)} busy, 0 errors, "
        f"p50 {often[len(often) // 2]:.2f} s, p95 {asked.p95():.2f} s, longest {often[-1]:.2f} s",
    )
