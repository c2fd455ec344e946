"""Days as people type them into a filter: a whole date, a month or a year."""

import calendar
import re
from datetime import date

from index.errors import QuestionError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_day(typed: str, last: bool) -> date | None:
    """The first day, or the `last` one, of the year, month or day that was typed; None for nothing typed.

    QuestionError if it is none of these.
    """
    if not typed.strip():
        return None
    match = _DAY.fullmatch(typed.strip())
    try:
        if match is None:
            raise ValueError(typed)
        year, month, day = (int(part or 0) for part in match.groups())
        month = month if match[2] else (12 if last else 1)
        return date(year, month, day if match[3] else (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError as error:
        fix = "Give it as YYYY-MM-DD, YYYY-MM or YYYY"
        raise QuestionError(f"{typed[:40]!r} is no date", fix) from error
