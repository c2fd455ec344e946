"""The free fields of a record or of front matter: all that have no attribute of their own in an article."""

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.fields import (
    DEEPEST,
    NAMES,
    bare_name,
    day_in,
    is_level,
    levels,
    named,
    one_line_of,
    stated,
    text_field,
)
from index.records import Fields
from index.text.fold import comparable
from index.text.languages import stated_language

_KEPT = {name: kind for kind in ("author", "outlet", "tags") for name in NAMES[kind].split()}
_IDENTIFIER = re.compile(r"\d+|[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOST_FIELDS, _MOST_VALUES, _LONGEST_NAME, _LONGEST_VALUE = 100, 200, 100, 500
_NAMING = ("name", "title", "label", "value", "#text", "$t")
# These have attributes of their own; every other field of a record is kept in `fields`.
_OWN_PLACE: tuple[tuple[str, Callable[[object], object]], ...] = (
    ("published", day_in),
    ("language", stated_language),
)
_WORDS = ("title", "source", "id")


def fields_of(fields: Mapping[str, Any]) -> Fields:
    """Every other field of the record, by its own name; author, outlet and tags have these names in every language.

    Fields within an object have its name and a dot before theirs: `seo.topic`. Texts of more than 500 characters are
    left out.
    """
    taken = {next((name for name, value in named(fields, kind) if is_read(value)), "") for kind, is_read in _OWN_PLACE}
    taken |= {text_field(fields)[0]} | {stated(fields, kind)[0] for kind in _WORDS}
    usable = [
        (name, kind, found)
        for name, value in _flat(fields, taken)
        if not ((kind := _kept_as(name)) and _is_number(value)) and (found := _field_value(value, kind == "tags"))
    ]
    best: dict[str, str] = {}
    for name, kind, _ in sorted(usable, key=lambda each: _rank(each[0], each[1])):
        best.setdefault(kind, name)
    kept: dict[str, str | tuple[str, ...]] = {}
    for name, kind, found in usable:
        key = kind if kind and best[kind] == name else _field_name(name)
        if key and len(kept) < _MOST_FIELDS:
            kept.setdefault(key, found)
    return kept


def _kept_as(name: str) -> str:
    """Which of author, outlet and tags the field of that name means; empty for any other."""
    bare = bare_name(name)
    return _KEPT.get(bare, "outlet" if bare == "source" else "")


def _rank(name: str, kind: str) -> int:
    """The place of the name among those of its kind, the likeliest first."""
    names = NAMES[kind].split() if kind else []
    return names.index(bare_name(name)) if bare_name(name) in names else len(names)


def _is_number(value: object) -> bool:
    """Whether the value is the number by which a program knows a person or a tag, or a list of them."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, int | float) or (isinstance(first, str) and bool(_IDENTIFIER.fullmatch(first.strip())))


def _flat(fields: Mapping[str, Any], taken: Container[str]) -> Iterator[tuple[str, object]]:
    """Every field by its name that is not `taken`; nested ones by both names."""
    for level in levels(fields):
        own = level is fields
        left = {name: each for name, each in level.items() if not (own and is_level(name, each))}
        yield from _flattened({name: each for name, each in left.items() if bare_name(name) not in taken}, 0)


def _flattened(fields: Mapping[str, Any], deep: int) -> Iterator[tuple[str, object]]:
    for name, value in fields.items():
        if isinstance(value, Mapping) and not _field_words(value) and deep < DEEPEST:
            yield from ((f"{name}.{inner}", each) for inner, each in _flattened(value, deep + 1))
        else:
            yield str(name), value


def _field_name(name: str) -> str:
    return comparable(one_line(canonical(name[: 2 * _LONGEST_NAME])))[:_LONGEST_NAME]


def _field_value(value: object, listed: bool) -> str | tuple[str, ...]:
    """One value, or several of a list, each on a line; empty for anything else. Tags may be `listed` with commas."""
    if listed and isinstance(value, str):
        value = _listed_in(value)
    if isinstance(value, list | tuple):
        values = (_field_words(each) for each in value[:_MOST_VALUES])
        return tuple(dict.fromkeys(filter(None, values)))
    return _field_words(value)


def _listed_in(written: str) -> list[object]:
    """The tags of one string, as people and programs write lists: with commas, as hashtags, or as JSON."""
    if written.lstrip().startswith("["):
        try:
            return list(json.loads(written))
        except (ValueError, RecursionError):
            pass
    words = written.split()
    if len(words) > 1 and all(word.startswith("#") for word in words):
        return [word.strip("#,;") for word in words]
    return list(re.split("[,;|]", written))


def _field_words(value: object) -> str:
    if isinstance(value, Mapping):
        value = _name_in(value)
    words = str(value).lower() if isinstance(value, bool) else one_line_of(value)
    return words if len(words) <= _LONGEST_VALUE else ""


def _name_in(value: Mapping[str, Any]) -> object:
    """The name of a person or thing that an object describes; empty if it has none."""
    by_name = {bare_name(name): part for name, part in value.items() if part}
    parts = [by_name[name] for name in ("firstname", "givenname", "lastname", "familyname") if name in by_name]
    whole = " ".join(parts) if all(isinstance(part, str) for part in parts) else ""
    return next((value[name] for name in _NAMING if value.get(name)), "") or by_name.get("displayname") or whole
