"""The meaning of the fields of a record or of front matter, by their usual names.

One table of names serves both JSON and Markdown. It knows values, not files.
"""

import html
import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.dates import stated_date
from index.parsing.html.fragment import fragment_text, holds_markup
from index.records import Fields
from index.text.fold import comparable
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
_KEPT = {name: kind for kind in ("author", "outlet", "tags") for name in NAMES[kind].split()}
_IDENTIFIER = re.compile(r"\d+|[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOST_FIELDS, _MOST_VALUES, _LONGEST_NAME, _LONGEST_VALUE = 100, 200, 100, 500
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
_NAMING = ("name", "title", "label", "value", "#text", "$t")
_DEEPEST = 6


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
    return (value for _, value in _named(fields, kind))


def _named(fields: Mapping[str, Any], kind: str) -> Iterator[tuple[str, object]]:
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
    return [fields, *(fields[name] for name in _WRAPPERS if _is_level(name, fields.get(name)))]


def text_of(fields: Mapping[str, Any]) -> str:
    """The text of the article, with parts joined and markup removed; empty if no field holds one."""
    text = _text_field(fields)[1]
    return canonical(fragment_text(text) if holds_markup(text) and not isinstance(text, Plain) else text)


def _text_field(fields: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the value of the field that is the text; a short one is a summary if another is much longer."""
    named = ((name, value) for name, value in _named(fields, "text") if not _are_articles(fields, name, value))
    texts = ((name, text) for name, value in named if _words_in(text := _joined(value, 0)))
    first = next(texts, ("", ""))
    least = _TIMES_LONGER * _words_in(first[1])
    if not 0 < least <= _TIMES_LONGER * _LONGEST_SUMMARY:
        return first
    whole = [found for found in texts if found[0] in WHOLE_TEXTS and _words_in(found[1]) >= least]
    name, text = max(whole, key=lambda found: _words_in(found[1]), default=first)
    return name, f"{first[1]}\n\n{text}" if name in _SECTIONS and name != first[
        0
    ] else text  # below what introduces them


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
    return _stated(fields, kind)[1]


def _stated(fields: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """The name and the words of the field that is read as `kind`; for a source, an address is preferred to a name."""
    found = [(name, words) for name, value in _named(fields, kind) if (words := _words(value))]
    if kind == "source":
        found.sort(key=lambda stated: "://" not in stated[1])
    return found[0] if found else ("", "")


def published_of(fields: Mapping[str, Any]) -> date | None:
    """The day the article was published; None if no field states one that can be read."""
    days = map(_day_in, values(fields, "published"))
    return next((day for day in days if day), None)


def _day_in(value: object) -> date | None:
    """The day that a field states, also in a list of its own."""
    return stated_date(value[0] if isinstance(value, list) and len(value) == 1 else value)


def language_of(fields: Mapping[str, Any]) -> str:
    """The code of the stated language; empty if there is none."""
    codes = (stated_language(value) for value in values(fields, "language"))
    return next((code for code in codes if code), "")


def fields_of(fields: Mapping[str, Any]) -> Fields:
    """Every other field of the record, by its own name; author, outlet and tags have these names in every language.

    Fields within an object have its name and a dot before theirs: `seo.topic`. Texts of more than 500 characters are
    left out.
    """
    taken = {next((name for name, value in _named(fields, kind) if is_read(value)), "") for kind, is_read in _OWN_PLACE}
    taken |= {_text_field(fields)[0]} | {_stated(fields, kind)[0] for kind in _WORDS}
    usable = [
        (name, kind, found)
        for name, value in _flat(fields, taken)
        if not ((kind := _kept_as(name)) and _is_number(value)) and (found := _field_value(value, kind == "tags"))
    ]
    best: dict[str, str] = {}
    for name, kind, _ in sorted(usable, key=lambda each: _rank(each[0], each[1])):
        best.setdefault(kind, name)
    kept: dict[str, str | tuple[str, ...]] = {}
    for name, kind, found in usable:
        key = kind if kind and best[kind] == name else _field_name(name)
        if key and len(kept) < _MOST_FIELDS:
            kept.setdefault(key, found)
    return kept


def _kept_as(name: str) -> str:
    """Which of author, outlet and tags the field of that name means; empty for any other."""
    bare = bare_name(name)
    return _KEPT.get(bare, "outlet" if bare == "source" else "")


def _rank(name: str, kind: str) -> int:
    """The place of the name among those of its kind, the likeliest first."""
    names = NAMES[kind].split() if kind else []
    return names.index(bare_name(name)) if bare_name(name) in names else len(names)


def _is_number(value: object) -> bool:
    """Whether the value is the number by which a program knows a person or a tag, or a list of them."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, int | float) or (isinstance(first, str) and bool(_IDENTIFIER.fullmatch(first.strip())))


def _flat(fields: Mapping[str, Any], taken: Container[str]) -> Iterator[tuple[str, object]]:
    """Every field by its name that is not `taken`; nested ones by both names."""
    for level in levels(fields):
        own = level is fields
        left = {name: each for name, each in level.items() if not (own and _is_level(name, each))}
        yield from _flattened({name: each for name, each in left.items() if bare_name(name) not in taken}, 0)


def _is_level(name: object, value: object) -> bool:
    return name in _WRAPPERS and isinstance(value, Mapping)


def _flattened(fields: Mapping[str, Any], deep: int) -> Iterator[tuple[str, object]]:
    for name, value in fields.items():
        if isinstance(value, Mapping) and not _field_words(value) and deep < _DEEPEST:
            yield from ((f"{name}.{inner}", each) for inner, each in _flattened(value, deep + 1))
        else:
            yield str(name), value


def _field_name(name: str) -> str:
    return comparable(one_line(canonical(name[: 2 * _LONGEST_NAME])))[:_LONGEST_NAME]


def _field_value(value: object, listed: bool) -> str | tuple[str, ...]:
    """One value, or several of a list, each on a line; empty for anything else. Tags may be `listed` with commas."""
    if listed and isinstance(value, str):
        value = _listed_in(value)
    if isinstance(value, list | tuple):
        values = (_field_words(each) for each in value[:_MOST_VALUES])
        return tuple(dict.fromkeys(filter(None, values)))
    return _field_words(value)


def _listed_in(written: str) -> list[object]:
    """The tags of one string, as people and programs write lists: with commas, as hashtags, or as JSON."""
    if written.lstrip().startswith("["):
        try:
            return list(json.loads(written))
        except (ValueError, RecursionError):
            pass
    words = written.split()
    if len(words) > 1 and all(word.startswith("#") for word in words):
        return [word.strip("#,;") for word in words]
    return list(re.split("[,;|]", written))


def _field_words(value: object) -> str:
    if isinstance(value, Mapping):
        value = _name_in(value)
    words = str(value).lower() if isinstance(value, bool) else _words(value)
    return words if len(words) <= _LONGEST_VALUE else ""


def _name_in(value: Mapping[str, Any]) -> object:
    """The name of a person or thing that an object describes; empty if it has none."""
    named = {bare_name(name): part for name, part in value.items() if part}
    parts = [named[name] for name in ("firstname", "givenname", "lastname", "familyname") if name in named]
    whole = " ".join(parts) if all(isinstance(part, str) for part in parts) else ""
    return next((value[name] for name in _NAMING if value.get(name)), "") or named.get("displayname") or whole


def _joined(value: object, deep: int, in_block: bool = False) -> str:
    """The text of a value that may be a list of parts or an object: pieces of a line, or paragraphs.

    `in_block` says that the value is the content of a block of an editor's text, whose pieces make one line.
    """
    if isinstance(value, str):
        return value
    if deep > _DEEPEST:
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


def _words(value: object) -> str:
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


# These have attributes of their own; every other field of a record is kept in `fields`.
_OWN_PLACE: tuple[tuple[str, Callable[[object], object]], ...] = (
    ("published", _day_in),
    ("language", stated_language),
)
_WORDS = ("title", "source", "id")
