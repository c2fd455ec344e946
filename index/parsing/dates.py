"""The date an article was published, from what it states or from a line near its start that is nothing but a dateline.

A wrong date is worse than none, so a date in prose is never taken; this module knows text only.
"""

import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

# Stems are enough: the pattern takes any ending, so that "лютого", "лютий" and "лют." are all found.
_MONTHS = (
    "січ лют берез квіт трав черв лип серп верес жовт листопад груд",
    "январ феврал март апрел мая|май июн июл август сентябр октябр ноябр декабр",
    "студз лют сакав красав мая|май чэрв ліп жні верас кастр лістап снеж",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan|jän feb mär apr mai jun jul aug sep okt nov dez",
    "stycz lut mar kwie maj|maja czerw lip sierp wrze paźdz listopad grud",
)
_MONTH = r"[^\W\d_]{3,12}"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
_MONTH_FIRST = rf"(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_ISO = r"(?P<year3>\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})"
_DOTTED = r"(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4})"
_DATE = rf"(?:{_ISO}|{_DOTTED}|{_DAY_FIRST}|{_MONTH_FIRST})"
_YEAR_WORD = r"(?:\s*(?:року|рік|р|года|год|г|roku|r|Uhr)\b\.?)?"
_TIME = (
    r"(?:(?:\s*[,|•·/–—-]\s*|\s+|T)(?:(?:о|об|в|at|um|godz\.?)\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|Uhr|Z|[+-]\d\d:?\d\d)?)?"
)
_STATED = re.compile(rf"\s*(?:{_MONTH},?\s+)?{_DATE}{_YEAR_WORD}{_TIME}\s*\.?\s*", re.IGNORECASE)
_LABEL = (
    r"(?:(?:дата(?:\s+публікації|\s+публикации)?|опубліковано|оновлено|додано|дата і час|опубликовано|апублікавана|"
    r"published(?:\s+on)?|posted(?:\s+on)?|date|updated|veröffentlicht(?:\s+am)?|stand|datum|vom|data(?:\s+publikacji)?|"
    r"opublikowano|dodano)\s*[:–—-]?\s*)?"
)
_PLACE = r"(?:[^\W\d_][\w'’ʼ-]+(?:\s[\w'’ʼ-]+){0,2},\s+)?"
_DATELINE = re.compile(
    rf"[\s*_(\[]*(?P<label>{_LABEL}){_PLACE}(?:{_MONTH},\s+)?{_DATE}{_YEAR_WORD}{_TIME}[\s*_)\].]*", re.IGNORECASE
)
_LEAD = re.compile(
    rf"\s*[^\W\d_][\w'’ʼ.-]+(?:\s[\w'’ʼ.-]+){{0,2}},\s+{_DATE}{_YEAR_WORD}\s*(?:\([^)]{{1,40}}\)\s*)?[.:]?\s*[—–-]\s",
    re.IGNORECASE,
)
# A date alone on a line further down is more often a piece of wrapped prose, or the day of something else.
_LINES_SEARCHED, _LINES_SEARCHED_FOR_LABELS = 3, 6
_LONGEST_LINE = 90


def stated_date(value: object) -> date | None:
    """The day in a value that a document gives as its date: a date, or text in a common form; None if it is neither."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > 200:
        return None
    if match := _STATED.fullmatch(value):
        return _day(match)
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def find_date(text: str, today: date | None = None) -> date | None:
    """The day on a dateline among the first lines of the text; None if there is none, or it lies in the future."""
    lines = [line for line in text[:4_000].split("\n") if any(map(str.isalnum, line))][:_LINES_SEARCHED_FOR_LABELS]
    latest = (today or date.today()) + timedelta(days=1)
    for number, line in enumerate(lines):
        match = _DATELINE.fullmatch(line) if len(line) <= _LONGEST_LINE else _LEAD.match(line[:200])
        if match and (number < _LINES_SEARCHED or match.groupdict().get("label")):
            found = _day(match)
            if found and date(1800, 1, 1) <= found <= latest:
                return found
    return None


def is_dateline(line: str) -> bool:
    """Whether the line holds a date and next to nothing else."""
    return len(line) <= _LONGEST_LINE and bool((match := _DATELINE.fullmatch(line)) and _day(match))


def _day(match: re.Match[str]) -> date | None:
    parts = {
        name.rstrip("234"): value for name, value in match.groupdict().items() if value is not None and name != "label"
    }
    month = int(parts["month"]) if parts["month"].isdecimal() else _month_number(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def _month_number(word: str) -> int:
    """The number of the month, counted from 1; 0, which no date has, for a word that names none."""
    low = word.lower()
    return next((number for stem, number in _stems() if low.startswith(stem)), 0)


@cache
def _stems() -> tuple[tuple[str, int], ...]:
    return tuple(
        (stem, number)
        for names in _MONTHS
        for number, stems in enumerate(names.split(), start=1)
        for stem in stems.split("|")
    )
