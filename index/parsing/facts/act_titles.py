"""The title of an order, a decision or a protocol: its kind, number and subject, which stand on lines of their own.

Above them the state and the office that issued the act are named. This module knows text only.
"""

import re
from collections.abc import Sequence

from index.parsing.facts.act_dates import APPROVAL, AROUND, DAY, HEAD, KIND, NUMBER, act_lines, is_registered, names_act
from index.parsing.facts.titles import shorten

_LINES_BELOW, _MOST_ABOVE, _LONGEST_LINE, _MOST_SUBJECT_LINES = 10, 8, 160, 5
_LONGEST_NAME = 90
_KIND_ALONE = re.compile(rf"({KIND})((?:\s+{NUMBER})?)", re.IGNORECASE)
_NUMBER = re.compile(NUMBER)
_REGISTRY = re.compile(rf"(?:(?:{AROUND}|(?:(?:від|от)\s+)?{DAY})[\s,.]*)+", re.IGNORECASE)
_SUBJECT = re.compile(
    r"[«\"“]?(?:про|щодо|об|о)\s\w|(?:засідання|(?:загальних\s+)?зборів|наради|заседания|собрания)\s", re.IGNORECASE
)
_PREAMBLE = re.compile(
    r"(?:відповідно|на виконання|на підставі|керуючись|розглянувши|враховуючи|беручи до уваги|з метою|у зв.язку|"
    r"згідно|заслухавши|присутні|в соответствии|на основании|руководствуясь|рассмотрев|во исполнение|с целью|\d+\.\s)",
    re.IGNORECASE,
)


def act_title(text: str) -> str:
    """The title of the act whose head begins the text; empty if the text is none, or only belongs to one."""
    lines = act_lines(text)
    above: list[str] = []
    for place, line in enumerate(lines):
        if APPROVAL.match(line) or len(line) > _LONGEST_LINE or len(above) > _MOST_ABOVE:
            return ""
        if _heads(line, above):
            return _title(line, lines[place + 1 :], above)
        if above and is_registered(lines, place):
            return _of_letter(lines[place + 1 :])
        above += [line] if line else []
    return ""


def _of_letter(lines: Sequence[str]) -> str:
    """The subject of an official letter, which stands alone below the letter's number and its receiver."""
    for place in [place for place, line in enumerate(lines) if line][:_LINES_BELOW]:
        if _SUBJECT.match(lines[place]) and not lines[place - 1]:
            subject = _subject(lines[place:])
            return "" if subject.endswith(".") else shorten(subject)
    return ""


def _heads(line: str, above: Sequence[str]) -> bool:
    """Whether the line names an act, and those above it are names of offices, places and days."""
    if not (names_act(line) or HEAD.fullmatch(line)):
        return False
    others = [each for each in above if not each.isupper() and not _REGISTRY.fullmatch(each)]
    return not others or (line.isupper() and not any(each.endswith((".", "!", "?", ":")) for each in others))


def _title(line: str, below: Sequence[str], above: Sequence[str]) -> str:
    is_headed = any(map(str.isupper, above))
    alone = _KIND_ALONE.fullmatch(line)
    kind = alone[1].capitalize().replace("україни", "України") + alone[2] if alone else line
    number, subject = _number_and_subject(below, is_headed)
    if above and not (number or subject or is_headed):
        return ""
    number = "" if _NUMBER.search(line) else number
    return shorten(" ".join(filter(None, (kind, number, subject))))


def _number_and_subject(lines: Sequence[str], is_headed: bool) -> tuple[str, str]:
    number = ""
    filled = [place for place, line in enumerate(lines) if line][:_LINES_BELOW]
    for place in filled:
        line = lines[place]
        if len(line) > _LONGEST_LINE:
            break
        if found := _NUMBER.search(line) if _REGISTRY.fullmatch(line) else None:
            number = number or found[0]
        elif _SUBJECT.match(line):
            subject = _subject(lines[place : place + _MOST_SUBJECT_LINES])
            return number, subject if number or is_headed or not subject.endswith(".") else ""
        elif _PREAMBLE.match(line):
            break
    return number, ""


def _is_prose(line: str) -> bool:
    """Whether the line begins prose: a subject continues in lower case, or with a name on a short line."""
    return len(line) > _LONGEST_NAME or ". " in line or (line.endswith(".") and not line[:1].islower())


def _subject(lines: Sequence[str]) -> str:
    """The lines of the subject, up to a blank one or the words that a preamble begins with."""
    taken: list[str] = []
    for line in lines:
        if not line or (taken and (_PREAMBLE.match(line) or _REGISTRY.fullmatch(line) or _is_prose(line))):
            break
        taken.append(line)
        if line.endswith("."):
            break
    return " ".join(taken)
