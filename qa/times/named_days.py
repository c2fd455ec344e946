"""The days that a time expression names, by its kind.

A phrase is translated into English first, because dateparser knows few case forms; dateparser computes the dates.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from .spans import months_later, span
from .words import (
    BEFORE,
    BEFORE_THAT,
    CENTURIES,
    DAY_WORDS,
    DECADES,
    HALF_YEARS,
    IN,
    MONTHS,
    NEXT,
    NUMBERS,
    ORDINAL_DAYS,
    PAST,
    SEASON_NAMES,
    SEASONS,
    SEVERAL,
    SEVERAL_UNITS,
    SHORT_MONTHS,
    TENS,
    THIS,
    TO,
    UNITS,
    WEEKDAYS,
    WITHIN,
    YEAR,
    YEARS,
    either,
    translated,
)

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

YEAR_IN_WORDS = (
    rf"(?:(?:{BEFORE_THAT}|{BEFORE}|{THIS})\s+(?:{either({'year': UNITS['year']})})|торік|позаторік|цьогоріч)\b"
)
# The kinds that name a first and a last day.
CLOSED = frozenset({"days", "days_en", "years"})
# «У 20-х» may be of this century or of the last one.
_FIRST_CERTAIN = 30
# A small word after a round number is counted, unless it is one of these: «до 2000 яєць», «у 2000 та 2004».
_COUNTED = r"\s+(?!(?:і|й|та|або|чи|по|до|в|у|на|и|или|and|or|to|in|on|i|lub|do|und|oder|bis|im)\b)[^\W\d_]"
_BEFORE_CHRIST = r"\.?\s*(?:до\s+н|b\.?\s?c\b|p\.?\s?n\.?\s?e|v\.\s?chr)"


def days_named(kind: str, match: re.Match[str], now: date) -> tuple[date, date]:
    """The first and the last day that a phrase of this kind names; ValueError if it names none."""
    return _READ[kind](match, now)


def _iso(match: re.Match[str], now: date) -> tuple[date, date]:
    day = date.fromisoformat(match.group())
    return day, day


def _month_dotted(match: re.Match[str], now: date) -> tuple[date, date]:
    month, year = map(int, match.group().split("."))
    return span(date(year, month, 1), "month")


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
    digits = re.findall(r"\b\d{1,2}(?!\d)", match.group())
    day = digits[0] if digits else _day_in_words(match.group())
    return _parsed(f"{day} {_month_of(match.group())} {_year_of(match.group(), now)}", now)


def _day_in_words(phrase: str) -> int:
    """The day of «двадцять шостого квітня»."""
    found = (translated(word, ORDINAL_DAYS | TENS) for word in phrase.split()[:2])
    return sum(int(number) for number in found if number.isdecimal())


def _month(match: re.Match[str], now: date) -> tuple[date, date]:
    year, which = _year_of(match.group(), now), _which(match.group())
    if not (year or which or _follows_a_preposition(match) or _goes_on_to_a_month(match)):
        raise ValueError("a month alone may be another word: May, march, лютий")
    since, until = _parsed(f"{_month_of(match.group())} {year}", now)
    later = 0 if year else _periods_ago(which, is_over=until < now)
    return span(since.replace(year=since.year - later), "month")


def _season(match: re.Match[str], now: date) -> tuple[date, date]:
    words = match.group()
    first = next(int(month) for word in words.split() if (month := _season_of(word)) in SEASONS)
    year = _year_of(words, now)
    if not (year or _which(words) or any(translated(word, SEASONS) in SEASONS for word in words.split())):
        raise ValueError("the name of a season alone: «зима», lata")
    if year:
        since = date(int(year), first, 1)
        begins_later = first == 12 and since > now  # the winter of this year is the one that it began with
        return _season_from(since.replace(year=since.year - begins_later))
    since, until = _season_from(date(now.year - (first > now.month), first, 1))
    ago = _periods_ago(_which(words), is_over=until < now)
    return _season_from(since.replace(year=since.year - ago))


def _season_of(word: str) -> str:
    found = translated(word, SEASONS)
    return found if found in SEASONS else translated(word, SEASON_NAMES)


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
    first, *_, last = match.group().split()
    is_one = re.fullmatch(PAST, first) and _numbers(match.group()) == 0
    if is_one and (_is_several(first, last) or not _follows(match, WITHIN)):
        raise ValueError("no certain number, or the last of something else: «в останній день війни»")
    return _data(f"{_amount(match.group())} ago", now)[0], now


def _ago(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(f"{_amount(match.group())} ago", now)


def _relative(match: re.Match[str], now: date) -> tuple[date, date]:
    which, written = match.group().split()
    if _is_several(which, written):
        raise ValueError("no certain number: «минулі роки»")
    unit = translated(written, UNITS)
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
    year, after = match.group()[:4], match.string[match.end() :]
    if match.group() == year and not _follows_a_preposition(match):
        raise ValueError("four digits alone may be any number")
    if match.group() == year and int(year) % 100 == 0 and re.match(_COUNTED, after):
        raise ValueError("a round number of something")
    if re.match(_BEFORE_CHRIST, after):
        raise ValueError("a year before Christ")
    return _parsed(year, now)


_READ: dict[str, Callable[[re.Match[str], date], tuple[date, date]]] = {
    **{
        "iso": _iso,
        "dotted": _dotted,
        "month_dotted": _month_dotted,
        "days": _days,
        "days_en": _days,
        "day": _day,
        "day_en": _day,
        "month": _month,
    },
    **{"season": _season, "latest": _latest, "ago": _ago, "relative": _relative, "weekday": _weekday},
    **{"word": _day_word, "decade": _decade, "years": _years, "year": _year},
}


def _month_of(phrase: str) -> str:
    words = re.findall(r"[^\W\d]+", phrase)
    found = (translated(word, MONTHS) for word in words)
    of_short = (translated(f"{word}.", SHORT_MONTHS) for word in words)
    return next(english for english in (*found, *of_short) if english in MONTHS)


def names_a_year(phrase: str) -> bool:
    """Whether the phrase names a year, in digits or in words."""
    return bool(re.search(rf"\b(?:{YEAR}|{YEAR_IN_WORDS})\b", phrase))


def _year_of(phrase: str, now: date) -> str:
    """The year of a phrase in digits; empty if it names none."""
    if found := re.search(rf"\b{YEAR}\b", phrase):
        return found.group()
    if found := re.search(rf"\b{YEAR_IN_WORDS}\b", phrase):
        which = translated(found.group(), DAY_WORDS).split()[0]
        ago = int(which) if which.isdecimal() else _periods_ago(which, is_over=False)
        return str(now.year - ago)
    return ""


def _follows_a_preposition(match: re.Match[str]) -> bool:
    return _follows(match, IN)


def _follows(match: re.Match[str], words: str) -> bool:
    return bool(re.search(rf"\b(?:{words})\s+$", match.string[: match.start()]))


def _goes_on_to_a_month(match: re.Match[str]) -> bool:
    """Whether it is the first of several months: «січень–лютий 2026»."""
    return bool(re.match(rf"{TO}(?:{either(MONTHS)})\b", match.string[match.end() :]))


def _is_several(adjective: str, unit: str) -> bool:
    return bool(re.fullmatch(SEVERAL, adjective) or re.fullmatch(SEVERAL_UNITS, unit))


def _amount(phrase: str) -> str:
    """The number and the unit of a phrase, in English; `1` if there is no number."""
    for months, forms in HALF_YEARS.items():
        if re.search(forms, phrase):
            return f"{months} months"
    unit = next(name for word in phrase.split() if (name := translated(word, UNITS)) in UNITS)
    return f"{_numbers(phrase) or 1} {unit}s"


def _numbers(phrase: str) -> int:
    """The sum of the numbers of a phrase, in digits and in words; 0 without any."""
    found = (translated(word, NUMBERS | TENS) for word in re.split(r"[\s-]+", phrase))
    halves = any(re.search(forms, phrase) for forms in HALF_YEARS.values())
    return sum(int(number) for number in found if number.isdecimal()) or int(halves)


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
