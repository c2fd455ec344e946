"""The conversation: a question is checked, answered within the limits of the machine, stored, and shown.

Questions wait their turn in line; when the line is full, the page says so at once.
"""

import secrets
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import anyio

from index.errors import DzhereloError, QuestionError
from qa import Answer, Assistant
from qa.question import MAX_CHARS
from ui.history.store import Asked, History, Turn
from ui.markup.answers import turn_markup
from ui.markup.html import Html, tag
from ui.texts import Texts
from ui.texts.messages import told

from .queue import IN_LINE, Busy, Line, Ticket
from .typed_days import read_day

_MOST_DRAWN = 2000  # fifty people with forty turns each, about 17 kB a turn
_MOST_STOPPED = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question goes: to the end of a conversation, or in place of the turn `instead_of` and all after it.

    `alone` asks it without the earlier questions; `token` names it to who wants to stop it; `ticket` is its place in
    the line, if it has one already.
    """

    conversation: str
    instead_of: int = 0
    alone: bool = False
    token: str = ""
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question changes on the page: the conversation, or a notice above the question if something is wrong."""

    conversation: Html | None
    notice: str = ""


class Chat:
    """Conversations with one assistant, stored in one history."""

    def __init__(self, assistant: Assistant, history: History, in_line: int = IN_LINE) -> None:
        self._assistant = assistant
        self._history = history
        self.line = Line(in_line)
        self._drawn: OrderedDict[tuple[object, ...], Html] = OrderedDict()
        self._stopped: deque[str] = deque(maxlen=_MOST_STOPPED)
        self._asking: dict[str, anyio.CancelScope] = {}

    async def answer(self, asked: Asked, earlier: tuple[str, ...] = (), ticket: Ticket | None = None) -> Answer:
        """The answer to a question after these earlier ones."""
        since = read_day(asked.since, last=False)
        until = read_day(asked.until, last=True)
        return await self.line.run(
            lambda: self._assistant.ask(asked.question, earlier, since, until, asked.language or None),
            ticket,
        )

    def stop(self, token: str) -> None:
        """Neither store nor show the answer to the question of this token, wherever it is on its way."""
        self._stopped.append(token)
        if asking := self._asking.get(token):
            asking.cancel()

    async def ask(self, asked: Asked, place: Place, owner: str, texts: Texts) -> Shown:
        """The conversation with this question answered at its place.

        What is wrong with a question is said in a notice, and the conversation stays as it was. Whatever becomes of it,
        its place in the line is free then.
        """
        try:
            with anyio.CancelScope() as asking:
                self._asking[place.token] = asking
                return Shown(None) if place.token in self._stopped else await self._ask(asked, place, owner, texts)
        finally:
            self._asking.pop(place.token, None)
            self.line.give_back(place.ticket)
        return Shown(None)  # it was stopped

    async def _ask(self, asked: Asked, place: Place, owner: str, texts: Texts) -> Shown:
        if problem := _problem(asked, texts):
            return Shown(None, notice(problem))
        try:
            turns = self._history.turns(place.conversation, owner)
            kept = [turn for turn in turns if not place.instead_of or turn.id < place.instead_of]
            earlier = () if place.alone else tuple(turn.asked.question for turn in kept)
            answer = await self.answer(asked, earlier, place.ticket)
            if place.token in self._stopped:
                return Shown(None)
            if place.instead_of:
                self._history.cut(place.conversation, place.instead_of, owner)
            kept.append(self._history.add(place.conversation, asked, answer, owner))
        except Busy:
            return Shown(None, notice(texts("busy")))
        except DzhereloError as error:
            return Shown(None, error_notice(error, texts))
        return Shown(self._draw(place.conversation, kept, texts))

    def markup(self, conversation: str, owner: str, texts: Texts) -> Html | None:
        """The conversation so far; None if its owner has no such conversation."""
        turns = self._history.turns(conversation, owner)
        return self._draw(conversation, turns, texts) if turns else None

    def _draw(self, conversation: str, turns: Sequence[Turn], texts: Texts) -> Html:
        shown = [self._draw_turn(turn, texts) for turn in turns]
        return tag("div", *shown, class_="conversation", data_conversation=conversation, data_turns=len(turns))

    def _draw_turn(self, turn: Turn, texts: Texts) -> Html:
        """The turn, drawn once: the page gets the whole conversation with every answer."""
        key = turn.id, turn.thumb, turn.reason, texts.code
        markup = self._drawn.pop(key, None) or turn_markup(turn, texts)
        self._drawn[key] = markup  # the last to be forgotten
        if len(self._drawn) > _MOST_DRAWN:
            self._drawn.popitem(last=False)
        return markup


def notice(problem: str, *details: Html) -> Html:
    """What went wrong in the language of the page, with what the program itself says of it below."""
    nonce = secrets.token_hex(4)  # the same notice twice in a row must be seen to be new
    more = tag("div", *details, class_="detail") if details else Html("")
    return tag("div", tag("p", problem), more, class_="warning", role="alert", data_nonce=nonce)


def error_notice(error: DzhereloError, texts: Texts) -> Html:
    """The notice of an error, with what mends it."""
    return notice(texts("error"), told("p", error.message, texts), told("p", error.fix, texts))


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
