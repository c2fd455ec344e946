"""Names that a person gives for the fields of records: `text=body`, `title=seo.headline`.

They take precedence over the names that are recognised automatically. It knows values, not files.
"""

from collections.abc import Mapping
from typing import Any

from index.errors import CorpusError
from index.parsing.facts.fields import NAMES, WHOLE_TEXTS, bare_name

FieldNames = Mapping[str, str]
"""For each field of an article (`text`, `title` …) its name in the records; a dot leads into an object."""
_MOST_SHOWN = 12


def checked_names(names: FieldNames) -> dict[str, str]:
    """The names without spaces around them; CorpusError for a field that no article has, and for an empty name."""
    if not isinstance(names, Mapping):
        raise CorpusError(f"fields is {names!r}, not a mapping", 'Give names: fields={"text": "body"}')
    for field, name in names.items():
        if field not in NAMES or not isinstance(name, str) or not name.strip():
            fix = f"Give fields of an article, each with its name in your records: {', '.join(NAMES)}"
            raise CorpusError(f"the field names include {field}={name}, which is not a name", fix)
    return {field: name.strip() for field, name in names.items()}


def renamed(record: dict[str, Any], names: FieldNames) -> dict[str, Any]:
    """The record with these fields under the recognised names; fields that it lacks are left as they were.

    A text that a person chose stands alone: others are not compared with it.
    """
    found = {field: value for field, name in names.items() if (value := value_at(record, name)) is not None}
    moved = {names[field] for field in found} - set(found)
    others = WHOLE_TEXTS if "text" in found else ()
    return {
        name: value for name, value in record.items() if name not in moved and bare_name(name) not in others
    } | found


def value_at(record: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value of that name or path of names; None if there is none."""
    if name in record:
        return record[name]
    first, _, rest = name.partition(".")
    inner = record.get(first)
    return value_at(inner, rest) if rest and isinstance(inner, Mapping) else None


class NamesSeen:
    """Which of the given names the records of a file have, so that wrong ones can be reported."""

    def __init__(self, names: FieldNames) -> None:
        self._names = names
        self._missing = set(names.values())
        self._read = False
        self._shown: dict[str, None] = {}

    def renamed(self, record: dict[str, Any]) -> dict[str, Any]:
        """`renamed`, and the record's names are remembered."""
        self._read = self._read or bool(self._names)
        if self._missing:
            self._missing -= {name for name in self._missing if value_at(record, name) is not None}
            self._shown.update(dict.fromkeys(map(str, list(record)[:_MOST_SHOWN])))
        return renamed(record, self._names)

    def missing(self) -> tuple[str, str]:
        """The names that no record had, and those that exist; empty if all exist, or nothing was read."""
        if not self._read or not self._missing:
            return "", ""
        return ", ".join(sorted(self._missing)), ", ".join(list(self._shown)[:_MOST_SHOWN])
