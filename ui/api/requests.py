"""The bodies of requests: what is asked, in which conversation, under which filter."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from qa.question import MAX_CHARS, MAX_HISTORY
from qa.verification.verify import MAX_CHARS as MAX_DRAFT_CHARS

MOST_PASSAGES = 100
_MOST_EARLIER = 100
Since = Annotated[date | None, Field(description="Only articles published on this day or later.")]
Until = Annotated[date | None, Field(description="Only articles published on this day or earlier.")]
Language = Annotated[
    str | None, Field(max_length=64, description="Only articles in this language, by its code, such as `uk`.")
]
DraftText = Annotated[
    str, Field(min_length=1, max_length=MAX_DRAFT_CHARS, description="The draft, its quotations in quote marks.")
]
WithoutTime = Annotated[bool, Field(description="Whether no words of the question are to be taken for a time.")]
Words = Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]


class _Questioning(BaseModel):
    """A question with its conversation and its filter."""

    model_config = ConfigDict(extra="forbid")

    question: Words = Field(description="The question, in any language.", examples=["Хто написав «Кобзар»?"])
    history: Annotated[list[Words], Field(max_length=_MOST_EARLIER)] = Field(
        default=[],
        description=f"Earlier questions of the conversation, the earliest first; the last {MAX_HISTORY} count.",
    )
    since: Since = None
    until: Until = None
    language: Language = None

    now: Annotated[date | None, Field(description="The day that words such as `last week` are meant on.")] = None

    def conditions(self) -> dict[str, Any]:
        """The conversation, the filter and the day as the assistant's keyword arguments."""
        return {name: getattr(self, name) for name in ("history", "since", "until", "language", "now")}


class Asking(_Questioning):
    """A question that is to be answered."""

    without_time: WithoutTime = False

    def conditions(self) -> dict[str, Any]:
        """What the assistant's `ask` takes beside the question."""
        return super().conditions() | {"without_time": self.without_time}


class Searching(_Questioning):
    """A question whose best passages are wanted, whether they answer it or not."""

    k: Annotated[int, Field(ge=1, le=MOST_PASSAGES)] = Field(default=5, description="How many passages at most.")


class Draft(BaseModel):
    """A draft whose quotations are to be checked."""

    model_config = ConfigDict(extra="forbid")

    text: DraftText


class Term(BaseModel):
    """A term whose mentions are wanted; with `exact` its other forms do not count."""

    model_config = ConfigDict(extra="forbid")

    term: Annotated[str, Field(min_length=1, max_length=200)]
    since: Since = None
    until: Until = None
    language: Language = None
    exact: bool = False
