"""The publication date of an article: a stated date, or a dateline near the start of its text.

A wrong date is worse than none, so dates in prose are ignored. This module knows text only.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

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
    r"[«\"“„']?(?P<day>\d{1,2})[»\"”“']?\.?(?:st|nd|rd|th|-?го|-?е)?[\s\xa0-]+(?:of\s+|de\s+)?"
    rf"(?P<month>{_MONTH})\.?,?[\s\xa0-]+(?P<year>\d{{4}})"
)
_WITH_WEEKDAY = re.compile(rf"(?<!\w){_WEEKDAY}(?!\w)", re.IGNORECASE)
_MONTH_FIRST = rf"(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_ISO = r"(?P<year3>\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})"
_DOTTED = r"(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4}|\d{2}(?!\d))"
_SLASHED = r"(?P<one5>\d{1,2})(?P<sign5>[/-])(?P<other5>\d{1,2})(?P=sign5)(?P<year5>\d{4})"
DATE = rf"(?:{_ISO}|{_DOTTED}|{_SLASHED}|{_DAY_FIRST}|{_MONTH_FIRST})"
YEAR_WORD = r"(?:\s*(?:року|рік|р|года|год|г|roku|r|Uhr)\b\.?)?"
_TIME = (
    r"(?:(?:\s*[,|•·/–—-]\s*|\s+|T)(?:(?:о|об|в|at|um|godz\.?)\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|Uhr|Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|UTC|GMT|EES?T|CES?T|MSK)?)?"
)
_DIGITS = re.compile(
    r"\s*(?:(?P<day>(?:19|20)\d{6})(?:T\d{4,6}Z?|\d{6})?|(?P<seconds>\d{9,10})(?:\.\d+)?|(?P<thousandths>\d{12,13}))\s*"
)
_NAMED = re.compile(r"(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)")
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
    rf"\s*{_LABEL}(?:(?:від|от|on|vom)\s+)?(?:{_WEEKDAY},?\s+)?{DATE}{YEAR_WORD}(?:,?\s+\(?{_WORD}\)?(?<!\d))?{_TIME}\s*\.?\s*",
    re.IGNORECASE,
)
TOWN = r"(?:м|с|смт|г)\.\s?[^\W\d_][\w'’ʼ-]+(?:\s[^\W\d_][\w'’ʼ-]+)?"
# The day on which a page is seen, printed or saved.
SEEN = (
    r"(?:сьогодні|сегодня|зараз|сейчас|today|now|dziś|heute|(?:на|роз|від|рас)?(?:друк|печат)|print|wydruk|gedruckt|"
    r"перегля|просмотр|viewed|accessed|retrieved|звернен|обращени|збережен|сохранен|saved|завантажен|скачан|download)"
)
_PLACE = rf"(?:(?!{SEEN})(?:{TOWN}|[^\W\d_][\w'’ʼ-]+(?:\s[\w'’ʼ-]+){{0,2}}),\s+)?"
_DATELINE = re.compile(
    rf"[\s*_(\[]*(?P<label>{_LABEL}){_PLACE}(?:{_WEEKDAY},\s+)?{DATE}{YEAR_WORD}(?:,\s+{_WEEKDAY})?{_TIME}"
    rf"(?:[\s,]+(?:{TOWN}|{_ISSUE}))?[\s*_)\].]*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"\s*[^\W\d_][\w'’ʼ.-]+(?:\s[\w'’ʼ.-]+){{0,2}},\s+{DATE}{YEAR_WORD}\s*(?:\([^)]{{1,40}}\)\s*)?[.:]?\s*[—–-]\s",
    re.IGNORECASE,
)
_ANY, _SEARCHED_CHARS = re.compile(rf"(?<![\w.]){DATE}(?![\w])", re.IGNORECASE), 50_000
# A date alone on a later line is more often wrapped prose, or the date of something else.
_LINES_SEARCHED, _LINES_SEARCHED_FOR_LABELS = 3, 6
_LONGEST_LINE = 90


def stated_date(value: object) -> date | None:
    """The day in a document's date field: a date, seconds since 1970, or text in a common form; else None.

    The days that programs write where there is none are no dates, and neither is a day in the future.
    """
    found = _stated_day(value)
    return None if found in _NO_DAYS or (found and not _FIRST_DAY <= found <= latest_day()) else found


def latest_day() -> date:
    """The last day that may be one of publication: tomorrow, as it may be tomorrow elsewhere."""
    return date.today() + timedelta(days=1)


def _stated_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_digits(str(int(value))) if abs(value) < 10**14 else None
    if not isinstance(value, str) or len(value) > 200:
        return None
    if match := _STATED.fullmatch(value):
        return day_of(match)
    if _DIGITS.fullmatch(value):
        return _of_digits(value)
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_made(made: datetime | None, changed: datetime | None) -> date | None:
    """The day the document was made, unless it was changed long after: then either day may be the wrong one."""
    if not made or not date(1990, 1, 1) <= made.date() <= date.today():
        return None
    return made.date() if not changed or abs((changed.date() - made.date()).days) <= 60 else None


def is_outdated(made: date, text: str) -> bool:
    """Whether the text tells of a day long after it was made: a program filled in a template and left its day."""
    days = (day_of(found) for found in _ANY.finditer(text[:_SEARCHED_CHARS]))
    return any(day and made + timedelta(days=366) < day <= latest_day() for day in days)


def date_in_name(name: str) -> date | None:
    """The day at the start of a file name, as in blog posts; None if there is none, or it lies in the future."""
    match = _NAMED.match(name.rsplit("/", 1)[-1])
    found = _made(int(match[1]), int(match[2]), int(match[3])) if match else None
    return found if found and date(1800, 1, 1) <= found <= latest_day() else None


def _of_digits(digits: str) -> date | None:
    match = _DIGITS.fullmatch(digits)
    if not match:
        return None
    if day := match["day"]:
        return _made(int(day[:4]), int(day[4:6]), int(day[6:]))
    seconds = int(match["seconds"] or 0) or int(match["thousandths"]) // 1000
    return datetime.fromtimestamp(seconds, UTC).date() if _FIRST_EPOCH <= seconds <= _LAST_EPOCH else None


def find_date(text: str, today: date | None = None) -> date | None:
    """The day of a dateline in the first lines of the text; None if there is none, or it lies in the future."""
    lines = [line for line in text[:4_000].split("\n") if any(map(str.isalnum, line))][:_LINES_SEARCHED_FOR_LABELS]
    latest = today + timedelta(days=1) if today else latest_day()
    for number, line in enumerate(lines):
        match = _DATELINE.fullmatch(line) if len(line) <= _LONGEST_LINE else _LEAD.match(line[:200])
        if match and (number < _LINES_SEARCHED or match.groupdict().get("label")):
            found = day_of(match)
            if found and date(1800, 1, 1) <= found <= latest:
                return found
    return None


def is_dateline(line: str) -> bool:
    """Whether the line consists of a date and almost nothing else."""
    return len(line) <= _LONGEST_LINE and bool((match := _DATELINE.fullmatch(line)) and day_of(match))


def has_weekday(line: str) -> bool:
    """Whether the line names the day of the week."""
    return bool(_WITH_WEEKDAY.search(line))


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `DATE` states; None if there is no such day."""
    parts = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value and name != "label"}
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
    century = date.today().year // 100 * 100
    return century + int(year) if century + int(year) <= date.today().year + 1 else century - 100 + int(year)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_number(word: str) -> int:
    """The number of the month, from 1; 0 for a word that names no month."""
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
