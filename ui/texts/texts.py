"""The words of the page, a JSON file a language in `texts/`: sentences, plurals, dates, names of languages.

Adding a language is adding its file; `tests/test_page_texts.py` names the keys it lacks.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "uk"


def _one_other(count: int) -> str:
    return "one" if count == 1 else "other"


def _east_slavic(count: int) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


def _polish(count: int) -> str:
    if count == 1:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


def _one_form(_count: int) -> str:
    return "other"


# The families of plural rules (Unicode CLDR, whole numbers) that a language's file may name.
PLURALS: dict[str, Callable[[int], str]] = {
    "one_other": _one_other,
    "east_slavic": _east_slavic,
    "polish": _polish,
    "one_form": _one_form,
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language, looked up by key."""

    code: str
    table: dict[str, Any]

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self.table["name"])

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """The sentence for this key with its values set in; `count` chooses among plural forms and fills `{count}`."""
        found = self.table["sentences"][key]
        if isinstance(found, dict):
            found = found[PLURALS[self.table["plurals"]](count or 0)]
        if count is not None:
            values["count"] = self.number(count)
        return str(found).format(**values) if values else str(found)

    def number(self, value: int) -> str:
        """The number with this language's mark between thousands."""
        return f"{value:,}".replace(",", self.table["thousands"])

    def date(self, day: date | None) -> str:
        """The day in words; the words for "no date" if there is none."""
        if day is None:
            return self("no_date")
        month = self.table["months"][day.month - 1]
        return str(self.table["date"]).format(day=day.day, month=month, year=day.year)

    def month(self, year: int, month: int) -> str:
        """A month and its year in words, as a heading."""
        return f"{self.table['months_alone'][month - 1]} {year}"

    def language(self, code: str) -> str:
        """What this language calls the language with that code; the code itself where it has no name for it."""
        return str(self.table["languages"].get(code, code))

    def script(self) -> dict[str, str]:
        """The sentences that the page's own script says, by key."""
        return {key[3:]: value for key, value in self.table["sentences"].items() if key.startswith("js_")}


def read_texts(folder: Path = FOLDER) -> dict[str, Texts]:
    """Every language that has a file, by its code, the default one first."""
    paths = sorted(folder.glob("*.json"), key=lambda path: (path.stem != DEFAULT, path.stem))
    return {path.stem: Texts(path.stem, json.loads(path.read_text("utf-8"))) for path in paths}
