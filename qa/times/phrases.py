"""Finds time expressions in a text, in five languages, each with its first and last day.

A phrase is translated into English first, because dateparser knows few case forms; dateparser computes the dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from .spans import months_later, span
from .words import (
    AGO,
    BEFORE,
    BEFORE_THAT,
    CENTURIES,
    DAY,
    DAY_WORDS,
    DECADES,
    IN,
    JUBILEE,
    LATEST,
    MONTHS,
    NEXT,
    NO_AMOUNT,
    NUMBERS,
    OF_CENTURY,
    OF_YEAR,
    PAST,
    SEASONS,
    THIS,
    TO,
    UNITS,
    WEEKDAYS,
    YEAR,
    YEARS,
    either,
    translated,
)

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_YEAR_IN_WORDS = rf"(?:(?:{BEFORE_THAT}|{BEFORE}|{THIS})\s+(?:{either({'year': UNITS['year']})})|торік|позаторік)\b"
# «У 20-х» may be of this century or of the last one.
_FIRST_CERTAIN = 30


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words `text[start:end]` name the days from `since` to `until`."""

    start: int
    end: int
    since: date
    until: date


def phrases(text: str, now: date) -> list[Phrase]:
    """The time expressions in a text, in order, relative to the day `now`."""
    lower = text.lower()
    return list(_found(lower if len(lower) == len(text) else text, now))


def is_any_season(words: str) -> bool:
    """Whether the words of a time name a season of no certain year: «взимку», but not «минулої зими»."""
    found = _pattern().search(words.lower())
    if found is None or found.lastgroup != "season":
        return False
    return bool(re.fullmatch(either(SEASONS), found.group())) and not _names_a_year(words.lower())


def _found(text: str, now: date) -> Iterator[Phrase]:
    for match in _pattern().finditer(text):
        kind = str(match.lastgroup)
        try:
            since, until = _READ[kind](match, now)
        except ValueError:  # such as the 31st of June
            continue
        if since <= until:  # no time goes backwards: «з 20 по 5 березня»
            yield Phrase(match.start(kind), match.end(kind), since, until)


