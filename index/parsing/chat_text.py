"""Chats that a messenger saved as plain text: lines that begin with the moment and the sender of a message.

WhatsApp, Viber and Signal write them so, with and without brackets. This module knows text only.
"""

import re
from datetime import date
from itertools import islice

from index.parsing.facts.dates import DATE, YEAR_WORD, day_of

_MOMENT = rf"\[?\s*{DATE}{YEAR_WORD}(?:,|\s|о)+\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]m)?\s*[\]–—-]"
_MESSAGE = re.compile(rf"\W?{_MOMENT}\s*[^:\n]{{1,60}}:\s", re.I)
_LINES_SEARCHED, _LONGEST_LINE, _LEAST_MESSAGES = 40, 200, 3
_LEAST_SHARE = 0.5


def chat_day(text: str) -> date | None:
    """The day of the first message of a chat; None for any other text."""
    lines = list(islice((line[:_LONGEST_LINE] for line in text[:20_000].split("\n") if line.strip()), _LINES_SEARCHED))
    messages = [match for line in lines if (match := _MESSAGE.match(line))]
    if len(messages) < max(_LEAST_MESSAGES, _LEAST_SHARE * len(lines)):
        return None
    return next((day for match in messages if (day := day_of(match))), None)
