"""What the program says in English, in the language of the page: why a file was skipped, what went wrong, what helps.

A language's file has each message as the program writes it, with {} for every value; a message that the file does not
have stays English. The program itself knows nothing of this.
"""

import re
from functools import lru_cache

from .texts import Texts


def translated(message: str, texts: Texts) -> str:
    """The message in the language of the page, its values too where they are messages; empty if it has none."""
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
