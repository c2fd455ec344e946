"""Asking without a browser: the queue, what cancelling does, that nothing blocks the event loop, filters as typed."""

import asyncio
import sqlite3
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest

from index.build import renew
from index.errors import QuestionError
from index.local_store import LocalStore
from qa import Assistant
from support.loops import in_new_loop
from ui.chat.chat import Chat, Place
from ui.chat.question_check import QuestionProblem, check_question
from ui.chat.queue import QuestionQueue, QueueFull
from ui.chat.typed_days import read_day
from ui.corpus.uploads import Limits, Uploads
from ui.history.records import Asked
from ui.history.store import FILE, History


async def until(condition):
    """Wait until something becomes true, ten seconds at most."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


class Gate:
    """Work that waits until the gate opens, and how much of it runs at a time."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.running = self.most = self.ended = 0
        self._lock = threading.Lock()

    def work(self) -> str:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.open.wait(10)
        with self._lock:
            self.running -= 1
            self.ended += 1
        return "answered"


# The queue answers two questions at a time


def test_a_full_queue_rejects_immediately_and_accepts_again_when_a_place_is_free():
    async def crowd():
        queue, gate = QuestionQueue(waiting=1), Gate()
        asked = [asyncio.create_task(queue.run(gate.work)) for _ in range(3)]
        await until(lambda: gate.running == 2)
        with pytest.raises(QueueFull):
            await queue.run(gate.work)
        gate.open.set()
        assert await asyncio.gather(*asked) == ["answered"] * 3
        assert await queue.run(gate.work) == "answered"
        queue.close()

    in_new_loop(crowd())


@pytest.mark.parametrize(("seconds", "least", "most"), [(0, 66, 66), (0.25, 9, 24), (0.8, 8, 8)])
def test_only_as_many_wait_as_will_be_answered_within_three_seconds(answer, seconds, least, most):
    def answered():
        time.sleep(seconds)
        return answer()

    async def crowd():
        queue, gate = QuestionQueue(), Gate()
        await asyncio.gather(*(queue.run(answered) for _ in range(16)))
        asked = [asyncio.create_task(queue.run(gate.work)) for _ in range(100)]
        await asyncio.sleep(0)
        rejected = [each.exception() for each in asked if each.done()]
        gate.open.set()
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert least <= 100 - len(rejected) <= most
        assert outcomes == ["answered"] * (100 - len(rejected)) + rejected
        queue.close()

    in_new_loop(crowd())


def test_questions_that_are_cancelled_while_they_are_answered_keep_their_places_until_their_threads_end():
    async def crowd():
        queue, gate = QuestionQueue(waiting=8), Gate()
        for _ in range(8):
            asked = asyncio.create_task(queue.run(gate.work))
            await until(lambda: gate.running > 0)
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
            assert asked.cancelled()
        others = [asyncio.create_task(queue.run(gate.work)) for _ in range(4)]
        await until(lambda: gate.running == 2)
        await asyncio.sleep(0.1)
        assert gate.most == 2
        gate.open.set()
        assert await asyncio.gather(*others) == ["answered"] * 4
        assert gate.most == 2
        queue.close()

    in_new_loop(crowd())


def test_a_question_that_is_cancelled_while_it_waits_is_never_answered_and_frees_its_place():
    async def crowd():
        queue, gate = QuestionQueue(waiting=1), Gate()
        answered = [asyncio.create_task(queue.run(gate.work)) for _ in range(2)]
        await until(lambda: gate.running == 2)
        waiting = asyncio.create_task(queue.run(gate.work))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        another = asyncio.create_task(queue.run(gate.work))
        await asyncio.sleep(0.05)
        assert not another.done()  # it has the place of the one that was cancelled
        gate.open.set()
        await asyncio.gather(*answered, another)
        assert gate.ended == 3
        queue.close()

    in_new_loop(crowd())


def test_an_error_of_the_work_reaches_the_caller_and_frees_the_place():
    def broken():
        raise QuestionError("no", "ask another")

    async def asking():
        queue = QuestionQueue(waiting=-1)  # one place in all
        for _ in range(3):
            with pytest.raises(QuestionError):
                await queue.run(broken)
        queue.close()

    in_new_loop(asking())


# Conversations