@cache
def _pattern() -> re.Pattern[str]:
    month, unit, weekday = either(MONTHS), either(UNITS), either(WEEKDAYS)
    number = rf"\d{{1,3}}|{either(NUMBERS)}"
    year = rf"{YEAR}(?:\s*[-–—/]\s*(?:\d\d){{1,2}})?\b(?:\s*(?:{OF_YEAR})(?!\w))?"
    of_year = rf"(?:[\s,]+(?:of\s+|des\s+)?(?:the\s+)?(?:{year}|{_YEAR_IN_WORDS}))?"
    # The season of a year may follow it: «торік улітку»; a year with a month or a season before it is found with those.
    in_year = rf"(?:(?:{YEAR}\s*(?:{OF_YEAR})(?!\w)|{_YEAR_IN_WORDS})[\s,]+(?:(?:у|в|во|in|on|im|w)\s+)?)?"
    which = rf"(?:(?:{BEFORE_THAT}|{BEFORE}|{THIS}|{NEXT})\s+)?"
    century = rf"(?P<century>{either(CENTURIES)}|{BEFORE})(?:th|st)?\s*(?:{OF_CENTURY})(?!\w)"
    ending = r"-?(?:х|ті|тих|их|ые|ых|е|s|er|tych)\b"
    tens = rf"(?P<tens>(?:1[5-9]|20)?\d0(?={ending})|(?:(?<=lata )|(?<=latach ))\d0|(?:{either(DECADES)})\b)"
    ordinal = r"(?:-?(?:го|е|st|nd|rd|th)\b|\.)?"
    kinds = {
        "iso": rf"\b{YEAR}-\d\d-\d\d\b",
        "dotted": rf"\b{DAY}\.\d\d\.{YEAR}\b",
        "days": rf"\b{DAY}{ordinal}{TO}{DAY}{ordinal}\s+(?:{month})\b{of_year}",
        "days_en": rf"\b(?:{month})\s+{DAY}{ordinal}{TO}{DAY}{ordinal}\b{of_year}",
        "day": rf"\b{DAY}{ordinal}\s+(?:of\s+)?(?:{month})\b{of_year}",
        "day_en": rf"\b(?:{month})\s+{DAY}(?:st|nd|rd|th)?\b(?![.:]\d){of_year}",
        "month": rf"\b{in_year}{which}(?:{month})\b{of_year}",
        "season": rf"\b{in_year}{which}(?:{either(SEASONS)})\b{of_year}",
        "latest": rf"\b(?:(?:{LATEST})\s+(?:{number})|(?:{PAST}))\s+(?:{unit})\b",
        "ago": rf"\b(?:(?:{number})\s+)?(?:{unit})\s+(?:{AGO})\b|\bvor\s+(?:{number})\s+(?:{unit})\b",
        "relative": rf"\b(?:{BEFORE_THAT}|{BEFORE}|{THIS})\s+(?:{unit})\b",
        "weekday": rf"\b(?:у|в|во|on|am|w|we|last|минул\w+|прошл\w+)\s+(?:{weekday})\b",
        "word": rf"\b(?:{either(DAY_WORDS)})\b",
        "decade": rf"(?<![\w.-])(?:the |den |lata |latach )?['’]?{tens}(?:{ending}|\.)?+(?!\s+(?:{JUBILEE}))"
        rf"(?:\s+(?:{YEARS})\b)?(?:\s+(?:of\s+)?(?:the\s+)?{century})?",
        "years": rf"\b{YEAR}{TO}{YEAR}\b{NO_AMOUNT}",
        "year": rf"\b{YEAR}\s*(?:{OF_YEAR})(?!\w)|(?:(?<=\s)|^){YEAR}\b{NO_AMOUNT}",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _iso(match: re.Match[str], now: date) -> tuple[date, date]:
    day = date.fromisoformat(match.group())
    return day, day


def _dotted(match: re.Match[str], now: date) -> tuple[date, date]:
    day = datetime.strptime(match.group(), "%d.%m.%Y").date()
    return day, day


def _days(match: re.Match[str], now: date) -> tuple[date, date]:
    """Two days of one month: «з 3 по 5 березня»."""
    first, last = re.findall(r"\b\d{1,2}(?!\d)", match.group())[:2]
    month, year = _month_of(match.group()), _year_of(match.group(), now)
    until = _parsed(f"{last} {month} {year}", now)[1]
    return until.replace(day=int(first)), until


def _day(match: re.Match[str], now: date) -> tuple[date, date]:
    day = re.findall(r"\b\d{1,2}(?!\d)", match.group())[0]
    return _parsed(f"{day} {_month_of(match.group())} {_year_of(match.group(), now)}", now)


def _month(match: re.Match[str], now: date) -> tuple[date, date]:
    year, which = _year_of(match.group(), now), _which(match.group())
    if not (year or which or _follows_a_preposition(match)):
        raise ValueError("a month alone may be another word: May, march, лютий")
    since, until = _parsed(f"{_month_of(match.group())} {year}", now)
    later = 0 if year else _periods_ago(which, is_over=until < now)
    return span(since.replace(year=since.year - later), "month")


def _season(match: re.Match[str], now: date) -> tuple[date, date]:
    words = match.group()
    first = next(int(month) for word in words.split() if (month := translated(word, SEASONS)) in SEASONS)
    if year := _year_of(words, now):
        since = date(int(year), first, 1)
        begins_later = first == 12 and since > now  # the winter of this year is the one that it began with
        return _season_from(since.replace(year=since.year - begins_later))
    since, until = _season_from(date(now.year - (first > now.month), first, 1))
    ago = _periods_ago(_which(words), is_over=until < now)
    return _season_from(since.replace(year=since.year - ago))


def _season_from(since: date) -> tuple[date, date]:
    return since, months_later(since, 3) - timedelta(days=1)


def _which(phrase: str) -> str:
    """The word of a phrase that tells which of several periods is meant; empty if there is none."""
    found = re.search(rf"\b(?:{BEFORE_THAT}|{BEFORE}|{THIS}|{NEXT})\s", phrase)
    return found.group().strip() if found else ""


def _periods_ago(which: str, is_over: bool) -> int:
    """How many periods before the latest one are meant; the last one is over. ValueError for one that is to come."""
    if re.fullmatch(NEXT, which):
        raise ValueError("a time to come")
    if re.fullmatch(BEFORE_THAT, which):
        return 2 - is_over
    return int(bool(re.fullmatch(BEFORE, which)) and not is_over)


def _latest(match: re.Match[str], now: date) -> tuple[date, date]:
    return _data(f"{_amount(match.group())} ago", now)[0], now


def _ago(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(f"{_amount(match.group())} ago", now)


def _relative(match: re.Match[str], now: date) -> tuple[date, date]:
    which, unit = match.group().split()[0], translated(match.group().split()[-1], UNITS)
    if re.fullmatch(BEFORE_THAT, which):
        return _parsed(f"2 {unit}s ago", now)
    return _parsed(f"{'last' if re.fullmatch(BEFORE, which) else 'this'} {unit}", now)


def _weekday(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(translated(match.group().split()[-1], WEEKDAYS), now)


def _day_word(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(translated(match.group(), DAY_WORDS), now)


def _decade(match: re.Match[str], now: date) -> tuple[date, date]:
    """Ten years; without its century, «у 90-х», the latest that has begun."""
    first, century = int(translated(match["tens"], DECADES)), match["century"]
    if century:
        first = first % 100 + 100 * (_century(century, now) - 1)
    elif first < 100:
        is_named = _follows_a_preposition(match) or re.search(rf"\b(?:{YEARS})$", match.group())
        if first < _FIRST_CERTAIN or not is_named:
            raise ValueError("a number, or years of this century or of the last one")
        first += 100 * ((now.year - first) // 100)
    return date(first, 1, 1), date(first + 9, 12, 31)


def _century(named: str, now: date) -> int:
    """The number of a century: «XX», «20», «минулого»."""
    return now.year // 100 if re.fullmatch(BEFORE, named) else int(translated(named, CENTURIES))


def _years(match: re.Match[str], now: date) -> tuple[date, date]:
    first, last = map(int, re.findall(r"\d{4}", match.group()))
    return date(first, 1, 1), date(last, 12, 31)


def _year(match: re.Match[str], now: date) -> tuple[date, date]:
    year = match.group()[:4]
    if match.group() == year and not _follows_a_preposition(match):
        raise ValueError("four digits alone may be any number")
    return _parsed(year, now)


_READ: dict[str, Callable[[re.Match[str], date], tuple[date, date]]] = {
    **{"iso": _iso, "dotted": _dotted, "days": _days, "days_en": _days, "day": _day, "day_en": _day, "month": _month},
    **{"season": _season, "latest": _latest, "ago": _ago, "relative": _relative, "weekday": _weekday},
    **{"word": _day_word, "decade": _decade, "years": _years, "year": _year},
}


def _month_of(phrase: str) -> str:
    return next(english for word in re.findall(r"[^\W\d]+", phrase) if (english := translated(word, MONTHS)) in MONTHS)


def _names_a_year(phrase: str) -> bool:
    return bool(re.search(rf"\b(?:{YEAR}|{_YEAR_IN_WORDS})\b", phrase))


def _year_of(phrase: str, now: date) -> str:
    """The year of a phrase in digits; empty if it names none."""
    if found := re.search(rf"\b{YEAR}\b", phrase):
        return found.group()
    if found := re.search(rf"\b{_YEAR_IN_WORDS}\b", phrase):
        which = translated(found.group(), DAY_WORDS).split()[0]
        ago = int(which) if which.isdecimal() else _periods_ago(which, is_over=False)
        return str(now.year - ago)
    return ""


def _follows_a_preposition(match: re.Match[str]) -> bool:
    return bool(re.search(rf"\b(?:{IN})\s+$", match.string[: match.start()]))


def _amount(phrase: str) -> str:
    """The number and the unit of a phrase, in English; `1` if there is no number."""
    found = [translated(word, NUMBERS) for word in phrase.split()]
    number = next((word for word in found if word.isdigit()), "1")
    unit = next(name for word in found if (name := translated(word, UNITS)) in UNITS)
    return f"{number} {unit}s"


def _parsed(phrase: str, now: date) -> tuple[date, date]:
    return span(*_data(phrase.strip(), now))


def _data(phrase: str, now: date) -> tuple[date, str]:
    """The day that dateparser finds for an English phrase, and its period: day, week, month or year."""
    found = _parser(now).get_date_data(phrase)
    if found.date_obj is None:
        raise ValueError(phrase)
    return found.date_obj.date(), found.period


@lru_cache(maxsize=4)
def _parser(now: date) -> "DateDataParser":
    from dateparser.date import DateDataParser  # half a second to import, and few questions name a time

    settings = {"RELATIVE_BASE": datetime(now.year, now.month, now.day), "PREFER_DATES_FROM": "past"}
    return DateDataParser(languages=["en"], settings=settings)
