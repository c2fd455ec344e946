"""A Telegram export (`result.json`), streamed: the messages with text of one chat or of a whole account.

ijson reads the JSON event by event; its own paths are not used, because they grow with the depth of the nesting.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from index.parsing.canonical import one_line
from index.parsing.exports.json_lines import LONGEST_RECORD_BYTES
from index.parsing.exports.posts import Post
from index.parsing.facts.fields import Plain
from index.parsing.parsed_document import UnreadableError

_BOM = b"\xef\xbb\xbf"
# The account's own data and contacts precede its chats.
_HEAD_BYTES = 4 << 20
_MOST_LEVELS = 100
_FIRST_LEVEL = re.compile(rb"""\s*(?:\[\s*)?\{((?:[^\[\]{}"]|"(?:[^"\\]|\\.)*+")*+)\[""", re.DOTALL)
_CHAT_TYPE, _MESSAGES = re.compile(rb'"type"\s*:\s*"'), re.compile(rb'"messages"\s*:\s*\Z')
_CHATS = re.compile(rb'"(?:left_)?chats"\s*:\s*\{\s*(?:"about"\s*:\s*"(?:[^"\\]|\\.)*+"\s*,\s*)?"list"\s*:\s*\[')
# A program that sorts the names of fields puts the messages of a chat before its name and its type.
_OF_MESSAGES = (
    re.compile(rb'"type"\s*:\s*"(?:message|service)"'),
    re.compile(rb'"(?:from_id|actor_id|date_unixtime)"\s*:'),
)
_CHAT = re.compile(rb"""\{((?:[^\[\]{}"]|"(?!messages")(?:[^"\\]|\\.)*+")*+)"messages"\s*:\s*\[""", re.DOTALL)
# Messages of these chats have an address, which opens for everyone with access to the chat.
_WITH_ADDRESSES = ("public_channel", "private_channel", "public_supergroup", "private_supergroup")


def is_telegram(stream: BinaryIO) -> bool:
    """Whether a JSON file begins as a Telegram export does; the stream is set back to its beginning."""
    head = stream.read(_HEAD_BYTES).removeprefix(_BOM)
    stream.seek(0)
    level = _FIRST_LEVEL.match(head)
    if level and _MESSAGES.search(level[1]):
        return bool(_CHAT_TYPE.search(level[1]) or all(sign.search(head) for sign in _OF_MESSAGES))
    return bool(_CHATS.search(head))


def telegram_posts(stream: BinaryIO) -> Iterator[Post]:
    """The messages as fields of records, in the order of the file; UnreadableError where the JSON ends or is wrong."""
    import ijson

    chats: list[dict[str, Any]] = []
    if _has_facts_last(stream):
        measured = _Measured(stream)
        with suppress(ijson.JSONError, UnreadableError):  # the second pass says so, after what can be read
            for _ in _posts(ijson.basic_parse(measured), measured, chats):
                pass
    measured = _Measured(stream)
    try:
        yield from _posts(ijson.basic_parse(measured), measured, [], chats)
    except ijson.JSONError as error:
        raise UnreadableError(_reason(error.args[0])) from None


def _has_facts_last(stream: BinaryIO) -> bool:
    """Whether the first chat states its type after its messages."""
    stream.seek(0)
    found = _CHAT.search(stream.read(_HEAD_BYTES))
    return bool(found and not _CHAT_TYPE.search(found[1]))


def _reason(said: str | bytes) -> str:
    """The parser's own words, without the part of the file that it shows after them."""
    problem = one_line((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split("\n", 1)[0])
    return "is not UTF-8: save it as UTF-8" if "UTF8" in problem else f"is not complete JSON ({problem})"


class _Measured:
    """The stream from its beginning; UnreadableError if too much is read before `unseen` is set to 0."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        if stream.read(len(_BOM)) != _BOM:
            stream.seek(0)
        self._stream = stream
        self.unseen = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.unseen += len(data)
        if self.unseen > LONGEST_RECORD_BYTES + size:
            raise UnreadableError(f"holds a message of more than {LONGEST_RECORD_BYTES >> 20} MB")
        return data


def _posts(
    events: Iterator[tuple[str, Any]],
    stream: _Measured,
    met: list[dict[str, Any]],
    known: Sequence[dict[str, Any]] = (),
) -> Iterator[Post]:
    """Each object in a list that is called "messages".

    The fields of each chat are added to `met` as they are read; they are taken from the chats that are `known`, if any,
    in the same order.
    """
    objects: list[dict[str, Any]] = []
    lists: list[bool] = []  # for each open object or list: whether it is a list of messages
    key = ""
    for event, value in events:
        stream.unseen = 0
        if event == "map_key":
            key = value
        elif event in ("start_map", "start_array"):
            if lists and lists[-1] and event == "start_map":
                chat = known[len(met) - 1] if len(met) <= len(known) else met[-1]
                yield from _post(_built(events), chat)
                continue
            if len(lists) == _MOST_LEVELS:
                raise UnreadableError("is nested too deeply")
            lists.append(event == "start_array" and key == "messages")
            met += [objects[-1]] if lists[-1] else []
            objects += [{}] if event == "start_map" else []
            key = ""
        elif event in ("end_map", "end_array"):
            lists.pop()
            del objects[len(objects) - (event == "end_map") :]
            key = ""
        elif key:
            objects[-1][key] = value
            key = ""


def _built(events: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    """The object whose beginning has just been read."""
    from ijson.common import ObjectBuilder

    builder = ObjectBuilder()
    builder.event("start_map", None)
    deep = 1
    while deep:
        event, value = next(events)
        deep += event.startswith("start") - event.startswith("end")
        if deep > _MOST_LEVELS:
            raise UnreadableError("is nested too deeply")
        builder.event(event, value)
    return dict(builder.value)


def _post(message: dict[str, Any], chat: dict[str, Any]) -> Iterator[Post]:
    """The message as a post; nothing for service messages, such as that somebody joined."""
    if message.get("type") != "message":
        return
    text = message.get("text") or ""
    parts: list[Any] = text if isinstance(text, list) else [text]
    # Tags are marked within the text, or beside it where the text is plain.
    marked = [part for part in parts if isinstance(part, dict)] or message.get("text_entities") or []
    place = "/".join(str(part["id"]) for part in (chat, message) if "id" in part)
    sender = message.get("from")
    yield {
        "id": place,
        "text": Plain("\n\n".join(filter(None, (_text(text), _asked(message))))),
        "published": message.get("date"),
        "source": f"https://t.me/c/{place}" if chat.get("type") in _WITH_ADDRESSES else "",
        "author": message.get("author") or (sender if sender != chat.get("name") else ""),
        "outlet": chat.get("name"),
        "forwarded_from": message.get("forwarded_from"),
        "tags": [
            _words(part).lstrip("#") for part in marked if isinstance(part, dict) and part.get("type") == "hashtag"
        ],
    }


def _words(part: object) -> str:
    text = part.get("text") if isinstance(part, dict) else part
    return _text(text) if isinstance(text, list) else text if isinstance(text, str) else ""


def _asked(message: dict[str, Any]) -> str:
    """The question of a poll with its options, or a list of tasks; empty if the message has neither."""
    for part, head, items in (("poll", "question", "answers"), ("todo_list", "title", "items")):
        asked = message.get(part)
        if isinstance(asked, dict):
            options = asked.get(items)
            lines = [_words(each) for each in options] if isinstance(options, list) else []
            return "\n".join([_text(asked.get(head)), *(f"- {line}" for line in lines if line)]).strip()
    return ""


def _text(value: object) -> str:
    """Text that is a string, or a list of strings and marked parts."""
    return "".join(map(_words, value)) if isinstance(value, list) else _words(value)
