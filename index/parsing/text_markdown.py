"""Parses plain text and Markdown: metadata is taken out of the text, and the rest stays unchanged.

It knows text, not files or bytes.
"""

import re
from datetime import date

from index.parsing.canonical import canonical
from index.parsing.fields import fields_of, language_of, published_of, words_of
from index.parsing.front_matter import split_front_matter
from index.parsing.parsed_document import Draft
from index.parsing.titles import Headline, find_headline, first_sentence, shorten

_DATE_PREFIX = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})(?=\s)[^\S\n]*")
_HEADING = re.compile(
    r"\s*(#{1,6}[^\S\n]+(?P<atx>[^\n]+?)(?:[^\S\n]#+)?|(?P<setext>[^\s#>*+-][^\n]*)\n=+)[^\S\n]*(?=\n|$)"
)
_HEADING_BELOW = re.compile(r"^#[^\S\n]+([^\n]+)$", re.MULTILINE)
_CODE = re.compile(r"(^```[^\n]*\n(?:[^`]|`(?!``))*```|`[^`\n]{1,500}`)", re.MULTILINE)
_COMMENT = re.compile(r"(?:(?<=\n)|(?<![^\n]))<!--(?:[^-]|-(?!->))*-->[^\S\n]*\n?|<!--(?:[^-]|-(?!->))*-->")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_HEADING, _SEARCHED_CHARS = 2_000, 5_000
_MARKS = re.compile(r"[*_`]+|!?\[([^\]]*)\]\([^)]*\)")


def read_text(text: str) -> Draft:
    """The draft of a plain text, without its `date YYYY-MM-DD` prefix and a headline on a line of its own."""
    text = canonical(text)
    published, searched = None, 1
    if (prefix := _DATE_PREFIX.match(text)) and (published := _iso(prefix.group(1))):
        text, searched = text[prefix.end() :], 3
    headline = find_headline(text, searched)
    if headline and headline.alone:
        text = _without(text, headline)
    return Draft(text, headline.title if headline else "", published)


def read_markdown(text: str) -> Draft:
    """The draft of a Markdown text, without front matter, comments, and the heading that became the title.

    Markup stays, because the source is kept and not rendered; only invisible backslashes are removed.
    """
    fields, body = split_front_matter(canonical(text))
    body = _without_unseen(body)
    title = shorten(words_of(fields, "title"))
    heading = _HEADING.match(body[:_LONGEST_HEADING])
    if heading and heading.end() < _LONGEST_HEADING:
        named = shorten(_MARKS.sub(r"\1", heading.group("atx") or heading.group("setext")))
        if not title or _same(title, named):
            title, body = title or named, body[heading.end() :].lstrip("\n")
    if not title and (below := _HEADING_BELOW.search(body, 0, _SEARCHED_CHARS)):
        title = shorten(_MARKS.sub(r"\1", below[1]))
    if not title:
        title = first_sentence(_MARKS.sub(r"\1", body[:_SEARCHED_CHARS]))
    published, language, source = published_of(fields), language_of(fields), words_of(fields, "source")
    return Draft(body, title, published, language, source, fields=fields_of(fields))


def _without_unseen(text: str) -> str:
    """The text without comments and escaping backslashes; code is unchanged."""
    if "<!--" not in text and "\\" not in text:
        return text
    parts = _CODE.split(text)
    parts[::2] = [_ESCAPE.sub(r"\1", _COMMENT.sub("", part)) for part in parts[::2]]
    return "".join(parts)


def _iso(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def _without(text: str, headline: Headline) -> str:
    """The text without the headline and the blank lines after it; the paragraphs around it stay separate."""
    return text[: headline.start] + text[headline.end :].lstrip("\n \t")


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, other.casefold()))
