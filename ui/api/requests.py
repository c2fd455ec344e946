"""The bodies of requests: the question, its conversation and its filter."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from qa.question import MAX_CHARS, MAX_HISTORY
from qa.verification.verify import MAX_CHARS as MAX_DRAFT_CHARS

MOST_PASSAGES = 100
MOST_LISTED = 500
Limit = Annotated[int, Field(ge=1, le=MOST_LISTED, description="The maximum number of articles.")]
_MOST_EARLIER = 100
FieldName = Annotated[str, Field(max_length=200)]
FieldValue = Annotated[str, Field(max_length=1_000)]


def _day(value: object) -> object:
    """The value, unless it is a number, which pydantic would read as the seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        return value
    raise PydanticCustomError("day", "Give it as YYYY-MM-DD, for example 2026-02-01")


Day = Annotated[date, BeforeValidator(_day)]
Since = Annotated[Day | None, Field(description="Only articles published on or after this date.")]
Until = Annotated[Day | None, Field(description="Only articles published on or before this date.")]
Language = Annotated[
    str | None, Field(max_length=64, description="Only articles in this language, by its code, such as `uk`.")
]
Where = Annotated[
    dict[FieldName, FieldValue | Annotated[list[FieldValue], Field(min_length=1, max_length=100)]] | None,
    Field(
        max_length=20,
        description='Only articles with these values of fields, such as `{"author": "…"}`; of several, any may match.',
    ),
]
DraftText = Annotated[
    str, Field(min_length=1, max_length=MAX_DRAFT_CHARS, description="The draft, with quotations in quotation marks.")
]
WithoutTime = Annotated[bool, Field(description="Do not interpret words of the question as a time.")]
Words = Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]


class Conditions(BaseModel):
    """Which articles may answer a question, and how the times that it names are meant."""

    since: Since = None
    until: Until = None
    language: Language = None
    where: Where = None
    now: Annotated[
        Day | None, Field(description="The date that phrases such as `last week` refer to; today by default.")
    ] = None
    without_time: WithoutTime = False

    def conditions(self) -> dict[str, Any]:
        """The conditions as the assistant's keyword arguments."""
        return {name: getattr(self, name) for name in Conditions.model_fields}


class _Questioning(Conditions):
    """A question with its conversation and its filter."""

    model_config = ConfigDict(extra="forbid")

    question: Words = Field(description="The question, in any language.", examples=["Хто написав «Кобзар»?"])
    history: Annotated[list[Words], Field(max_length=_MOST_EARLIER)] = Field(
        default=[],
        description=f"Earlier questions of the conversation, the earliest first; only the last {MAX_HISTORY} are used.",
    )

    def conditions(self) -> dict[str, Any]:
        """The conversation and the conditions as the assistant's keyword arguments."""
        return {"history": self.history, **super().conditions()}


class Asking(_Questioning):
    """A question to answer."""


class Searching(_Questioning):
    """A question to search passages for, whether they answer it or not."""

    k: Annotated[int, Field(ge=1, le=MOST_PASSAGES)] = Field(default=5, description="The maximum number of passages.")


class Draft(BaseModel):
    """A draft whose quotations should be checked."""

    model_config = ConfigDict(extra="forbid")

    text: DraftText


class Term(BaseModel):
    """A term to list mentions of; with `exact`, other forms of its words do not count."""

    model_config = ConfigDict(extra="forbid")

    term: Annotated[str, Field(min_length=1, max_length=200, description="A name, a word or a short phrase.")]
    since: Since = None
    until: Until = None
    language: Language = None
    where: Where = None
    exact: Annotated[bool, Field(description="Count only this exact form of the words.")] = False


class Listing(BaseModel):
    """Which articles to list."""

    model_config = ConfigDict(extra="forbid")

    search: Annotated[str, Field(max_length=200, description="Prefixes of words in the title or source.")] = ""
    since: Since = None
    until: Until = None
    language: Language = None
    where: Annotated[
        list[str], Field(max_length=20, description="Only articles whose field has this value: `author=NAME`.")
    ] = []
    offset: Annotated[int, Field(ge=0, le=1 << 31, description="The number of articles to leave out at the start.")] = 0
    limit: Limit = 50
