"""Translates the program's English messages: reasons for skipped files, errors and fixes.

A language's file has each message as the program writes it, with {} for every value; a message that is not in the file
stays English. The program itself does not know of translations.
"""

import re
from functools import lru_cache

from .texts import Texts


def translated(message: str, texts: Texts) -> str:
    """The translated message, with values translated if they are messages, too; empty if there is no translation."""
    known = texts.table["messages"]
    for pattern, template in _patterns(tuple(known)):
        if match := pattern.fullmatch(message):
            values = (translated(value, texts) or value for value in match.groups())
            return str(known[template]).format(*values)
    return ""


@lru_cache
def _patterns(templates: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    """Each template with the pattern that it matches; longer ones first, so that a general one does not hide them."""
    longest = sorted(templates, key=len, reverse=True)
    return [(re.compile("(.*)".join(map(re.escape, each.split("{}"))), re.DOTALL), each) for each in longest]
