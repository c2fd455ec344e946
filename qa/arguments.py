"""What a caller gives, checked: texts, numbers, days, languages and fields. Every QuestionError names the argument."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

from index.errors import QuestionError
from index.generation import Filter
from index.generation.lexical import Where
from index.text.fold import comparable
from index.text.languages import UNDETERMINED, stated_language

WhereGiven = Mapping[str, str | Iterable[str]]
"""Names of fields, each with the value or the values that are wanted."""


def read_filter(since: object = None, until: object = None, language: object = None, where: object = None) -> Filter:
    """The filter of these days, this language and these fields.

    Days may be given as `YYYY-MM-DD`, languages as `uk-UA`, fields as a mapping of names to a value or several.
    """
    first, last = read_day("since", since), read_day("until", until)
    if first and last and first > last:
        raise QuestionError(f"since {first} is after until {last}", "Swap the two dates")
    return Filter(first, last, read_language(language), where=read_where(where))


def read_day(name: str, value: object) -> date | None:
    """The day that an argument gives: a date, the date of a moment as its own clock shows it, or `YYYY-MM-DD`."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise QuestionError(
            f"{name} is {value!r}, not a date", "Give it as YYYY-MM-DD, for example 2026-02-01"
        ) from error


def read_language(value: object) -> str | None:
    """The two- or three-letter code of a language that exists: `ua`, `uk-UA` and `ukr` are all `uk`."""
    if value is None or value == "":
        return None
    if value == UNDETERMINED:
        return UNDETERMINED
    code = stated_language(value)
    code = _two_letters().get(code, code)
    if code not in _languages():
        raise QuestionError(f"language is {value!r}, not a language code", "Give a code such as uk, en or pl")
    return code


def read_where(value: object) -> Where:
    """The fields that an article must have, each with its possible values; none if the value is None."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise QuestionError(f"where is {type(value).__name__}, not a mapping", _WHERE_FIX)
    wanted: dict[str, set[str]] = {}
    for name, given in value.items():
        values = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else [given]
        if not isinstance(name, str) or not values or not all(isinstance(each, str) for each in values):
            raise QuestionError(f"where has {name!r}: {given!r}, not a text", _WHERE_FIX)
        wanted.setdefault(comparable(name), set()).update(map(comparable, values))
    return tuple((name, tuple(sorted(values))) for name, values in sorted(wanted.items()))


def read_pairs(given: Iterable[str]) -> dict[str, list[str]]:
    """The values of each name from texts such as `author=NAME`, in their order."""
    pairs: dict[str, list[str]] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not (name.strip() and sign):
            raise QuestionError(f"{each[:40]!r} has no name and value", "Give it as FIELD=VALUE, such as author=NAME")
        pairs.setdefault(name.strip(), []).append(value.strip())
    return pairs


def check_count(name: str, value: object) -> None:
    """QuestionError unless the value is a whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise QuestionError(f"{name} is {value!r}, not a whole number from 1", f"Give {name}=5, for example")


def read_text(name: str, value: object) -> str:
    """The value, if it is a text and not bytes, a number or a record."""
    if not isinstance(value, str):
        raise QuestionError(f"{name} is {type(value).__name__}, not a text", f'Give {name} as a str, such as "зубр"')
    return value


def read_history(value: object) -> list[str]:
    """The earlier questions of a conversation, the earliest first; none if the value is None."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        what = "one text" if isinstance(value, str) else type(value).__name__
        raise QuestionError(f"history is {what}, not a list of questions", 'Give a list: history=["…"]')
    return [read_text(f"history[{number}]", each) for number, each in enumerate(value)]


_WHERE_FIX = 'Give names with values: where={"author": "…"}'


@cache
def _languages() -> frozenset[str]:
    from babel import Locale  # only a question with a language needs it

    return frozenset(code for code in map(str, Locale("en").languages) if code.isalpha() and len(code) <= 3)


@cache
def _two_letters() -> dict[str, str]:
    """The two-letter codes of languages that are given by three letters, such as `eng`."""
    from babel.core import get_global

    return {old: new for old, new in get_global("language_aliases").items() if len(old) == 3 and len(new) == 2}
