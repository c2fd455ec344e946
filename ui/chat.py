"""The conversation: a question is checked, answered within the limits of the machine, stored, and shown.

Questions wait their turn in line; when the line is full, the page says so at once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import anyio
import anyio.to_thread

from index.errors import DzhereloError, QuestionError
from qa import Answer, Assistant
from qa.question import MAX_CHARS, MAX_HISTORY

from .answers import turn_markup
from .dates import read_day
from .escape import Html, tag
from .history import Asked, History
from .texts import Texts

AT_ONCE = 2
IN_LINE = 64


class Busy(Exception):
    """The line is full."""


class Line:
    """At most `AT_ONCE` questions are answered at a time, and `in_line` may wait."""

    def __init__(self, in_line: int = IN_LINE) -> None:
        self._in_line = in_line
        self._waiting = 0
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """What `work` returns, from a thread; Busy at once if too many are waiting."""
        if self._waiting >= self._in_line + AT_ONCE:
            raise Busy
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter, abandon_on_cancel=True)
        finally:
            self._waiting -= 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question changes on the page: the conversation, and a notice above the question if something is wrong."""

    conversation: Html
    notice: Html
    answered: bool


class Chat:
    """Conversations with one assistant, stored in one history."""

    def __init__(self, assistant: Assistant, history: History, in_line: int = IN_LINE) -> None:
        self._assistant = assistant
        self._history = history
        self._line = Line(in_line)

    async def answer(self, asked: Asked, earlier: tuple[str, ...] = ()) -> Answer:
        """The answer to a question after these earlier ones."""
        since = read_day(asked.since, last=False)
        until = read_day(asked.until, last=True)
        return await self._line.run(
            lambda: self._assistant.ask(asked.question, earlier[-MAX_HISTORY:], since, until, asked.language or None)
        )

    async def ask(self, conversation: str, asked: Asked, instead_of: int, texts: Texts) -> Shown:
        """The conversation with this question answered at its end, or in place of the turn `instead_of` and all after.

        What is wrong with a question is said in a notice, and the conversation stays as it was.
        """
        try:
            if problem := _problem(asked, texts):
                return self._unchanged(conversation, problem, "", texts)
            turns = self._history.turns(conversation)
            kept = [turn for turn in turns if not instead_of or turn.id < instead_of]
            answer = await self.answer(asked, tuple(turn.asked.question for turn in kept))
        except Busy:
            return self._unchanged(conversation, texts("busy"), "", texts)
        except DzhereloError as error:
            return self._unchanged(conversation, texts("error"), str(error), texts)
        if instead_of:
            self._history.cut(conversation, instead_of)
        self._history.add(conversation, asked, answer)
        return Shown(self.markup(conversation, texts), Html(""), True)

    def markup(self, conversation: str, texts: Texts) -> Html:
        """The conversation so far."""
        turns = self._history.turns(conversation)
        shown = [turn_markup(turn, texts, turn is turns[-1]) for turn in turns]
        return tag("div", *shown, class_="conversation", data_conversation=conversation, data_turns=len(turns))

    def _unchanged(self, conversation: str, problem: str, detail: str, texts: Texts) -> Shown:
        return Shown(self.markup(conversation, texts), error_notice(problem, detail), False)


def error_notice(problem: str, detail: str) -> Html:
    """What went wrong in the language of the page, with the program's own message, which is English, below."""
    more = tag("p", detail, lang="en", class_="detail") if detail else Html("")
    nonce = secrets.token_hex(4)  # the same notice twice in a row must be seen to be new
    return tag("div", tag("p", problem), more, class_="warning", role="alert", data_nonce=nonce)


def _problem(asked: Asked, texts: Texts) -> str:
    """What is wrong with the question, in the language of the page; empty if nothing is."""
    question = asked.question.strip()
    if not question:
        return texts("problem_empty")
    if not any(map(str.isalnum, question)):
        return texts("problem_no_word")
    if len(question) > MAX_CHARS:
        return texts("problem_long", len(question), most=texts.number(MAX_CHARS))
    try:
        since, until = read_day(asked.since, last=False), read_day(asked.until, last=True)
    except QuestionError:
        return texts("problem_date")
    return texts("problem_order") if since and until and since > until else ""


def filter_days(asked: Asked) -> tuple[date | None, date | None]:
    """The first and the last day that a filter allows; QuestionError if one is no date."""
    return read_day(asked.since, last=False), read_day(asked.until, last=True)
