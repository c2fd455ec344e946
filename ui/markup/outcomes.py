"""What a turn shows: an answer, a refusal, the mentions of a name or a topic, or help."""

from typing import Literal

from qa import Answer
from qa.search_terms import looks_like_search
from qa.subjects import subject_of
from ui.history.records import Turn
from ui.texts.bands import is_sure

Outcome = Literal["answered", "refused", "mentions", "help"]


def outcome(turn: Turn) -> Outcome:
    """The outcome of a turn; a name or a topic that was answered with confidence counts as answered."""
    if turn.answer.hint == "help":
        return "help"
    if is_search(turn) and not is_sure_answer(turn.answer):
        return "mentions"
    return "answered" if turn.answer.status == "answered" else "refused"


def is_search(turn: Turn) -> bool:
    """Whether the turn asks for a name, a date or a topic."""
    return looks_like_search(term_of(turn)) or turn.answer.hint == "mentions"


def term_of(turn: Turn) -> str:
    """What was searched: all that was asked, repaired, or the subject of «розкажи про …» whose mentions are quoted."""
    asked = turn.answer.repaired or turn.asked.question
    subject = subject_of(asked) if turn.answer.hint == "mentions" else None
    return subject.text if subject else asked


def is_sure_answer(answer: Answer) -> bool:
    """Whether this is at least a likely answer."""
    return answer.status == "answered" and is_sure(answer.confidence)
