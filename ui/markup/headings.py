"""Headings of Markdown in the text of an article, drawn as headings; every other character stays where it is."""

import re

from .html import Html, join, tag

# Signs before the heading, or a line of signs under it; two hyphens are the signature of a letter.
_HEADING = re.compile(
    r"^(?P<signs>#{1,6})[ \t]+(?=\S)(?P<after>.*)$|(?<![^\n]\n)^(?P<over>[^\s#>*+|=-].*)\n(?P<line>=+|-{3,})[ \t]*$",
    re.MULTILINE,
)
_LEVELS_ABOVE = 1  # the article's title has the second level


def with_headings(text: str, start: int, end: int) -> Html:
    """The text from start to end; of a heading that crosses one of them only the part within is drawn."""
    pieces: list[Html] = []
    done = start
    above = text.rfind("\n", 0, max(0, text.rfind("\n", 0, start))) + 1
    for match in _HEADING.finditer(text, above):
        if match.start() >= end:
            break
        begin, finish = _words(match)
        first, last = max(begin, start), min(finish, end)
        pieces.append(join(text[done : max(done, match.start())]))
        if first < last:
            level = min(6, _level(match) + _LEVELS_ABOVE)
            pieces.append(tag("span", text[first:last], class_="heading", role="heading", aria_level=level))
        done = max(done, min(match.end(), end))
    return join(*pieces, text[done:end])


def _level(match: re.Match[str]) -> int:
    if match["signs"]:
        return len(match["signs"])
    return 1 if match["line"].startswith("=") else 2


def _words(match: re.Match[str]) -> tuple[int, int]:
    """Where the words of the heading begin and end, without signs that close its line."""
    begin, end = match.span("over" if match["over"] else "after")
    words = match.string[begin:end].rstrip()
    unsigned = words.rstrip("#")
    if match["signs"] and unsigned.endswith((" ", "\t")):
        words = unsigned.rstrip()
    return begin, begin + len(words)
