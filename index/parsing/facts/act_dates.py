"""The day of a protocol, an order or another act, as its own head states it: «Протокол № 12 від 5 березня 2024 року».

Acts refer to other acts in the same words, so only a head that names nothing else counts. This module knows text only.
"""

import re
from collections.abc import Sequence
from datetime import date

from index.parsing.facts.dates import DATE, TOWN, YEAR_WORD, day_of, latest_day

_LINES_SEARCHED, _SEARCHED_CHARS, _LONGEST_LINE = 10, 4_000, 160
KIND = (
    r"(?:протокол|наказ|розпорядження|рішення|постанова|ухвала|указ|закон(?:\s+україни)?|акт|договір|угода|контракт|"
    r"лист|довідка|звіт|меморандум|витяг\s+(?:з|із)\s+(?:протоколу|наказу|рішення)|приказ|распоряжение|решение|"
    r"постановление|определение|договор|соглашение|письмо|справка|отч[её]т|выписка\s+из\s+(?:протокола|приказа))"
)
# Words after which a day is that of something else: a subject, a ground, or another act.
_OTHER = (
    r"(?:про|щодо|стосовно|до|на|згідно|відповідно|о|об|к|согласно|относительно|"
    r"(?:протокол|наказ|розпорядж|рішен|постанов|ухвал|указ|закон|акт|договор|угод|контракт|лист|приказ|распоряж|решени|"
    r"определен|соглашен|письм)\w*)"
)
_WORD = rf"(?!{_OTHER}\b)[^\s.!?;:]+\.?"
NUMBER = r"(?:№|N|No\.?)\s?[\w/.-]*\w"
AROUND = rf"(?:{TOWN}|{NUMBER})"
DAY = rf"{DATE}{YEAR_WORD}"
_MEETING = r"(?:[^\W\d_]+\s+){0,3}(?:засідання|зборів|наради|сесії|заседания|собрания|совещания)\b[^.!?;]*"
_SUBJECT = r"[«\"“](?:про|об|о)\s[^»\"”]*[»\"”]"
HEAD = re.compile(
    rf"{KIND}(?:\s+{_WORD}){{0,15}}\s+(?:від|от)\s+{DAY}(?:[\s,]+{AROUND})*(?:[\s,]+(?:{_MEETING}|{_SUBJECT}))?\.?",
    re.I,
)
_KIND_ALONE = re.compile(rf"{KIND}(?:(?:\s+{_WORD}){{0,4}}\s+{NUMBER})?(?:\s+{_MEETING})?", re.I)
_KIND_FIRST = re.compile(rf"{KIND}\b", re.I)
_SPACED = re.compile(r"\b[А-ЯІЇЄҐЁ](?: [А-ЯІЇЄҐЁ]){3,}\b")
# A bare date may be the end of a sentence, so it needs company on its line.
_DAY_BELOW = re.compile(rf"(?=.*(?:№|\.\s|від|от))(?:{AROUND}[\s,]+)*(?:(?:від|от)\s+)?{DAY}(?:[\s,]+{AROUND})*", re.I)
_REGISTERED = re.compile(rf"(?:(?:від|от)\s+)?{DAY}\s+{NUMBER}", re.I)
_DAY_ALONE = re.compile(DAY, re.I)
# Above these lines an act names the act that it belongs to.
APPROVAL = re.compile(
    r"\W*(?:затвердж|погодж|схвален|додаток|зареєстр|підстава|утвержд|согласован|приложение|одобрен)", re.I
)


def act_date(text: str) -> date | None:
    """The day in the head of the act; None if the text is no act, or its head names several days, or a future one."""
    found: set[date] = set()
    is_act = False
    lines = ["", *act_lines(text), ""]
    for place in [place for place, line in enumerate(lines) if any(map(str.isalnum, line))][:_LINES_SEARCHED]:
        line, is_apart = lines[place], not (lines[place - 1] or lines[place + 1])
        if APPROVAL.match(line):
            break
        if len(line) > _LONGEST_LINE:
            continue
        match = HEAD.fullmatch(line)
        if not match and is_act:
            match = _DAY_BELOW.fullmatch(line) or (_DAY_ALONE.fullmatch(line) if is_apart else None)
        if not match and is_registered(lines, place):
            match = _REGISTERED.fullmatch(line)
        is_act = is_act or names_act(line)
        if match and (day := day_of(match)):
            found.add(day)
    day = found.pop() if len(found) == 1 else None
    return day if day and date(1800, 1, 1) <= day <= latest_day() else None


def is_registered(lines: Sequence[str], place: int) -> bool:
    """Whether the line has the day and the number of a letter, apart from other text or above those it answers."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    return (
        bool(_REGISTERED.fullmatch(lines[place])) and not lines[place - 1] and (not below or below.startswith("на №"))
    )


def act_lines(text: str) -> list[str]:
    """The first lines, without marks around them, and without spaces between the letters of a word: Н А К А З."""
    lines = (" ".join(line.split()).strip("*# ") for line in text[:_SEARCHED_CHARS].split("\n"))
    return [_SPACED.sub(lambda word: word[0].replace(" ", ""), line) for line in lines]


def names_act(line: str) -> bool:
    """Whether the line is the kind of an act, with its number, or in capitals."""
    return line[:1].isupper() and bool(_KIND_ALONE.fullmatch(line) or (line.isupper() and _KIND_FIRST.match(line)))
