"""The meaning of the fields of a record or of front matter, by their usual names.

One table of names serves both JSON and Markdown. It knows values, not files.
"""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.dates import stated_date
from index.parsing.html_fragment import fragment_text, holds_markup
from index.text.languages import stated_language

LONGEST_WORDS = 2_000
# Compared without "_", "-", ":" and case; the first non-empty field counts.
NAMES = {
    "text": "text content body article articlebody articletext fulltext maintext contenttext texthtml contenthtml "
    "bodyhtml html contentencoded message markdown caption текст",
    "title": "title headline name heading subject заголовок назва",
    "published": "published publishdate pubdate datepublished publishedat publishedon publisheddate publicationdate "
    "publishedtime articlepublishedtime publicationtime date posted postedat dateposted datetime timestamp time "
    "created createdat datecreated dateunixtime дата",
    "language": "language lang locale inlanguage мова",
    "source": "source url link permalink canonicalurl canonical webpageurl href uri guid посилання",
    "id": "id",
}  # fmt: skip
# Keys of objects that hold the article's fields one level down.
_WRAPPERS = ("meta", "metadata", "data", "attributes", "frontmatter", "fields", "article", "post", "item", "_source")
_PARTS = ("rendered", "text", "value", "#text", "content", "plain", "html", "name", "$t")
_DEEPEST = 6


def names_read(kind: str) -> str:
    """The first names that are read as `kind`, for a message."""
    return ", ".join(NAMES[kind].split()[:4])


def _bare(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def values(fields: Mapping[str, Any], kind: str) -> Iterator[object]:
    """The values of the fields that mean `kind`, the likeliest first; nested ones come last."""
    levels = [fields, *(fields[name] for name in _WRAPPERS if isinstance(fields.get(name), Mapping))]
    for level in levels:
        bare: dict[str, object] = {}
        for name, value in level.items():
            bare.setdefault(_bare(name), value)
        for name in NAMES[kind].split():
            if bare.get(name) not in (None, "", [], {}):
                yield bare[name]


def text_of(fields: Mapping[str, Any]) -> str:
    """The text of the article, with parts joined and markup removed; empty if no field holds one."""
    for value in values(fields, "text"):
        text = _joined(value, 0)
        if any(map(str.isalnum, text)):
            return canonical(fragment_text(text) if holds_markup(text) else text)
    return ""


def words_of(fields: Mapping[str, Any], kind: str) -> str:
    """The value of `kind` on one line of bounded length; empty if there is none."""
    for value in values(fields, kind):
        words = _words(value)
        if words:
            return words
    return ""


def published_of(fields: Mapping[str, Any]) -> date | None:
    """The day the article was published; None if no field states one that can be read."""
    days = (stated_date(value) for value in values(fields, "published"))
    return next((day for day in days if day), None)


def language_of(fields: Mapping[str, Any]) -> str:
    """The code of the stated language; empty if there is none."""
    codes = (stated_language(value) for value in values(fields, "language"))
    return next((code for code in codes if code), "")


def _joined(value: object, deep: int) -> str:
    """The text of a value that may be a list of parts or an object: pieces of a line, or paragraphs."""
    if isinstance(value, str):
        return value
    if deep > _DEEPEST:
        return ""
    if isinstance(value, Mapping):
        inner = next((value[name] for name in _PARTS if value.get(name)), value.get("blocks", value.get("data", "")))
        return _joined(inner, deep + 1)
    if isinstance(value, list):
        parts = [part for part in (_joined(each, deep + 1) for each in value) if part]
        flowing = any(isinstance(each, str) for each in value) and (
            any(isinstance(each, Mapping) for each in value) or any(part != part.strip() for part in parts)
        )
        return ("" if flowing else "\n\n").join(parts)
    return ""


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[name] for name in _PARTS if value.get(name)), "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float, date)):
        return ""
    text = str(value)[: 2 * LONGEST_WORDS]
    if holds_markup(text):
        text = fragment_text(text)
    elif "&" in text:
        text = html.unescape(text)
    return one_line(canonical(text))
