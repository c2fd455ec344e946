"""Converts records to JSON types: dicts and lists with the records' field names, days as YYYY-MM-DD."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


def json_form(value: object) -> Any:  # noqa: ANN401 - what json.dumps takes
    """The value in types that `json.dumps` writes; TypeError if it holds anything that has no JSON form."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: json_form(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [json_form(each) for each in value]
    if isinstance(value, dict):
        return {str(key): json_form(each) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form")
