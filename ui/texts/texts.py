"""The texts of one language of the page: its sentences from a JSON file, everything else from Babel (Unicode CLDR).

A new language only needs a new file. The file names its `locale`, and gives each sentence that depends on a number in
the plural forms of that locale.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
DEFAULT = "uk"
Day = date  # the class has a method of this name
_UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True)
class Texts:
    """The texts of one language, looked up by key; `code` names the language in addresses."""

    code: str
    table: dict[str, Any]

    @cached_property
    def locale(self) -> Locale:
        """The Babel locale that the file names."""
        return Locale.parse(self.table["locale"])

    @property
    def name(self) -> str:
        """The language's own name, with a capital letter."""
        return (self.locale.get_language_name() or self.code).capitalize()

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """The sentence for this key, filled with the values; `count` chooses the plural form and fills `{count}`."""
        found = self.table["sentences"][key]
        if isinstance(found, dict):
            found = found[self.locale.plural_form(count or 0)]
        if count is not None:
            values["count"] = self.number(count)
        return str(found).format(**values) if values else str(found)

    def number(self, value: int) -> str:
        """The whole number with this language's thousands separator."""
        return format_decimal(value, locale=self.locale)

    def decimal(self, value: float, digits: int) -> str:
        """The number with that many digits after this language's decimal mark."""
        return format_decimal(value, "0." + "0" * digits, locale=self.locale)

    def ordinal(self, value: int) -> str:
        """The number as an ordinal, with the file's ending for its last two digits or its last digit."""
        endings = self.table["ordinal_endings"]
        return f"{value}{endings.get(str(value % 100)) or endings.get(str(value % 10)) or endings['other']}"

    def listed(self, words: Sequence[str]) -> str:
        """The words with commas, and "and" before the last."""
        return format_list(words, locale=self.locale)

    def date(self, day: date | None) -> str:
        """The day in words; the words for "no date" if there is none."""
        return self("no_date") if day is None else format_date(day, "long", self.locale)

    def time(self, moment: datetime) -> str:
        """The time of day in hours and minutes."""
        return format_time(moment, "HH:mm", locale=self.locale)

    def month(self, year: int, month: int) -> str:
        """A month and its year in words, as a heading."""
        return format_date(date(year, month, 1), "LLLL y", self.locale)

    def period(self, since: Day, until: Day) -> str:
        """These days in words: a day, a month, a year, or from one to another."""
        whole_months = since.day == 1 and (until + timedelta(days=1)).day == 1
        if since == until:
            return self.date(since)
        if whole_months and (since.month, until.month) == (1, 12):
            return str(since.year) if since.year == until.year else f"{since.year}–{until.year}"
        if whole_months and (since.year, since.month) == (until.year, until.month):
            return self.month(since.year, since.month)
        return str(format_interval(since, until, "yMMMM" if whole_months else "yMMMd", locale=self.locale))

    def language(self, code: str) -> str:
        """This language's name for the language with that code; the code itself if there is no name."""
        if code == _UNKNOWN_LANGUAGE:
            return self("language_unknown")
        return str(self.locale.languages.get(code, code))

    def script(self) -> dict[str, str]:
        """The sentences for the page's script, by key."""
        return {key[3:]: value for key, value in self.table["sentences"].items() if key.startswith("js_")}


def read_texts(folder: Path = FOLDER) -> dict[str, Texts]:
    """Every language that has a file, by code, the default language first."""
    paths = sorted(folder.glob("*.json"), key=lambda path: (path.stem != DEFAULT, path.stem))
    return {path.stem: Texts(path.stem, json.loads(path.read_text("utf-8"))) for path in paths}
