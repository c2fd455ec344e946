"""The records of a JSON file: a list of articles, an object that contains one, or a single article.

The file is read whole, so its size is limited; larger collections need JSON Lines. It knows the shapes, not the fields,
and nothing of exports, which are streamed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from urllib.parse import urljoin

from index.parsing.canonical import one_line
from index.parsing.exports.json_lines import (
    DIGEST_BYTES,
    BadRecord,
    KnownRecord,
    Record,
    Rename,
    json_value,
    read_records,
    record_of,
)
from index.parsing.facts.fields import text_of
from index.parsing.parsed_document import UnreadableError

_LISTS = (
    *("articles", "items", "posts", "records", "results", "documents", "entries", "messages", "data", "hits"),
    *("edges", "nodes", "rows", "pages", "stories", "news", "db"),
)
_DEEPEST = 4
_LOOKED_AT = 20
LARGEST_BYTES = 64 << 20


def read_json(stream: BinaryIO, size: int, rename: Rename = dict) -> Iterator[Record | KnownRecord | BadRecord]:
    """The records of a file of `size` bytes, numbered from 1; of JSON Lines under this name, by their lines.

    UnreadableError if it is not JSON, holds no article, or is larger than `LARGEST_BYTES`.
    """
    if size > LARGEST_BYTES:
        most = f"{LARGEST_BYTES >> 20} MB"
        raise UnreadableError(f"has {size >> 20:,} MB; JSON other than a Telegram export may have at most {most}")
    data = stream.read(size + 1).removeprefix(b"\xef\xbb\xbf")
    try:
        value = json_value(data)
    except UnicodeDecodeError:
        raise UnreadableError("is not UTF-8: save it as UTF-8") from None
    except RecursionError:
        raise UnreadableError("is nested too deeply") from None
    except ValueError as error:
        if _is_json_lines(data):
            stream.seek(0)
            return read_records(stream, size, compressed=False, rename=rename)
        raise UnreadableError(f"is not JSON: {one_line(str(error))[:200]}") from None
    listed = _items_of_feed(value) if _is_feed(value) else _listed(value, 0)
    records = [rename(record) if isinstance(record, dict) else record for record in listed]
    if not any(isinstance(record, dict) and text_of(record) for record in records):
        raise UnreadableError('holds no articles: none of its objects has a "text"')
    return _numbered(records)


def _is_feed(value: object) -> bool:
    """Whether the value is a JSON Feed, which says so itself."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    return "jsonfeed.org" in str(value.get("version"))


def _items_of_feed(feed: dict[str, Any]) -> list[object]:
    """The items of a JSON Feed with what the feed says of all of them: its name, language, authors and address."""
    stated = {"outlet": feed.get("title"), "language": feed.get("language"), "authors": _authors(feed)}
    site = str(feed.get("home_page_url") or "")
    return [_item_of_feed(item, stated, site) if isinstance(item, dict) else item for item in feed["items"]]


def _item_of_feed(item: dict[str, Any], stated: dict[str, Any], site: str) -> dict[str, Any]:
    own = {name: value for name, value in item.items() if name != "author"}
    if item.get("content_text"):  # the same in another form
        own.pop("content_html", None)
    if isinstance(item.get("url"), str):
        own["url"] = urljoin(site, item["url"])
    # What the feed says comes last, so that a message names the fields of the item.
    stated = {**stated, "authors": _authors(item) or stated["authors"]}
    return own | {name: value for name, value in stated.items() if value and (name == "authors" or not own.get(name))}


def _authors(stated: dict[str, Any]) -> object:
    """The authors of a feed or an item; version 1.0 has only one."""
    return stated.get("authors") or stated.get("author")


def _is_json_lines(data: bytes) -> bool:
    """Whether the first line alone is a JSON object, as in exports of databases."""
    try:
        return isinstance(json.loads(data.lstrip().partition(b"\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def _numbered(records: list[object]) -> Iterator[Record | BadRecord]:
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            yield BadRecord(number, "is not a JSON object")
        else:
            written = json.dumps(record, sort_keys=True).encode()
            yield record_of(record, number, hashlib.blake2b(written, digest_size=DIGEST_BYTES).digest())


def _listed(value: object, deep: int) -> list[object]:
    """The records in the value: those of its lists by usual names, or else of any list whose objects hold texts.

    Lists beside each other, as one for each year, are read as one.
    """
    if deep > _DEEPEST:
        return []
    if isinstance(value, list):
        if _hold_text(value) or not _together(value[:_LOOKED_AT], deep):
            return value
        return _together(value, deep)
    return _listed_in(value, deep) if isinstance(value, dict) else []


def _listed_in(value: dict[str, object], deep: int) -> list[object]:
    if lists := [each for name in _LISTS if isinstance(each := value.get(name), list)]:
        of_objects = (each for each in lists if any(isinstance(one, dict) for one in each))
        if found := _together(lists, deep) or next(of_objects, []):
            return found
    for name in _LISTS:
        inner_value = value.get(name)
        if isinstance(inner_value, dict) and (found := _listed(inner_value, deep + 1)) and found != [inner_value]:
            return found
    if not text_of(value):
        if value and all(isinstance(each, list) or _hold_text([each]) for each in value.values()):
            return _together(list(value.values()), deep)
        others = ((each, _listed(each, deep + 1)) for each in value.values() if isinstance(each, dict | list))
        return next((found for each, found in others if found != [each] and _hold_text(found)), [value])
    return [value]


def _together(values: Sequence[object], deep: int) -> list[object]:
    """The records of all these values that hold texts, in order."""
    found = (_listed(each, deep + 1) for each in values if isinstance(each, dict | list))
    return [record for records in found if _hold_text(records) for record in records]


def _hold_text(records: list[object]) -> bool:
    return any(isinstance(record, dict) and text_of(record) for record in records[:_LOOKED_AT])
