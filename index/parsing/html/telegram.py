"""The messages of a channel in Telegram's own HTML export, without the name and time before each."""

from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.dates import stated_date
from index.parsing.parsed_document import ParsedDocument


def telegram_channel(tree: Any) -> ParsedDocument | None:  # noqa: ANN401 - lxml elements
    """The parsed export of a channel, dated by its first message; None for any other page."""
    messages = [node for node in tree.iter("div") if _is(node, "message") and not _is(node, "service")]
    history = next((node for node in tree.iter("div") if _is(node, "history")), None)
    if history is None or not messages:
        return None
    texts = [_words(node) for message in messages for node in message.iter("div") if _is(node, "text")]
    days = [node.get("title") or "" for node in history.iter("div") if _is(node, "date") and node.get("title")]
    head = next((node for node in tree.iter("div") if _is(node, "page_header")), None)
    name = "" if head is None else one_line(canonical(" ".join(head.itertext())))
    text = canonical("\n\n".join(filter(None, texts)))
    if not any(map(str.isalnum, text)):
        return None
    published = next((day for stamp in days if (day := stated_date(stamp))), None)
    return ParsedDocument(text, name, published)


def _is(node: Any, name: str) -> bool:  # noqa: ANN401
    return name in (node.get("class") or "").split()


def _words(node: Any) -> str:  # noqa: ANN401
    for line in node.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(node.itertext()).strip()
