"""Finds time expressions in a text, in five languages, each with its first and last day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from .named_days import CLOSED, YEAR_IN_WORDS, days_named, names_a_year
from .words import (
    AGO,
    BEFORE,
    BEFORE_THAT,
    CENTURIES,
    DAY,
    DAY_WORDS,
    DECADES,
    HALF_YEARS,
    JUBILEE,
    LATEST,
    MONTHS,
    NEXT,
    NO_AMOUNT,
    NUMBERS,
    OF_CENTURY,
    OF_YEAR,
    OF_YEARS,
    ONE_UNIT,
    ORDINAL_DAYS,
    PAST,
    SEASON_NAMES,
    SEASONS,
    SHORT_MONTHS,
    TENS,
    THIS,
    TO,
    UNITS,
    WEEKDAYS,
    YEAR,
    YEARS,
    either,
)

# A weekday after these begins a time: «з понеділка».
_FROM = "з із від с со от since od seit"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words `text[start:end]` name the days from `since` to `until`.

    `closed` says that they name both: in «з 3 по 5 березня» nothing goes on after the 5th.
    """

    start: int
    end: int
    since: date
    until: date
    closed: bool = False


def phrases(text: str, now: date) -> list[Phrase]:
    """The time expressions in a text, in order, relative to the day `now`."""
    lower = text.lower()
    return list(_found(lower if len(lower) == len(text) else text, now))


def is_any_season(words: str) -> bool:
    """Whether the words of a time name a season of no certain year: «взимку», but not «минулої зими»."""
    found = _pattern().search(words.lower())
    if found is None or found.lastgroup != "season":
        return False
    return bool(re.fullmatch(either(SEASONS), found.group())) and not names_a_year(words.lower())


def _found(text: str, now: date) -> Iterator[Phrase]:
    for match in _pattern().finditer(text):
        kind = str(match.lastgroup)
        try:
            since, until = days_named(kind, match, now)
        except ValueError:  # such as the 31st of June
            continue
        if since <= until:  # no time goes backwards: «з 20 по 5 березня»
            yield Phrase(match.start(kind), match.end(kind), since, until, kind in CLOSED)


@cache
def _pattern() -> re.Pattern[str]:
    month, unit, weekday = either(MONTHS), either(UNITS), either(WEEKDAYS)
    month_en, short = "|".join(MONTHS), either(SHORT_MONTHS)
    number = rf"\d{{1,3}}|(?:(?:{either(TENS)})[\s-]){{0,2}}(?:{either(NUMBERS | TENS)})"
    amount = rf"(?:(?<!\d[\s.,])(?:{number})\s+(?:{unit})|{either(HALF_YEARS)})"
    year = rf"{YEAR}(?:\s*[-–—/]\s*(?:\d\d){{1,2}})?\b(?:\s*(?:{OF_YEAR})(?!\w))?"
    of_year = rf"(?:[\s,]+(?:of\s+|des\s+)?(?:the\s+)?(?:{year}|{YEAR_IN_WORDS}))?"
    # The season of a year may follow it: «торік улітку»; a year with a month or a season before it is found with those.
    in_year = rf"(?:(?:{YEAR}\s*(?:{OF_YEAR})(?!\w)|{YEAR_IN_WORDS})[\s,]+(?:(?:у|в|во|in|on|im|w)\s+)?)?"
    which = rf"(?:(?:{BEFORE_THAT}|{BEFORE}|{THIS}|{NEXT})\s+)?"
    century = rf"(?P<century>{either(CENTURIES)}|{BEFORE})(?:th|st)?\s*(?:{OF_CENTURY})(?!\w)"
    ending = r"-?(?:х|ті|тих|их|ые|ых|е|s|er|tych)\b"
    tens = rf"(?P<tens>(?:1[5-9]|20)?\d0(?={ending})|(?:(?<=lata )|(?<=latach ))\d0(?!\d)|(?:{either(DECADES)})\b)"
    ordinal = r"(?:-?(?:го|е|st|nd|rd|th)\b|\.)?"
    in_words = rf"(?:(?:двадцять|двадцать|тридцять|тридцать)\s+)?(?:{either(ORDINAL_DAYS)})"
    of_month = rf"(?:(?:{month})\b{of_year}|(?:{short})[\s,]+{YEAR}\b(?:\s*(?:{OF_YEAR})(?!\w))?)"
    begins = "|".join(rf"(?<=\b{word} )" for word in _FROM.split())
    no_day = rf"(?!,?\s+(?:{DAY}(?:{ordinal}\s+(?:{month}|{short})|\.\d)|(?:{month_en})\s+{DAY}\b))"
    kinds = {
        "iso": rf"\b{YEAR}-\d\d-\d\d\b",
        "dotted": rf"\b{DAY}\.(?:0?[1-9]|1[0-2])\.{YEAR}\b",
        "month_dotted": rf"(?<![\d.])(?:0[1-9]|1[0-2])\.{YEAR}\b",
        "days": rf"\b{DAY}{ordinal}{TO}{DAY}{ordinal}\s+(?:{month})\b{of_year}",
        "days_en": rf"\b(?:{month_en})\s+{DAY}{ordinal}{TO}{DAY}{ordinal}\b{of_year}",
        "day": rf"\b(?:{DAY}{ordinal}|{in_words})\s+(?:of\s+)?{of_month}",
        # "In February 26 people" is no day.
        "day_en": rf"(?<!\bin )\b(?:(?:{month_en})\s+{DAY}(?:st|nd|rd|th)?\b(?![.:]\d){of_year}"
        rf"|(?:{short})\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}\b)",
        "month": rf"\b{in_year}{which}(?:{month})\b{of_year}",
        "season": rf"\b{in_year}{which}(?:{either(SEASONS)}|(?!lata\s*\d)(?:{either(SEASON_NAMES)}))\b{of_year}",
        "latest": rf"\b(?:{LATEST}|{BEFORE})\s+{amount}\b|\b(?:{number})\s+(?:{LATEST})\s+(?:{unit})\b"
        rf"|\b(?:{PAST})\s+(?:{unit})\b",
        "ago": rf"\b{amount}\s+(?:{AGO})\b|\b(?:{ONE_UNIT})\s+(?:{AGO})\b|\bvor\s+{amount}\b",
        "relative": rf"\b(?:{BEFORE_THAT}|{BEFORE}|{THIS})\s+(?:{unit})\b",
        "weekday": rf"(?:\b(?:у|в|во|on|am|w|we|last|минул\w+|прошл\w+)\s+|{begins})(?:{weekday})\b{no_day}",
        "word": rf"\b(?:{either(DAY_WORDS)})\b",
        "decade": rf"(?<![\w.-])(?:the |den |lata |latach )?['’]?{tens}(?:{ending}|\.)?+(?!\s+(?:{JUBILEE}))"
        rf"(?:\s+(?:{YEARS})\b)?(?:\s+(?:of\s+)?(?:the\s+)?{century})?",
        "years": rf"\b{YEAR}{TO}{YEAR}\b{NO_AMOUNT}(?:\s*(?:{OF_YEARS})(?!\w))?"
        rf"|\b{YEAR}{TO}{YEAR}\s*(?:{OF_YEARS})(?!\w)",
        "year": rf"\b{YEAR}\s*(?:{OF_YEAR})(?!\w)|(?:(?<=\s)|^){YEAR}\b{NO_AMOUNT}",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))
