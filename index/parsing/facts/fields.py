"""The meaning of the fields of a record or of front matter, by their usual names.

One table of names serves both JSON and Markdown. It knows values, not files.
"""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.dates import stated_date
from index.parsing.html.fragment import fragment_text, holds_markup
from index.text.languages import stated_language

LONGEST_WORDS = 2_000

# Compared without "_", "-", ":" and case; the first non-empty field counts.
NAMES = {
    "text": "text content body article articlebody articletext fulltext maintext contenttext texthtml contenthtml "
    "bodyhtml html contentencoded message markdown sections chapters розділи caption paragraphs текст",
    "title": "title headline name heading subject заголовок назва",
    "published": "published publishdate pubdate datepublished publishedat publishedon publisheddate publicationdate "
    "publishedtime articlepublishedtime publicationtime date posted postedat dateposted datetime timestamp time "
    "firstpublishedat releasedate dcdate датапублікації датапубликации опубліковано опубликовано "
    "created createdat datecreated dateunixtime дата",
    "language": "language lang locale inlanguage мова",
    "source": "source url link permalink canonicalurl canonical webpageurl href uri guid посилання",
    "id": "id",
    "author": "author authors creator dccreator byline articleauthor authorname writer автор автори",
    "outlet": "outlet publisher sitename publication newspaper видання газета",
    "tags": "tags tag keywords topics categories category теги",
}  # fmt: skip
# Fields with these names hold the whole of an article; others may hold a caption or a comment.
WHOLE_TEXTS = (
    *("content", "body", "articlebody", "articletext", "fulltext", "maintext", "contenttext", "texthtml"),
    *("contenthtml", "bodyhtml", "html", "contentencoded", "sections", "chapters", "розділи"),
)
_ENTITY = re.compile(r"&(?:#\w{1,7}|\w{2,30});")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_SUMMARY, _TIMES_LONGER = 500, 2
# Parts of one article, unless they have facts of their own.
_SECTIONS, _OWN_FACTS = ("sections", "chapters", "розділи"), ("source", "published")
# Keys of objects that hold the article's fields one level down.
_WRAPPERS = (
    *("meta", "metadata", "data", "attributes", "frontmatter", "fields", "article", "post", "item", "_source"),
    *("extra", "params"),  # front matter of Zola and Hugo
    "node",
)
_PARTS = ("rendered", "text", "value", "#text", "content", "children", "plain", "plain_text", "html", "name", "$t")
# The kinds of pieces that make one line of an editor's text, and the kinds that hold paragraphs.
_INLINE = ("text", "span", "link", "hyperlink", "a", "code", "mention", "linebreak")
_WHOLE = ("doc", "document", "root", "")
_LANGUAGES = (
    "uk",
    "en",
    "ru",
    "be",
    "pl",
    "de",
    "fr",
    "es",
    "it",
    "ro",
    "cs",
    "sk",
    "bg",
    "lt",
    "lv",
    "et",
    "hu",
    "tr",
)
DEEPEST = 6


class Plain(str):
    """Text in which a tag is a word of its author, not markup."""

    __slots__ = ()


def names_read(kind: str) -> str:
    """The first names that are read as `kind`, for a message."""
    return ", ".join(NAMES[kind].split()[:4])


def named_as(fields: Mapping[str, Any], kind: str) -> str:
    """The first field of the record whose name means `kind`, whatever its value; empty if there is none."""
    return next((str(name) for name in fields if bare_name(name) in NAMES[kind].split()), "")


def bare_name(name: object) -> str:
    """The name as it is compared: only its letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def values(fields: Mapping[str, Any], kind: str) -> Iterator[object]:
    """The values of the fields that mean `kind`, the likeliest first; nested ones come last."""
    return (value for _, value in named(fields, kind))


def named(fields: Mapping[str, Any], kind: str) -> Iterator[tuple[str, object]]:
    """The bare names and the values of the fields that mean `kind`, in the order of `values`."""
    for level in levels(fields):
        bare: dict[str, object] = {}
        for name, value in level.items():
            bare.setdefault(bare_name(name), value)
        for name in NAMES[kind].split():
            if bare.get(name) not in (None, "", [], {}):
                yield name, _in_one_language(bare[name])


def _in_one_language(value: object) -> object:
    """Of an object that has the value in several languages, the one in Ukrainian, or else the first."""
    if isinstance(value, Mapping) and value and all(str(key)[:2] in _LANGUAGES and len(key) in (2, 5) for key in value):
        return value[min(value, key=lambda key: str(key)[:2] != "uk")]
    return value


def levels(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The record, and the objects within it that hold its fields one level down."""
    return [fields, *(fields[name] for name in _WRAPPERS if is_level(name, fields.get(name)))]


