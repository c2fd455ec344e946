"""The time in a question: its days, and whether only articles of these days are wanted.

«Що писали минулого тижня?» asks for articles of that week: a filter. «Що сталося у лютому 2026?» asks about events,
which later articles may describe, too: a preference.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from index.generation import Filter

from .phrases import Phrase, is_any_season, phrases
from .spans import at_latest, third_of
from .words import TO

_PUBLISHED_WORDS = r"""
опублік\w* публікац\w* стат(?:т\w*|ей|ях) новин\w* писал\w* писав пише пишуть вийшл\w* матеріал\w* повідомля\w*
опубликов\w* публикац\w* стать[яиею]\w* статей новост\w* сообщал\w*
published articles? news wrote written reported
nachrichten artikel\w* berichtet\w* artyku\w* wiadomoś\w* pisa[lł]\w*
лише тільки виключно только лишь исключительно only nur tylko wyłącznie
"""
_PUBLISHED = re.compile(rf"\b(?:{'|'.join(_PUBLISHED_WORDS.split())})\b")
_BEFORE = re.compile(r"\b(?:до|перед|раніше|before|until|przed|vor)\s+$")
_AFTER = re.compile(r"\b(?:після|после|after|nach|po)\s+$")
_SINCE = re.compile(r"\b(?:з|із|зі|від|с|со|от|since|from|od|von|seit|ab)\s+$")
_PARTS = (
    re.compile(r"\b(?:(?:на|у|в)\s+)?(?:початку|початок|начале|early|(?:the\s+)?beginning\s+of|początku|anfang)\s+$"),
    re.compile(r"\b(?:(?:в|у|in)\s+)?(?:середині|середине|(?:the\s+)?middle\s+of|połowie|mitte)\s+$"),
    re.compile(r"\b(?:(?:в|у|at)\s+)?(?:наприкінці|кінці|конце|late|(?:the\s+)?end\s+of|końcu|ende)\s+$"),
)
_WAR_WORDS = "війни|вторгнення|войны|вторжения|war|invasion|wojny|inwazji|krieg"
_WAR = re.compile(
    r"\b(?P<side>до|перед|після|после|before|after|przed|po|vor|nach)\s+(?:(?:початку|начала|the|dem)\s+)?"
    rf"(?P<full>(?:повномасштабн\w+|великої|полномасштабн\w+|full-scale)\s+)?(?:{_WAR_WORDS})\b"
    r"(?:\s+(?:of\s+|в\s+|у\s+)?(?P<year>2014|2022)\b(?:\s*(?:року|р\.|года|г\.|roku))?)?"
)
_WARS = {"2014": date(2014, 2, 20), "2022": date(2022, 2, 24)}
_DAY = timedelta(days=1)
# What stands before a time and belongs to it.
_BEFORE_TIME = re.compile(
    r"\b(?:у|в|за|на|з|із|від|до|після|с|от|во|in|on|from|since|of|w|we|z|od|im|am|seit|vom)\s*$", re.IGNORECASE
)
_YEAR_LONG = timedelta(days=366)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The days from `since` to `until` that the words `question[start:end]` name; None leaves a side open.

    "filter": only articles published on these days are wanted. "preference": such articles come first. "season": such
    articles come first, too, but the words may mean any year: «взимку» is taken for the last winter.
    """

    since: date | None
    until: date | None
    kind: Literal["filter", "preference", "season"]
    start: int
    end: int

    @property
    def filter(self) -> Filter:
        """The filter that allows articles of these days."""
        return Filter(self.since, self.until)

    def holds(self, day: date | None) -> bool:
        """Whether the day is in this period; False for None."""
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)

    @property
    def is_day_to_year(self) -> bool:
        """Whether both sides are known and at most a year apart, as those of a day, a month or a year are."""
        return self.since is not None and self.until is not None and self.until - self.since <= _YEAR_LONG

    def fits(self, text: str) -> bool:
        """Whether the text names no year outside of this period."""
        first, last = (self.since or date.min).year, (self.until or date.max).year
        return all(first <= int(year) <= last for year in _YEAR.findall(text))


def find_time_range(question: str, now: date | None = None) -> TimeRange | None:
    """The time that a question names, relative to the day `now` (by default today); None if there is none."""
    lower = question.lower()
    days = _war(lower) or _days(lower, now or date.today())
    if days is None or len(lower) != len(question):
        return None
    since, until, start, end = days
    if is_any_season(lower[start:end]):
        return TimeRange(since, until, "season", start, end)
    return TimeRange(since, until, "filter" if _PUBLISHED.search(lower) else "preference", start, end)


def beside(text: str, time: TimeRange) -> str:
    """The words beside the time that the text names."""
    before, after = _BEFORE_TIME.sub("", text[: time.start]).rstrip(), text[time.end :].lstrip()
    return f"{before}{'' if after[:1] in '?!.,' else ' '}{after}".strip()


Days = tuple[date | None, date | None, int, int]


def _war(question: str) -> Days | None:
    """The days before or after a war that is named by its year or as the great war."""
    found = _WAR.search(question)
    if found is None or not (found["year"] or found["full"]):
        return None
    begun = _WARS[found["year"] or "2022"]
    if _AFTER.search(found["side"] + " "):
        return begun, None, *found.span()
    return None, begun - _DAY, *found.span()


def _days(question: str, now: date) -> Days | None:
    found = phrases(question, now)
    if not found:
        return None
    first, *others = found
    if others and re.fullmatch(TO, question[first.end : others[0].start]):
        return _range(question, first, others[0])
    return _bounded(question, first)


def _range(question: str, first: Phrase, last: Phrase) -> Days:
    """From one time to another; a month without a year gets the other's year: «з січня по березень 2025»."""
    since = first.since
    if since > last.until:
        since = at_latest(since, last.until)
    opened = _SINCE.search(question[: first.start])
    return since, last.until, opened.start() if opened else first.start, last.end


def _bounded(question: str, phrase: Phrase) -> Days:
    """The period itself, a third of it, or everything before or after it."""
    since, until, start = phrase.since, phrase.until, phrase.start
    for third, pattern in enumerate(_PARTS):
        if part := pattern.search(question[:start]):
            since, until, start = *third_of(since, until, third), part.start()
    if side := _BEFORE.search(question[:start]):
        return None, since - _DAY, side.start(), phrase.end
    if side := _AFTER.search(question[:start]):
        return until + _DAY, None, side.start(), phrase.end
    if side := _SINCE.search(question[:start]):
        return since, None, side.start(), phrase.end
    return since, until, start, phrase.end
