"""The publication date of an article: a stated date, or a dateline near the start of its text.

A wrong date is worse than none, so dates in prose are ignored. This module knows text only.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from index.parsing.facts.beside_dates import BETWEEN, EVENT, are_about_an_article

# The names of the months; an abbreviation is the first three letters or more.
_MONTHS = (
    "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень липня|липень "
    "серпня|серпень вересня|вересень жовтня|жовтень листопада|листопад грудня|грудень",
    "января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август "
    "сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
    "студзеня|студзень лютага|люты сакавіка|сакавік красавіка|красавік мая|май чэрвеня|чэрвень ліпеня|ліпень "
    "жніўня|жнівень верасня|верасень кастрычніка|кастрычнік лістапада|лістапад снежня|снежань",
    "january february march april may june july august september october november december",
    "januar|jänner februar märz|maerz|mrz april mai juni juli august september oktober november dezember",
    "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec "
    "sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
)
_SHORTEST_MONTH = 3
_MONTH = r"[^\W\d_]{3,12}"
_WORD = r"[^\W\d_]{1,12}(?:['’ʼ`\"′][^\W\d_]{1,10})?\.?"
# Another word before a date may say that it is the day of something else: «до», «надруковано».
_WEEKDAY = (
    r"(?:понед|вівт|вторн|серед|сред|четв|п['’ʼ`\"′я]|субот|суб|неділ|воскр|панядз|аўт|чацв|нядз|пн|вт|ср|чт|сб|нд|вс|"
    r"mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do(?=\.|nn)|fr|sa|so|pon|wt|śr|czw|pt|pią|sob|nied)"
    r"[^\W\d_]{0,10}(?:['’ʼ`\"′][^\W\d_]{1,10})?\.?"
)
_DAY_FIRST = (
    r"[«\"“„']?(?P<day>\d{1,2})[»\"”“']?\.?(?:st|nd|rd|th|-?го|-?т?е)?[\s\xa0-]+(?:of\s+|de\s+)?"
    rf"(?P<month>{_MONTH})\.?,?[\s\xa0-]+(?P<year>\d{{4}}|(?<=-)\d\d(?![\d.:]))"
)
_WITH_WEEKDAY = re.compile(rf"(?<!\w){_WEEKDAY}(?!\w)", re.IGNORECASE)
_MONTH_FIRST = rf"(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_ISO = r"(?P<year3>\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})"
_DOTTED = r"(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4}|\d{2}(?!\d))"
_SLASHED = r"(?P<one5>\d{1,2})(?P<sign5>[/-])(?P<other5>\d{1,2})(?P=sign5)(?P<year5>\d{4})"
_ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LATIN = str.maketrans("ІХ", "IX")  # the Cyrillic letters in place of the Roman ones
_ROMAN = r"(?P<day6>\d{1,2})(?P<sign6>[./-]|\s)\s?(?P<month6>(?-i:[IVXІХ]{1,4}))(?P=sign6)\s?(?P<year6>\d{4})"
DATE = rf"(?:{_ISO}|{_DOTTED}|{_SLASHED}|{_ROMAN}|{_DAY_FIRST}|{_MONTH_FIRST})"
YEAR_WORD = r"(?:\s*(?:року|рік|р|года|год|г|roku|r|Uhr)\b\.?)?"
_TIME = (
    r"(?:(?:\s*[,|•·/–—-]\s*|\s+|T)(?:(?:о|об|в|at|um|godz\.?)\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|Uhr|Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|UTC|GMT|EES?T|CES?T|MSK)?)?"
)
_TIME_FIRST, _ON = r"(?:\d{1,2}:\d{2}(?::\d{2})?\s*(?:[,|•–—-]\s*)?)?", r"(?:(?:den|dnia)\s+)?"
_WEEK = re.compile(r"\s*(\d{4})-?W(\d\d)-?([1-7])\s*")
_DOTNET = re.compile(r"\s*/Date\((\d+)(?:[+-]\d{4})?\)/\s*")
_DIGITS = re.compile(
    r"\s*(?:(?P<day>(?:19|20)\d{6})(?:T\d{4,6}Z?|\d{6})?|(?P<seconds>\d{9,10})(?:\.\d+)?"
    r"|(?P<thousandths>\d{12,13})|(?P<millionths>\d{15,16}))\s*"
)
_NAMED = re.compile(
    r"(?:(?P<year>\d{4})(?P<sign>[-_. ])(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"
    r"|(?P<day2>\d\d)\.(?P<month2>\d\d)\.(?P<year2>\d{4})"
    r"|(?P<year3>(?:19|20)\d\d)(?P<month3>\d\d)(?P<day3>\d\d)(?=\.|[-_ ]+[^\W\d_]))(?!\d)"
    r"(?![-_–— ]+(?:\d{4}[-_. ]\d\d[-_. ]\d\d|\d\d\.\d\d\.\d{4}))"  # a second day, of a range
)
# Earlier than this program; only a wrong clock says so.
_LEAST_DAY = date(2026, 1, 1)
_FIRST_DAY, _NO_DAYS = date(1000, 1, 1), (date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30), date(1601, 1, 1))
_FIRST_EPOCH, _LAST_EPOCH = 315_532_800, 4_102_444_800  # 1980 to 2100
_ISSUE = r"№\s?\d+\s?\(\d+\)"  # of a newspaper: its number in the year, and in all
_LABEL = (
    rf"(?:(?:(?:[^\W\d_][^\d.!?\n]{{0,50}}\s)?{_ISSUE},?\s*(?:від|за|от)?|"
    r"дата(?:\s+публікації|\s+публикации|\s+створення)?|опубліковано|оприлюднено|розміщено|створено|оновлено|додано|"
    r"дата і час|опубликовано|размещено|создано|добавлено|апублікавана|"
    r"published(?:\s+on)?|posted(?:\s+on)?|date|updated|veröffentlicht(?:\s+am)?|stand|datum|vom|data(?:\s+publikacji)?|"
    r"opublikowano|dodano)\s*[:–—-]?\s*)?"
)
_STATED = re.compile(
    rf"\s*{_LABEL}(?:(?:від|от|on|vom)\s+)?{_TIME_FIRST}(?:{_WEEKDAY},?\s+)?{_ON}{DATE}(?:Z|[+-]\d\d:\d\d)?{YEAR_WORD}"
    rf"(?:,?\s+\(?{_WORD}\)?(?<!\d))?{_TIME}(?:\[[\w/+-]+\])?\s*\.?\s*",
    re.IGNORECASE,
)
TOWN = r"(?:м|с|смт|г)\.\s?[^\W\d_][\w'’ʼ-]+(?:\s[^\W\d_][\w'’ʼ-]+)?"
# The day on which a page is seen, printed or saved.
SEEN = (
    r"(?:сьогодні|сегодня|зараз|сейчас|today|now|dziś|heute|(?:на|роз|від|рас)?(?:друк|печат)|print|wydruk|gedruckt|"
    r"перегля|просмотр|viewed|accessed|retrieved|звернен|обращени|збережен|сохранен|saved|завантажен|скачан|download)"
)
_PLACE = rf"(?:(?!{SEEN})(?:{TOWN}|[^\W\d_][\w'’ʼ-]+(?:\s[\w'’ʼ-]+){{0,2}}),\s+)?"
_DAY_NAME = (
    r"(?:понеділок|вівторок|середа|четвер|п['’ʼ`]ятниця|субота|неділя|понедельник|вторник|среда|четверг|пятница|суббота|"
    r"воскресенье|(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)"
)
_DATELINE = re.compile(
    rf"[\s*_(\[]*(?P<label>{_LABEL}){_TIME_FIRST}{_PLACE}(?:{_WEEKDAY},\s+|{_DAY_NAME}\s+)?{_ON}{DATE}{YEAR_WORD}(?:,\s+{_WEEKDAY})?{_TIME}"
    rf"(?:[\s,]+(?:{TOWN}|{_ISSUE}))?[\s*_)\].]*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"\s*[^\W\d_][\w'’ʼ.-]+(?:\s[\w'’ʼ.-]+){{0,2}},\s+{DATE}{YEAR_WORD}\s*(?:\([^)]{{1,40}}\)\s*)?[.:]?\s*[—–-]\s",
    re.IGNORECASE,
)
_ANY, _SEARCHED_CHARS = re.compile(rf"(?<![\w.]){DATE}(?![\w])", re.IGNORECASE), 50_000
_LONGEST_BESIDE = 24
# The words before a day on which a page was seen; a day beside the word «дата» alone may be the day of anything.
_DAY_SEEN = rf"\s*(?:(?:дата|date)\s+(?:of\s+)?)?{SEEN}[^\W\d]{{0,12}}\W*"
_NAMES_DAY_SEEN = re.compile(_DAY_SEEN, re.IGNORECASE)
_NAMES_A_DAY = re.compile(rf"\s*(?:дата|date|data|datum)\W*|{_DAY_SEEN}", re.IGNORECASE)
_PUBLISHED = re.compile(r"\s*(?:опубл|оприл|розм|разм|апубл|publ|post|veröff|opubl)", re.IGNORECASE)
_UPDATED = re.compile(r"\s*(?:оновлено|updated|stand)\b", re.IGNORECASE)
# A date alone on a later line is more often wrapped prose, or the date of something else.
_LINES_SEARCHED, _LINES_SEARCHED_FOR_LABELS = 3, 6
_LONGEST_LINE = 90
_MOST_DAYS_OF_WORK = 60


def stated_date(value: object) -> date | None:
    """The day in a document's date field: a date, seconds since 1970, or text in a common form; else None.

    The days that programs write where there is none are no dates, and neither is a day in the future.
    """
    found = _stated_day(value)
    return None if found in _NO_DAYS or (found and not _FIRST_DAY <= found <= latest_day()) else found


def latest_day() -> date:
    """The last day that may be one of publication: tomorrow, as it may be tomorrow elsewhere or the clock is wrong."""
    return max(date.today(), _LEAST_DAY) + timedelta(days=1)


def _stated_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_digits(str(int(value))) if abs(value) < 10**16 else None
    if not isinstance(value, str) or len(value) > 200:
        return None
    if match := _STATED.fullmatch(value):
        return day_of(match)
    if match := _DOTNET.fullmatch(value):
        value = match[1]
    if _DIGITS.fullmatch(value):
        return _of_digits(value)
    try:
        if match := _WEEK.fullmatch(value):
            return date.fromisocalendar(*map(int, match.groups()))
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_made(made: datetime | None, changed: datetime | None) -> date | None:
    """The day the document was made, unless it was changed long after: then either day may be the wrong one."""
    if not made or not date(1990, 1, 1) <= made.date() <= date.today():
        return None
    return None if changed and long_between(made.date(), changed.date()) else made.date()


def long_between(made: date, changed: date) -> bool:
    """Whether a document was changed so long after it was made that either day may be the wrong one."""
    return abs((changed - made).days) > _MOST_DAYS_OF_WORK


def is_outdated(made: date, text: str) -> bool:
    """Whether the text tells of a day long after it was made: a program filled in a template and left its day."""
    days = (day_of(found) for found in _ANY.finditer(text[:_SEARCHED_CHARS]))
    return any(day and made + timedelta(days=366) < day <= latest_day() for day in days)


def date_in_name(name: str) -> date | None:
    """The day at the start of a file name, as in blog posts; None if there is none, or it lies in the future."""
    match = _NAMED.match(name.rsplit("/", 1)[-1])
    found = day_of(match) if match else None
    return found if found and date(1800, 1, 1) <= found <= latest_day() else None


def _of_digits(digits: str) -> date | None:
    match = _DIGITS.fullmatch(digits)
    if not match:
        return None
    if day := match["day"]:
        return _made(int(day[:4]), int(day[4:6]), int(day[6:]))
    parts = (("seconds", 1), ("thousandths", 10**3), ("millionths", 10**6))
    seconds = next(int(match[name]) // one for name, one in parts if match[name])
    return datetime.fromtimestamp(seconds, UTC).date() if _FIRST_EPOCH <= seconds <= _LAST_EPOCH else None


def find_date(text: str, today: date | None = None) -> date | None:
    """The day of a dateline in the first lines of the text; None if there is none, or it lies in the future.

    The day of an update counts only if no line says when the text was published.
    """
    lines = [line for line in text[:4_000].split("\n") if any(map(str.isalnum, line))][:_LINES_SEARCHED_FOR_LABELS]
    latest = today + timedelta(days=1) if today else latest_day()
    updated = None
    for number, line in enumerate(lines):
        if number and names_day_seen(lines[number - 1]):
            continue
        match = _dateline(line) if len(line) <= _LONGEST_LINE else _LEAD.match(line[:200])
        label = (match.groupdict().get("label") or "") if match else ""
        if match and (number < _LINES_SEARCHED or label):
            found = day_of(match)
            if found and date(1800, 1, 1) <= found <= latest:
                if not _UPDATED.match(label):
                    return found
                updated = updated or found
    return updated


def names_day_seen(words: str) -> bool:
    """Whether the words only say that a day follows on which a page was seen, printed or saved."""
    return bool(_NAMES_DAY_SEEN.fullmatch(words))


def _dateline(line: str) -> re.Match[str] | None:
    """The match of a line that is a date, or of its only part that is one."""
    if whole := _DATELINE.fullmatch(line):
        return None if EVENT.search(line) else whole
    parts = BETWEEN.split(line)
    if any(map(_NAMES_A_DAY.fullmatch, parts)):
        return None
    found = [(number, match) for number, part in enumerate(parts) if (match := _DATELINE.fullmatch(part))]
    if len(found) != 1:
        return None
    [(number, match)] = found
    is_published = bool(_PUBLISHED.match(match["label"] or ""))
    return match if is_published or are_about_an_article(parts[:number], parts[number + 1 :]) else None


def is_dateline(line: str) -> bool:
    """Whether the line consists of a date and almost nothing else."""
    match = _dateline(line) if len(line) <= _LONGEST_LINE else None
    return bool(match and len(line) - len(match[0]) <= _LONGEST_BESIDE and day_of(match))


def has_weekday(line: str) -> bool:
    """Whether the line names the day of the week."""
    return bool(_WITH_WEEKDAY.search(line))


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `DATE` states; None if there is no such day."""
    parts = {name.rstrip("23456"): value for name, value in match.groupdict().items() if value and name != "label"}
    if "one" in parts:
        day, month = _day_and_month(int(parts["one"]), int(parts["other"]), parts["sign"])
    else:
        day = int(parts["day"])
        month = int(parts["month"]) if parts["month"].isdecimal() else _month_number(parts["month"])
    return _made(_whole_year(parts["year"]), month, day)


def _day_and_month(one: int, other: int, sign: str) -> tuple[int, int]:
    """Day and month of 15/03/2024 or 03/15/2024; zeros for 03/04/2024, which is ambiguous."""
    if sign == "-" or one > 12 or one == other:
        return one, other
    return (other, one) if other > 12 else (0, 0)


def _whole_year(year: str) -> int:
    if len(year) > 2:
        return int(year)
    this_year = latest_day().year
    full = this_year // 100 * 100 + int(year)
    return full if full <= this_year + 1 else full - 100


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_number(word: str) -> int:
    """The number of the month, from 1; 0 for a word that names no month."""
    if (roman := word.translate(_LATIN)) in _ROMAN_NUMBERS:
        return _ROMAN_NUMBERS.index(roman) + 1
    low = word.lower()
    return next((number for form, number in _forms() if len(low) >= _SHORTEST_MONTH and form.startswith(low)), 0)


@cache
def _forms() -> tuple[tuple[str, int], ...]:
    return tuple(
        (form, number)
        for names in _MONTHS
        for number, forms in enumerate(names.split(), start=1)
        for form in forms.split("|")
    )
