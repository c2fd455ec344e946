"""Headings of Markdown in the text of an article, drawn as headings; every other character stays where it is."""

import re

from .html import Html, join, tag

_HEADING = re.compile(r"^(#{1,6})[ \t]+(?=\S)(.*)$", re.MULTILINE)
_LEVELS_ABOVE = 1  # the article's title has the second level


def with_headings(text: str, start: int, end: int) -> Html:
    """The text from start to end; a heading that one of its ends divides is drawn as far as it is within."""
    pieces: list[Html] = []
    done = start
    for match in _HEADING.finditer(text, text.rfind("\n", 0, start) + 1):
        if match.start() >= end:
            break
        first, last = max(match.start(2), start), min(match.end(), end)
        pieces.append(join(text[done : max(done, match.start())]))
        if first < last:
            level = min(6, len(match[1]) + _LEVELS_ABOVE)
            pieces.append(tag("span", text[first:last], class_="heading", role="heading", aria_level=level))
        done = last
    return join(*pieces, text[done:end])
