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
from .spans import at_latest, part_of
from .words import TO, WEEKDAYS, either

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
# The last day belongs to the time. Latin "do" is Polish only before a Polish time: "What did they do last week?"
_UNTIL = re.compile(r"\b(?:по|bis(?:\s+(?:zum|ende))?|do(?=\s+$))\s+$")
_POLISH = re.compile(r"\b(?:roku|r\.|stycz|lut[ey]|mar[zc]|kwie|maj|czerw|lip[ci]|sierp|wrze|październ|listop|grud)")
# What is of a day, and does not begin on it: «стаття від 5 березня».
_DATED = re.compile(
    r"\b(?:стат|новин|допис|публікац|матеріал|закон|наказ|указ|постанов|рішенн|розпорядженн|лист|договор|договір|протокол"
    r"|заяв|інтерв|номер|випуск|новост|публикац|приказ|решени|постановлен|письм|заявлен|article|news|law|order|letter"
    r"|decision|issue)\w*\s+(?:№\s*\S+\s+)?(?:від|от|from)\s+$"
)
# The words for a part of a time, which part it is, and of how many.
_PARTS = tuple(
    (re.compile(rf"\b(?:(?:на|у|в|во|in|at|w)\s+)?(?:{words})\s+$"), part, parts)
    for words, part, parts in (
        (r"початку|початок|начале|early|(?:the\s+)?beginning\s+of|początku|anfang", 0, 3),
        (r"середині|середине|(?:the\s+)?middle\s+of|połowie|mitte", 1, 3),
        (r"наприкінці|кінці|конце|late|(?:the\s+)?end\s+of|(?:pod\s+)?koniec|końcu|ende", 2, 3),
        (r"перш\w+\s+(?:половин\w+|півріччі)|перв\w+\s+(?:половин\w+|полугодии)|(?:the\s+)?first\s+half\s+of", 0, 2),
        (r"друг\w+\s+(?:половин\w+|півріччі)|втор\w+\s+(?:половин\w+|полугодии)|(?:the\s+)?second\s+half\s+of", 1, 2),
        (r"перш\w+\s+кварталі|перв\w+\s+квартале", 0, 4),
        (r"друг\w+\s+кварталі|втор\w+\s+квартале", 1, 4),
        (r"трет\w+\s+квартал[іе]", 2, 4),
        (r"четверт\w+\s+квартал[іе]", 3, 4),
    )
)
_WAR_WORDS = r"війн(?:и|ою|і)|войн(?:ы|ой|е)|(?:вторгнен|вторжен)\w+|war|invasion|wojn(?:y|ą|ie)|inwazj(?:i|ą)|krieg"
_WAR_SIDES = {
    "before": "до|перед|before|przed|vor",
    "after": "після|после|after|po|nach",
    "since": "з|із|від|с|от|since|from|od|seit|під час|протягом|во время|during|podczas|während",
}
_WAR_SIDE = "|".join(_WAR_SIDES.values())
_OTHER_WORDS = rf"(?:(?!(?:{_WAR_SIDE}|до|і|й|та|и|and)\b)[^\W\d][\w'’ʼ-]*\s+)"
_WAR = re.compile(
    rf"\b(?P<side>{_WAR_SIDE})\s+(?P<which>{_OTHER_WORDS}{{0,4}}?)(?:{_WAR_WORDS})\b"
    rf"(?:\s+{_OTHER_WORDS}{{0,5}}?(?P<year>2014|2022)\b(?:\s*(?:року|році|р\.|года|году|г\.|roku))?)?"
)
_FULL_SCALE = re.compile(r"повномасштабн|велик|полномасштабн|full-scale|pełnoskal|pełnoskalow")
_OTHER_WAR = re.compile(r"вітчизн|отечеств|світов|мирово|world|światow|welt|громадянськ|гражданск|civil|холодн|cold")
_WARS = {"2014": date(2014, 2, 20), "2022": date(2022, 2, 24)}
_DAY = timedelta(days=1)
# What stands before a time and belongs to it.
_BEFORE_TIME = re.compile(
    r"(?:\b(?:у|в|за|на|з|із|від|до|по|після|між|протягом|впродовж|упродовж|станом|с|от|во|между|в течение|in|on|from"
    r"|since|of|during|over|between|within|the|w|we|z|od|do|na|między|podczas|ciągu|im|am|seit|vom|bis|den|dem|der"
    rf"|zwischen|(?:{either(WEEKDAYS)}),?)\s*)+$",
    re.IGNORECASE,
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


def with_small_words(text: str, time: TimeRange) -> str:
    """The words of the time that the text names, with those before it that belong to it: «за лютий»."""
    before = _BEFORE_TIME.search(text[: time.start])
    return text[before.start() if before else time.start : time.end]


Days = tuple[date | None, date | None, int, int]


def _war(question: str) -> Days | None:
    """The days before or after a war that is named by its year or as the great war."""
    found = _WAR.search(question)
    if found is None or _OTHER_WAR.search(found["which"]) or not (found["year"] or _FULL_SCALE.search(found["which"])):
        return None
    begun = _WARS[found["year"] or "2022"]
    if re.fullmatch(_WAR_SIDES["before"], found["side"]):
        return None, begun - _DAY, *found.span()
    return begun, None, *found.span()


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
    """The period itself, a part of it, or everything before or after it."""
    since, until, start = phrase.since, phrase.until, phrase.start
    for pattern, part, parts in _PARTS:
        if words := pattern.search(question[:start]):
            since, until, start = *part_of(since, until, part, parts), words.start()
    before = question[:start]
    if side := _BEFORE.search(before):
        return None, since - _DAY, side.start(), phrase.end
    if side := _AFTER.search(before):
        return until + _DAY, None, side.start(), phrase.end
    if (side := _UNTIL.search(before)) and _is_until(side.group(), question[start : phrase.end]):
        return None, until, side.start(), phrase.end
    if side := _SINCE.search(before):
        goes_on = not phrase.closed and not (since == until and _DATED.search(before))
        return since, None if goes_on else until, side.start(), phrase.end
    return since, until, start, phrase.end


def _is_until(word: str, time: str) -> bool:
    return word.strip() != "do" or _POLISH.search(time) is not None
