"""Finds phrases of time in a text, in five languages, each with its first and last day.

A phrase is translated into English first, because dateparser knows few case forms; dateparser computes the dates.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_SIGNS = "([ьяею]|[ея]м)"
_MONTHS = {
    "january": f"січ(ень|ня|ні|нем|ню)|январ{_SIGNS}|january|stycz(eń|nia|niu)|januar",
    "february": f"лют(ий|ого|ому|им)|феврал{_SIGNS}|february|lut(y|ego|ym)|februar",
    "march": "берез(ень|ня|ні|нем|ню)|март(а|е|у|ом)?|march|mar(zec|ca|cu)|märz",
    "april": f"квіт(ень|ня|ні|нем|ню)|апрел{_SIGNS}|april|kwie(cień|tnia|tniu)",
    "may": "трав(ень|ня|ні|нем|ню)|ма[йяе]|may|maj[au]?|mai",
    "june": f"черв(ень|ня|ні|нем|ню)|июн{_SIGNS}|june|czerw(iec|ca|cu)|juni",
    "july": f"лип(ень|ня|ні|нем|ню)|июл{_SIGNS}|july|lip(iec|ca|cu)|juli",
    "august": "серп(ень|ня|ні|нем|ню)|август(а|е|у|ом)?|august|sierp(ień|nia|niu)",
    "september": f"верес(ень|ня|ні|нем|ню)|сентябр{_SIGNS}|september|wrze(sień|śnia|śniu)",
    "october": f"жовт(ень|ня|ні|нем|ню)|октябр{_SIGNS}|october|październik(a|u)?|oktober",
    "november": f"листопад(а|і|у|ом)?|ноябр{_SIGNS}|november|listopad(a|zie)?",
    "december": f"груд(ень|ня|ні|нем|ню)|декабр{_SIGNS}|december|grud(zień|nia|niu)|dezember",
}
_UNITS = {
    "day": "день|дні|днів|дня|дней|days?|dni|dzień|tage?n?",
    "week": "тижд?(ень|ні|нів|ня|нем|ню)|недел[яюеиьій]|недель|weeks?|tydzień|tygodni(e|u|a)?|wochen?",
    "month": "місяц(ь|я|і|ів|ю|ем)|месяц(ев|а|е|ы|ем)?|months?|miesiąc(e|a|u)?|miesięcy|monate?n?s?",
    "year": "рік|року|роки|років|році|год(а|у|ы|ом)?|лет|years?|rok(u|iem)?|lata?|jahre?n?s?",
}
_WEEKDAYS = {
    "monday": "понеділ(ок|ка|ку)|понедельник(а|у)?|monday|poniedziałek|montag",
    "tuesday": "вівтор(ок|ка|ку)|вторник(а|у)?|tuesday|wtorek|dienstag",
    "wednesday": "серед[ауи]|сред[ауы]|wednesday|środ[aęy]|mittwoch",
    "thursday": "четвер(г|га|у)?|thursday|czwartek|donnerstag",
    "friday": "п['’ʼ]?ятниц[яюіи]|пятниц[ауые]|friday|piąt(ek|ku)|freitag",
    "saturday": "субот[ауи]|суббот[ауы]|saturday|sobot[aęy]|samstag",
    "sunday": "неділ[яюі]|воскресень[ея]|sunday|niedziel[aęi]|sonntag",
}
_DAY_WORDS = {
    "today": "сьогодні|сегодня|today|dzisiaj|dziś|heute",
    "yesterday": "вчора|учора|вчера|yesterday|wczoraj|gestern",
    "2 days ago": "позавчора|позавчера|przedwczoraj|vorgestern",
    "1 year ago": "торік",
    "2 years ago": "позаторік",
}
_NUMBERS = {
    "1": "один|одну|одна|one|a|an|jeden|einem|einer",
    "2": "два|дві|две|two|dwa|dwie|zwei",
    "3": "три|three|trzy|drei",
    "4": "чотири|четыре|four|cztery|vier",
    "5": "п['’ʼ]ять|пять|five|pięć|fünf",
    "6": "шість|шесть|six|sześć|sechs",
    "7": "сім|семь|seven|siedem|sieben",
    "10": "десять|ten|dziesięć|zehn",
}
_SEASONS = {
    3: "навесні|весною|весни|весной|spring|wiosną|frühjahr|frühling",
    6: "[ву]літку|літа|літом|летом|summer|latem|sommer",
    9: "восени|осені|осенью|autumn|jesienią|herbst",
    12: "[ву]зимку|зимою|зими|зимой|winter|zimą",
}
_BEFORE = "минул\\w*|прошл\\w*|попередн\\w*|last|previous|zeszł\\w*|ubiegł\\w*|letzt\\w*|vorig\\w*|vergangen\\w*"
_BEFORE_THAT = "позаминул\\w*|позапрошл\\w*"
_THIS = "цього|цей|цьому|цю|цій|цієї|цим|этого|этот|этом|эту|этой|this|tego|tym|ten|diese\\w*|поточн\\w*"
_LATEST = "останн\\w*|последн\\w*|past|last|ostatni\\w*|letzte\\w*"
_PAST = "останн\\w*|последн\\w*|past|ostatni\\w*"
_AGO = "тому|назад|ago|temu"
_OF_YEAR = "року|році|роки|роках|роками|рік|рр?\\.?|годах|году|года|год|гг?\\.|roku|latach|r\\."
_IN = "у|в|во|in|on|w|we|im|am|за|про|of|during|протягом|впродовж|з|із|зі|від|с|со|от|from|since|od|von|seit|ab|до"
_IN += "|перед|before|by|vor|przed|після|после|after|nach|po|по|to|until|між|между|between|und|and|і|й|и|кінці"
_IN += "|початку|кінця|середині|наприкінці|начале|конце|середине|beginning|end|middle"
_NO_AMOUNT = r"(?![\d.,-]|\s*(?:грн|гривен|гривн|долар|доллар|євро|евро|км|кг|осіб|людей|dollars|people|euro|zł)\w*)"
TO = r"\s*(?:[-–—]|\b(?:по|до|і|й|та|и|and|to|until|bis|und|do|a)\b)\s*"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words `text[start:end]` name the days from `since` to `until`."""

    start: int
    end: int
    since: date
    until: date


