"""Writes days in words as digits, as articles have them: «двадцять шостого квітня» is «26 квітня»."""

import re

from .words import MONTHS, ORDINAL_DAYS, TENS, either, translated

_DAY = re.compile(rf"\b((?:{either(TENS)})\s+)?({either(ORDINAL_DAYS)})(?=\s+(?:{either(MONTHS)})\b)", re.IGNORECASE)
_LAST_DAY = 31


def with_days_in_digits(text: str) -> str:
    """The text with days before a month in digits."""
    return _DAY.sub(_in_digits, text)


def _in_digits(match: re.Match[str]) -> str:
    day = sum(int(translated(word, ORDINAL_DAYS | TENS)) for word in match.group().lower().split())
    return str(day) if day <= _LAST_DAY else match.group()
