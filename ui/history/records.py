"""What is stored: a question as it was typed, a turn with its answer and its judgement, a conversation in the list."""

from dataclasses import dataclass
from datetime import datetime

from qa import Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filter, as it was typed; empty texts filter nothing."""

    question: str
    since: str = ""
    until: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the answer that was shown; `thumb` is 1, -1, or 0 where nobody has judged it."""

    id: int
    conversation: str
    asked: Asked
    answer: Answer
    asked_at: datetime
    thumb: int
    reason: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in the list: its id, its first question, when it began and how many turns it has."""

    id: str
    question: str
    began_at: datetime
    turns: int
