"""Parses plain text: its date and headline are taken out of the text, and the rest stays unchanged.

It knows text, not files or bytes.
"""

import re
from datetime import date

from index.parsing.canonical import canonical
from index.parsing.chat_text import chat_day
from index.parsing.facts.titles import find_headline, without_headline
from index.parsing.parsed_document import ParsedDocument

_DATE_PREFIX = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})(?=\s)[^\S\n]*")


def read_text(text: str) -> ParsedDocument:
    """The parsed plain text, without its `date YYYY-MM-DD` prefix and a headline on a line of its own.

    A chat that a messenger saved has no headline, and the day of its first message.
    """
    text = canonical(text)
    if day := chat_day(text):
        return ParsedDocument(text, published=day)
    published, searched = None, 1
    if (prefix := _DATE_PREFIX.match(text)) and (published := _iso(prefix.group(1))):
        text, searched = text[prefix.end() :], 3
    headline = find_headline(text, searched)
    if headline and headline.alone:
        text = without_headline(text, headline)
    return ParsedDocument(text, headline.title if headline else "", published)


def _iso(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