def text_of(fields: Mapping[str, Any]) -> str:
    """The text of the article, with parts joined and markup removed; empty if no field holds one."""
    text = text_field(fields)[1]
    return canonical(fragment_text(text) if holds_markup(text) and not isinstance(text, Plain) else text)


def text_field(fields: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the value of the field that is the text; a short one is a summary if another is much longer."""
    own = ((name, value) for name, value in named(fields, "text") if not _are_articles(fields, name, value))
    texts = ((name, text) for name, value in own if _words_in(text := _joined(value, 0)))
    first = next(texts, ("", ""))
    least = _TIMES_LONGER * _words_in(first[1])
    if not 0 < least <= _TIMES_LONGER * _LONGEST_SUMMARY:
        return first
    whole = [found for found in texts if found[0] in WHOLE_TEXTS and _words_in(found[1]) >= least]
    name, text = max(whole, key=lambda found: _words_in(found[1]), default=first)
    if name in _SECTIONS and name != first[0]:
        text = f"{first[1]}\n\n{text}"  # below what introduces them
    return name, text


def _are_articles(fields: Mapping[str, Any], name: str, value: object) -> bool:
    """Whether what is called sections has no title above it, or sections with an address or a day of their own."""
    if name not in _SECTIONS:
        return False
    inside = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    return not words_of(fields, "title") or any(named_as(each, kind) for each in inside for kind in _OWN_FACTS)


def _words_in(text: str) -> int:
    """The length of the text without its markup; 0 if it has no letters or digits."""
    shown = _TAG.sub("", text)
    return len(shown) if any(map(str.isalnum, shown)) else 0


def words_of(fields: Mapping[str, Any], kind: str) -> str:
    """The value of `kind` on one line of bounded length; empty if there is none."""
    return stated(fields, kind)[1]


def stated(fields: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """The name and the words of the field that is read as `kind`; for a source, an address is preferred to a name."""
    found = [(name, words) for name, value in named(fields, kind) if (words := one_line_of(value))]
    if kind == "source":
        found.sort(key=lambda each: "://" not in each[1])
    return found[0] if found else ("", "")


def published_of(fields: Mapping[str, Any]) -> date | None:
    """The day the article was published; None if no field states one that can be read."""
    days = map(day_in, values(fields, "published"))
    return next((day for day in days if day), None)


def day_in(value: object) -> date | None:
    """The day that a field states, also in a list of its own."""
    return stated_date(value[0] if isinstance(value, list) and len(value) == 1 else value)


def language_of(fields: Mapping[str, Any]) -> str:
    """The code of the stated language; empty if there is none."""
    codes = (stated_language(value) for value in values(fields, "language"))
    return next((code for code in codes if code), "")


def is_level(name: object, value: object) -> bool:
    """Whether the value is an object that holds fields of the record one level down."""
    return name in _WRAPPERS and isinstance(value, Mapping)


def _joined(value: object, deep: int, in_block: bool = False) -> str:
    """The text of a value that may be a list of parts or an object: pieces of a line, or paragraphs.

    `in_block` says that the value is the content of a block of an editor's text, whose pieces make one line.
    """
    if isinstance(value, str):
        return value
    if deep > DEEPEST:
        return ""
    if isinstance(value, Mapping):
        names = (*_PARTS, "blocks", "data", "body", "paragraphs", "sections")
        inner = next((value[name] for name in names if value.get(name)), "")
        text = _joined(inner, deep + 1, _kind_of(value) not in _WHOLE)
        head = "" if _kind_of(value) else next((value[name] for name in ("heading", "title") if value.get(name)), "")
        return f"{head}\n\n{text}" if text and isinstance(head, str) and head else text
    if isinstance(value, list):
        parts = [part for part in (_joined(each, deep + 1) for each in value) if part]
        flowing = any(isinstance(each, str) for each in value) and (
            any(isinstance(each, Mapping) for each in value) or any(part != part.strip() for part in parts)
        )
        flowing = flowing or (in_block and all(_kind_of(each) in _INLINE for each in value))
        return ("" if flowing else "\n\n").join(parts)
    return ""


def _kind_of(value: object) -> str:
    """What an editor calls this part of its text: a paragraph, a link …"""
    names = ("type", "_type", "nodeType")
    kinds = (value.get(name) for name in names) if isinstance(value, Mapping) else ()
    return next((kind.lower() for kind in kinds if isinstance(kind, str)), "")


def one_line_of(value: object) -> str:
    """The words of a value on one line of bounded length, without markup; empty if it has none."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in _PARTS if value.get(name)), "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float, date)):
        return ""
    text = str(value)[: 2 * LONGEST_WORDS]
    if isinstance(value, Plain):
        return one_line(canonical(text))
    if holds_markup(text):
        text = fragment_text(text)
    elif "&" in text:  # in an address "&copy=3" is no sign
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return one_line(canonical(text))
