"""Translates the program's English messages: reasons for skipped files, errors and fixes.

A language's file has each message as the program writes it, with {} for every value; a message that is not in the file
stays English. The program itself does not know of translations.
"""

import re
from functools import lru_cache

from .texts import Texts

# In Ukrainian a comma is the decimal mark, so 81,236 would be read as a little more than 81.
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")
# A list of pages is one value although it has commas, which also end values.
_PAGES = re.compile(r"\b(?:pages|slides) \d[\d–]*(?:, \d[\d–]*)+(?: and [\d–]+)?")
_COMMA = "\0"


def translated(message: str, texts: Texts) -> str:
    """The translated message, with values translated if they are messages, too; empty if there is no translation."""
    known = texts.table["messages"]
    joined = _PAGES.sub(lambda pages: pages[0].replace(", ", _COMMA), message)
    for pattern, template in _patterns(tuple(known)):
        if match := pattern.fullmatch(joined):
            values = (value.replace(_COMMA, ", ") for value in match.groups())
            return str(known[template]).format(*(_value(value, texts) for value in values))
    return ""


def _value(value: str, texts: Texts) -> str:
    """A value of a message as this language writes it: a message within the message, or a number with separators."""
    if _NUMBER.fullmatch(value):
        return texts.number(int(value.replace(",", "")))
    return translated(value, texts) or value


@lru_cache
def _patterns(templates: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    """Each template with the pattern that it matches; longer ones first, so that a general one does not hide them."""
    longest = sorted(templates, key=len, reverse=True)
    return [(re.compile("(.*)".join(map(re.escape, each.split("{}"))), re.DOTALL), each) for each in longest]
