"""The conversation: a question is checked, waits in the queue, is answered, and is stored with its answer.

Disk access and encoding run in threads, never on the event loop.
"""

from dataclasses import dataclass
from functools import partial

import anyio.to_thread

from qa import Answer, Assistant
from qa.search_terms import looks_like_search
from ui.history.records import Asked, Turn
from ui.history.store import History

from .question_check import check_question
from .queue import WAITING, QuestionQueue
from .typed_days import read_days
from .typed_field import read_field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question goes: to the end of a conversation, or in place of the turn `instead_of`.

    Where other turns follow that one, it goes into a new conversation, which begins as that one does.

    `alone` asks it without the earlier questions, `as_typed` without repairing typing mistakes, `without_time` without
    limiting it to the time that it names.
    """

    conversation: str
    instead_of: int | None = None
    alone: bool = False
    as_typed: bool = False
    without_time: bool = False


class Chat:
    """Conversations with one assistant, stored in one history."""

    def __init__(self, assistant: Assistant, history: History, waiting: int = WAITING) -> None:
        self._assistant = assistant
        self._history = history
        self.queue = QuestionQueue(waiting)

    def close(self) -> None:
        """Drop waiting questions."""
        self.queue.close()

    async def ask(self, asked: Asked, place: Place, owner: str) -> Turn:
        """Answer the question and store the turn at its place; if this is cancelled, nothing is stored.

        QuestionProblem or QueueFull is raised immediately; DzhereloError if the index or the history cannot be used.
        """
        check_question(asked)
        answer = await self.queue.run(partial(self._answer, asked, place, owner), asked.question)
        store = partial(self._history.add, place.conversation, asked, answer, owner, place.instead_of)
        return await anyio.to_thread.run_sync(store)

    def _answer(self, asked: Asked, place: Place, owner: str) -> Answer:
        alone = place.alone or looks_like_search(asked.question)  # a bare name or date is a subject of its own
        earlier = [] if alone else self._history.questions(place.conversation, owner, place.instead_of)
        since, until = read_days(asked.since, asked.until)
        return self._assistant.ask(
            asked.question,
            earlier,
            since,
            until,
            asked.language or None,
            as_typed=place.as_typed,
            without_time=place.without_time,
            where=read_field(asked.where),
        )

    def turns(self, conversation: str, owner: str) -> list[Turn]:
        """The turns so far, the earliest first; empty if the owner has no such conversation."""
        return self._history.turns(conversation, owner)
