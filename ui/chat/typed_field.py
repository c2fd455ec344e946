"""A field with its value as a filter writes it: `author=NAME`."""

from index.errors import QuestionError
from index.generation import Filter
from qa.arguments import read_where

from .typed_days import read_days


def read_field(typed: str) -> dict[str, str]:
    """The name of a typed field with its value; empty if nothing was typed, QuestionError if it has no name."""
    if not typed.strip():
        return {}
    name, sign, value = typed.partition("=")
    if not (name.strip() and sign):
        raise QuestionError(f"{typed[:40]!r} has no name and value", "Give it as FIELD=VALUE, such as author=NAME")
    return {name.strip(): value.strip()}


def read_typed_filter(since: str, until: str, language: str, field: str) -> Filter:
    """The filter as it was typed; QuestionError if a day or the field cannot be read."""
    return Filter(*read_days(since, until), language or None, where=read_where(read_field(field)))