def phrases(text: str, now: date) -> list[Phrase]:
    """The phrases of time in a text, in order, relative to the day `now`."""
    lower = text.lower()
    return list(_found(lower if len(lower) == len(text) else text, now))


def is_any_season(words: str) -> bool:
    """Whether the words of a time name a season of no certain year: «взимку», but not «минулої зими»."""
    found = _pattern().search(words.lower())
    if found is None or found.lastgroup != "season" or _year_of(words):
        return False
    return not re.match(rf"(?:{_BEFORE}|{_THIS})\s", found.group())


def _found(text: str, now: date) -> Iterator[Phrase]:
    for match in _pattern().finditer(text):
        kind = str(match.lastgroup)
        try:
            since, until = _READ[kind](match, now)
        except ValueError:  # such as the 31st of June
            continue
        yield Phrase(match.start(kind), match.end(kind), since, until)


def _either(table: dict[str, str]) -> str:
    return "|".join(table.values()).replace("(", "(?:")


def _word(found: str, table: dict[str, str]) -> str:
    """The English translation of a word in the table; the word itself if it is not there."""
    return next((name for name, forms in table.items() if re.fullmatch(forms, found)), found)


@cache
def _pattern() -> re.Pattern[str]:
    month, unit, weekday = _either(_MONTHS), _either(_UNITS), _either(_WEEKDAYS)
    number = rf"\d{{1,3}}|{_either(_NUMBERS)}"
    of_year = rf"(?:[\s,]+{_YEAR}\b(?:\s*(?:{_OF_YEAR})(?!\w))?)?"
    ordinal = r"(?:-?(?:го|е|st|nd|rd|th)\b|\.)?"
    kinds = {
        "iso": rf"\b{_YEAR}-\d\d-\d\d\b",
        "dotted": rf"\b{_DAY}\.\d\d\.{_YEAR}\b",
        "days": rf"\b{_DAY}{ordinal}{TO}{_DAY}{ordinal}\s+(?:{month})\b{of_year}",
        "days_en": rf"\b(?:{month})\s+{_DAY}{ordinal}{TO}{_DAY}{ordinal}\b{of_year}",
        "day": rf"\b{_DAY}{ordinal}\s+(?:of\s+)?(?:{month})\b{of_year}",
        "day_en": rf"\b(?:{month})\s+{_DAY}(?:st|nd|rd|th)?\b(?![.:]\d){of_year}",
        "month": rf"\b(?:{month})\b(?:\s+of\b)?{of_year}",
        "season": rf"\b(?:(?:{_BEFORE}|{_THIS})\s+)?(?:{_either(_named(_SEASONS))})\b(?:\s+of\b)?{of_year}",
        "latest": rf"\b(?:(?:{_LATEST})\s+(?:{number})|(?:{_PAST}))\s+(?:{unit})\b",
        "ago": rf"\b(?:(?:{number})\s+)?(?:{unit})\s+(?:{_AGO})\b|\bvor\s+(?:{number})\s+(?:{unit})\b",
        "relative": rf"\b(?:{_BEFORE_THAT}|{_BEFORE}|{_THIS})\s+(?:{unit})\b",
        "weekday": rf"\b(?:у|в|во|on|am|w|we|last|минул\w+|прошл\w+)\s+(?:{weekday})\b",
        "word": rf"\b(?:{_either(_DAY_WORDS)})\b",
        "decade": r"\b(?:1[5-9]|20)\d0-?(?:х|ті|тих|их|s)\b",
        "years": rf"\b{_YEAR}{TO}{_YEAR}\b{_NO_AMOUNT}",
        "year": rf"\b{_YEAR}\s*(?:{_OF_YEAR})(?!\w)|(?:(?<=\s)|^){_YEAR}\b{_NO_AMOUNT}",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _named(table: dict[int, str]) -> dict[str, str]:
    return {str(number): forms for number, forms in table.items()}


def _iso(match: re.Match[str], now: date) -> tuple[date, date]:
    day = date.fromisoformat(match.group())
    return day, day


def _dotted(match: re.Match[str], now: date) -> tuple[date, date]:
    day = datetime.strptime(match.group(), "%d.%m.%Y").date()
    return day, day


def _days(match: re.Match[str], now: date) -> tuple[date, date]:
    """Two days of one month: «з 3 по 5 березня»."""
    first, last = re.findall(r"\b\d{1,2}(?!\d)", match.group())[:2]
    month, year = _month_of(match.group()), _year_of(match.group())
    until = _parsed(f"{last} {month} {year}", now)[1]
    return until.replace(day=int(first)), until


def _day(match: re.Match[str], now: date) -> tuple[date, date]:
    day = re.findall(r"\b\d{1,2}(?!\d)", match.group())[0]
    return _parsed(f"{day} {_month_of(match.group())} {_year_of(match.group())}", now)


def _month(match: re.Match[str], now: date) -> tuple[date, date]:
    year = _year_of(match.group())
    if not year and not re.search(rf"\b(?:{_IN}|{_BEFORE}|{_THIS})\s+$", match.string[: match.start()]):
        raise ValueError("a month alone may be another word: May, march, лютий")
    return _parsed(f"{_month_of(match.group())} {year}", now)


def _season(match: re.Match[str], now: date) -> tuple[date, date]:
    named = (_word(word, _named(_SEASONS)) for word in match.group().split())
    first = int(next(name for name in named if name.isdigit()))
    year = int(_year_of(match.group()) or now.year)
    if not _year_of(match.group()) and (first > now.month or first == 12):
        year -= 1
    since = date(year, first, 1)
    last_month = (first + 1) % 12 + 1
    return since, _span(date(year + (first == 12), last_month, 1), "month")[1]


def _latest(match: re.Match[str], now: date) -> tuple[date, date]:
    return _data(f"{_amount(match.group())} ago", now)[0], now


def _ago(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(f"{_amount(match.group())} ago", now)


def _relative(match: re.Match[str], now: date) -> tuple[date, date]:
    which, unit = match.group().split()[0], _word(match.group().split()[-1], _UNITS)
    if re.fullmatch(_BEFORE_THAT, which):
        return _parsed(f"2 {unit}s ago", now)
    return _parsed(f"{'last' if re.fullmatch(_BEFORE, which) else 'this'} {unit}", now)


def _weekday(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(_word(match.group().split()[-1], _WEEKDAYS), now)


def _day_word(match: re.Match[str], now: date) -> tuple[date, date]:
    return _parsed(_word(match.group(), _DAY_WORDS), now)


def _decade(match: re.Match[str], now: date) -> tuple[date, date]:
    first = int(match.group()[:4])
    return date(first, 1, 1), date(first + 9, 12, 31)


def _years(match: re.Match[str], now: date) -> tuple[date, date]:
    first, last = map(int, re.findall(r"\d{4}", match.group()))
    return date(first, 1, 1), date(last, 12, 31)


def _year(match: re.Match[str], now: date) -> tuple[date, date]:
    year = match.group()[:4]
    if match.group() == year and not re.search(rf"\b(?:{_IN})\s+$", match.string[: match.start()]):
        raise ValueError("four digits alone may be any number")
    return _parsed(year, now)


_READ: dict[str, Callable[[re.Match[str], date], tuple[date, date]]] = {
    **{"iso": _iso, "dotted": _dotted, "days": _days, "days_en": _days, "day": _day, "day_en": _day, "month": _month},
    **{"season": _season, "latest": _latest, "ago": _ago, "relative": _relative, "weekday": _weekday},
    **{"word": _day_word, "decade": _decade, "years": _years, "year": _year},
}


def _month_of(phrase: str) -> str:
    return next(english for word in re.findall(r"[^\W\d]+", phrase) if (english := _word(word, _MONTHS)) in _MONTHS)


def _year_of(phrase: str) -> str:
    found = re.search(rf"\b{_YEAR}\b", phrase)
    return found.group() if found else ""


def _amount(phrase: str) -> str:
    """The number and the unit of a phrase, in English; `1` if there is no number."""
    found = [_word(word, _NUMBERS) for word in phrase.split()]
    number = next((word for word in found if word.isdigit()), "1")
    unit = next(name for word in found if (name := _word(word, _UNITS)) in _UNITS)
    return f"{number} {unit}s"


def _parsed(phrase: str, now: date) -> tuple[date, date]:
    return _span(*_data(phrase.strip(), now))


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


def _span(day: date, period: str) -> tuple[date, date]:
    """The first and the last day of the week, month or year around a day."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