@pytest.fixture
def chat(tmp_path, remembering):
    """A chat about one article, with the folder of its index."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Довжина Дніпра становить 2201 кілометр.")
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    history = History(tmp_path / "index" / FILE)
    with Assistant(LocalStore(tmp_path / "index"), remembering) as assistant:
        chat = Chat(assistant, history)
        yield chat, history, tmp_path / "index" / FILE
        chat.close()
    history.close()


QUESTION = Asked("Яка довжина Дніпра?")


def test_a_question_is_stored_with_its_answer_at_its_place(chat):
    chat, history, _ = chat

    async def talk():
        first = await chat.ask(QUESTION, Place("talk"), "me")
        await chat.ask(Asked("А глибина?"), Place("talk"), "me")
        await chat.ask(Asked("А ширина?"), Place("talk", instead_of=first.id + 1), "me")
        return await chat.ask(Asked("Де Дніпро?"), Place("talk", alone=True), "me")

    last = in_new_loop(talk())
    assert [turn.asked.question for turn in history.turns("talk", "me")] == [
        QUESTION.question,
        "А ширина?",
        "Де Дніпро?",
    ]
    assert last.answer.searched == "Де Дніпро?"  # asked alone, it is not joined with what was asked before


def test_a_question_is_repaired_unless_it_is_searched_as_typed(chat):
    chat, _, _ = chat
    typed = Asked("Zrf ljd;byf Lysghf&")
    assert in_new_loop(chat.ask(typed, Place("keys"), "me")).answer.searched == "Яка довжина Дніпра?"
    again = in_new_loop(chat.ask(typed, Place("keys", alone=True, as_typed=True), "me"))
    assert again.answer.searched == "Zrf ljd;byf Lysghf&"


def test_a_question_that_is_cancelled_is_not_stored(chat):
    chat, history, _ = chat

    async def leave():
        gate = Gate()
        filling = [asyncio.create_task(chat.queue.run(gate.work)) for _ in range(2)]
        asked = asyncio.create_task(chat.ask(QUESTION, Place("talk"), ""))
        await until(lambda: gate.running == 2)
        asked.cancel()
        gate.open.set()
        await asyncio.gather(*filling)
        assert isinstance((await asyncio.gather(asked, return_exceptions=True))[0], asyncio.CancelledError)
        await chat.ask(Asked("Де Дніпро?"), Place("talk"), "")

    in_new_loop(leave())
    assert [turn.asked.question for turn in history.turns("talk")] == ["Де Дніпро?"]


def test_a_locked_history_holds_up_its_question_and_nobody_else(chat):
    chat, _, path = chat

    async def ask_while_locked():
        locker = sqlite3.connect(path, isolation_level=None)
        locker.execute("BEGIN EXCLUSIVE")
        asked = asyncio.create_task(chat.ask(QUESTION, Place("talk"), ""))
        for _ in range(50):  # if the event loop waited for the lock, this could not end it
            await asyncio.sleep(0.01)
        assert not asked.done()
        locker.execute("ROLLBACK")
        locker.close()
        return await asked

    assert in_new_loop(ask_while_locked()).answer.question == QUESTION.question


BLOCKING = {"execute", "executescript", "commit", "write", "fsync", "open", "unlink", "mkdir", "scandir", "replace"}


@contextmanager
def blocking_calls():
    """The calls that wait for a disk or a database and are made in this thread."""
    calls: list[str] = []

    def note(_frame: object, event: str, function: object) -> None:
        waits = event == "c_call" and getattr(function, "__name__", "") in BLOCKING
        if waits and not isinstance(getattr(function, "__self__", None), str):  # str.replace waits for nothing
            calls.append(getattr(function, "__qualname__", ""))

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def test_asking_and_uploading_do_not_touch_the_disk_on_the_event_loop(chat, tmp_path):
    chat, _, _ = chat
    uploads = Uploads(tmp_path / "corpus", Limits())

    async def content():
        for part in (b"one ", b"two"):
            yield part

    async def use():
        for name in ("a.txt", "b.txt"):  # the first time, modules are still being imported
            with blocking_calls() as calls:
                await chat.ask(QUESTION, Place("talk"), "")
                await uploads.store(name, 7, content())
        with blocking_calls() as seen:
            (tmp_path / "corpus" / "uploads" / "b.txt").unlink()
        assert seen != []  # the check sees what it is for
        return calls

    assert in_new_loop(use()) == []


# What can be wrong with a question


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Asked(" "), "problem_empty"),
        (Asked("?!"), "problem_no_word"),
        (Asked("я" * 2001), "problem_long"),
        (Asked("Хто?", since="вчора"), "problem_date"),
        (Asked("Хто?", since="2026", until="2025"), "problem_order"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(asked, key):
    with pytest.raises(QuestionProblem) as problem:
        check_question(asked)
    assert problem.value.key == key


@pytest.mark.parametrize("asked", [Asked("Хто?"), Asked("Хто?", "2025", "2025"), Asked("я" * 2000)])
def test_a_sound_question_passes(asked):
    check_question(asked)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("  ", None, None),
    ],
)
def test_a_year_a_month_or_a_day_may_be_typed(typed, first, last):
    assert (read_day(typed, last=False), read_day(typed, last=True)) == (first, last)


@pytest.mark.parametrize("typed", ["2026-13", "2026-02-30", "0000", "лютий", "2026-00", "20260203", "٢٠٢٦-99"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(QuestionError):
        read_day(typed, last=False)
