"""The stored records: a question as typed, a turn with its answer and rating, and a conversation in the list."""

from dataclasses import dataclass
from datetime import datetime

from qa import Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filter, as typed; empty parts allow everything.

    `where` is a field with its value, such as `author=NAME`.
    """

    question: str
    since: str = ""
    until: str = ""
    language: str = ""
    where: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """The parts of the filter by their names in addresses."""
        return {"since": self.since, "until": self.until, "language": self.language, "where": self.where}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the answer shown; `thumb` is 1, -1, or 0 if it was not rated."""

    id: int
    conversation: str
    asked: Asked
    answer: Answer
    asked_at: datetime
    thumb: int
    reason: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in the list: its id, first question, start, and number of turns."""

    id: str
    question: str
    began_at: datetime
    turns: int
