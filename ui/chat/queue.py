"""The line of questions: how many are answered at a time, how many may wait, and who already has a place.

It knows nothing of the web: the door gives out tickets, and a question comes in with its ticket or without.
"""

import time
from collections.abc import Callable

import anyio
import anyio.to_thread

from qa import Answer

AT_ONCE = 2
IN_LINE = 64
SECONDS_TO_COME = 5.0


class Busy(Exception):
    """The line is full."""


class Ticket:
    """A place in the line, held for a question that is on its way."""


class Line:
    """At most `AT_ONCE` questions are answered at a time, and `in_line` may wait or be on their way."""

    def __init__(self, in_line: int = IN_LINE, seconds_to_come: float = SECONDS_TO_COME) -> None:
        self._seconds_to_come = seconds_to_come
        self._room = in_line + AT_ONCE
        self._asked = 0
        self._until: dict[Ticket, float] = {}
        self._limiter: anyio.CapacityLimiter | None = None

    def ticket(self) -> Ticket:
        """A place for a question, which is free again if it does not come within seconds; Busy if there is none."""
        now = time.monotonic()
        self._until = {ticket: until for ticket, until in self._until.items() if until > now}
        if self._asked + len(self._until) >= self._room:
            raise Busy
        ticket = Ticket()
        self._until[ticket] = now + self._seconds_to_come
        return ticket

    def give_back(self, ticket: Ticket | None) -> None:
        """Free the place of a ticket whose question will not come, or came."""
        if ticket in self._until:
            del self._until[ticket]

    async def run(self, work: Callable[[], Answer], ticket: Ticket | None = None) -> Answer:
        """What `work` returns, from a thread; Busy at once if there is no place and no ticket that still holds one."""
        self.give_back(ticket if ticket in self._until else self.ticket())
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        self._asked += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter, abandon_on_cancel=True)
        finally:
            self._asked -= 1
