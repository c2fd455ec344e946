"""A checked question with its context and filter.

No index is needed; the caller can fix every error raised here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.errors import QuestionError
from index.generation import Filter

from .arguments import WhereGiven, read_day, read_filter, read_history, read_text
from .repetition import asks_again
from .small_talk import small_talk
from .times import TimeRange, beside, find_time_range

MAX_CHARS = 2000
MAX_CONTEXT_CHARS = 400  # the question follows the context and must fit into the encoder, too
MAX_HISTORY = 5  # older questions say nothing about this one


@dataclass(frozen=True, slots=True)
class Context:
    """The context of a follow-up: the previous question, its answering words, and the title of their article.

    `answer` and `title` are empty if the previous question was not answered.
    """

    question: str
    answer: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """The context for the reader; of a long one only the end is kept."""
        return " ".join(part for part in (self.title, self.question, self.answer) if part)


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be searched: as `typed`, and its `text`, which may be repaired.

    `history` holds the earlier questions of its conversation, the earliest first; `context` is the last of
    them with its answer. With `as_typed` the question is not repaired. `time` is the time that it names, relative to
    the day `now`; with `without_time` no word is read as one.
    """

    typed: str
    text: str
    history: tuple[str, ...]
    wanted: Filter
    context: Context | None = None
    as_typed: bool = False
    time: TimeRange | None = None
    now: date | None = None
    without_time: bool = False

    @property
    def filtered_by_time(self) -> "Question":
        """The question, filtered by the time that it names, unless its filter already has days."""
        if self.time is None or self.time.kind != "filter" or self.wanted.days is not None:
            return self
        return replace(self, wanted=replace(self.wanted, since=self.time.since, until=self.time.until))

    @property
    def previous(self) -> "Question | None":
        """The question before it, in its own conversation and with its own time; None for the first one.

        It has the same filter, without the days of a time that only this question names.
        """
        if not self.history:
            return None
        *earlier, last = self.history
        wanted, applied = self.wanted, self.time_applied
        if applied and applied.kind == "filter":
            wanted = replace(wanted, since=None, until=None)
        time = None if self.without_time else find_time_range(last, self.now)
        return Question(last, last, tuple(earlier), wanted, time=time, now=self.now, without_time=self.without_time)

    @property
    def time_applied(self) -> TimeRange | None:
        """The time that the question names, as used in this search."""
        if self.time is None:
            return None
        is_filter = self.wanted.days == self.time.filter.days
        return replace(self.time, kind="filter" if is_filter else "preference")

    @property
    def beside_time(self) -> str:
        """The text without the day, month or year that it names; empty if it names none, or a season of any year."""
        time = find_time_range(self.text, self.now) if self.time else None
        return beside(self.text, time) if time and time.kind != "season" and time.is_day_to_year else ""

    @property
    def repaired(self) -> str:
        """The repaired question; empty if nothing was changed."""
        return "" if self.text == self.typed else self.text

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to search: the question alone and, for a follow-up, the question with its context."""
        return (self.text,) if self.context is None else (self.text, self.together)

    @property
    def together(self) -> str:
        """The question, preceded by its context."""
        if self.context is None:
            return self.text
        before = " ".join(part for part in (self.context.question, self.context.answer) if part)
        return f"{before[-MAX_CONTEXT_CHARS:]} {self.text}"


def read_question(
    text: str,
    history: Sequence[str] | None = (),
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
    as_typed: bool = False,
    now: date | str | None = None,
    without_time: bool = False,
    where: WhereGiven | None = None,
) -> Question:
    """The question, checked; dates may be given as `YYYY-MM-DD`. QuestionError names what cannot be searched.

    Words such as «вчора» are relative to the day `now`, by default today; with `without_time` no word is read as a
    time. Small talk, and requests to repeat an answer, are left out of the history.
    """
    asked = [each for each in read_history(history) if not (small_talk(each) or asks_again(each))]
    earlier = tuple(_checked(question, "an earlier question") for question in asked[-MAX_HISTORY:])
    typed = _checked(read_text("question", text), "the question")
    day = read_day("now", now)
    time = None if without_time else find_time_range(typed, day)
    wanted = read_filter(since, until, language, where)
    return Question(typed, typed, earlier, wanted, None, as_typed, time, day, without_time)


def _checked(text: str, name: str) -> str:
    stripped = text.strip()
    if not any(map(str.isalnum, stripped)):
        raise QuestionError(
            f"{name} is empty" if not stripped else f"{stripped[:40]!r} contains no word to search for",
            "Ask in words, for example: Хто написав Кобзар?",
        )
    if len(stripped) > MAX_CHARS:
        raise QuestionError(
            f"{name} has {len(stripped):,} characters; at most {MAX_CHARS:,} are allowed",
            "Ask in a sentence or two",
        )
    return stripped
