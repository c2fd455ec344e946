"""A question as it is searched: checked, with what it refers to and its filter.

It knows nothing of indexes; every refusal here is the caller's to fix.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.errors import QuestionError
from index.generation import Filter

from .small_talk import small_talk

MAX_CHARS = 2000
MAX_HISTORY = 5  # what was asked long ago says nothing of this question


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up refers to: the question before it, the words that answered that, and the article they are in.

    `answer` and `title` are empty where the question before was not answered.
    """

    question: str
    answer: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """The context as the reader gets it: of a long one the end counts."""
        return " ".join(part for part in (self.title, self.question, self.answer) if part)


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be searched: as `typed`, and its `text` once it is repaired.

    `history` holds the earlier questions of its conversation, the earliest first; `context` is what they come to.
    """

    typed: str
    text: str
    history: tuple[str, ...]
    wanted: Filter
    context: Context | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """What is searched: the question alone and, for a follow-up, together with what it refers to."""
        return (self.text,) if self.context is None else (self.text, self.together)

    @property
    def together(self) -> str:
        """The question behind what it refers to."""
        if self.context is None:
            return self.text
        return " ".join(part for part in (self.context.question, self.context.answer, self.text) if part)


def read_question(
    text: str,
    history: Sequence[str] = (),
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
) -> Question:
    """The question, checked; dates may be given as `YYYY-MM-DD`. QuestionError names what cannot be searched."""
    if isinstance(history, str):
        raise QuestionError("history is one text, not a list of questions", 'Give a list: history=["…"]')
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise QuestionError(f"since {first} is after until {last}", "Swap the two dates")
    asked = [question for question in history if not small_talk(question)]
    earlier = tuple(_checked(question) for question in asked[-MAX_HISTORY:])
    typed = _checked(text)
    return Question(typed, typed, earlier, Filter(first, last, language or None))


def _checked(text: str) -> str:
    stripped = text.strip()
    if not any(map(str.isalnum, stripped)):
        raise QuestionError(
            "the question is empty" if not stripped else f"{stripped[:40]!r} has no word to search for",
            "Ask in words, for example: Хто написав Кобзар?",
        )
    if len(stripped) > MAX_CHARS:
        raise QuestionError(
            f"the question has {len(stripped):,} characters, at most {MAX_CHARS:,} can be searched",
            "Ask in a sentence or two",
        )
    return stripped


def _day(name: str, value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise QuestionError(
            f"{name} is {value!r}, which is no date", "Give it as YYYY-MM-DD, for example 2026-02-01"
        ) from error
