"""A field with its value as a filter writes it: `author=NAME`."""

from index.generation import Filter
from qa.arguments import read_pairs, read_where

from .typed_days import read_days


def read_field(typed: str) -> dict[str, list[str]]:
    """The name of a typed field with its value; empty if nothing was typed, QuestionError if it has no name."""
    return read_pairs([typed] if typed.strip() else [])


def read_typed_filter(since: str, until: str, language: str, field: str) -> Filter:
    """The filter as it was typed; QuestionError if a day or the field cannot be read."""
    return Filter(*read_days(since, until), language or None, where=read_where(read_field(field)))
