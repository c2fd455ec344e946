"""The messages between the two processes, as JSON: articles and notices in one form."""

from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import date
from typing import Any

from index.parsing.exports.json_lines import BadRecord, Record
from index.parsing.exports.warc import Page
from index.parsing.parsed_document import Notice, ParsedDocument
from index.records import fields_from_json


def document_message(document: ParsedDocument) -> dict[str, Any]:
    """The document as JSON takes it."""
    return asdict(document) | {"published": document.published.isoformat() if document.published else None}


def document_from(message: dict[str, Any]) -> ParsedDocument:
    """The parsed document in a message."""
    published = message["published"]
    return ParsedDocument(
        text=message["text"],
        title=message["title"],
        published=date.fromisoformat(published) if published else None,
        language=message["language"],
        source=message["source"],
        page_starts=tuple(message["page_starts"]),
        notices=tuple(Notice(**notice) for notice in message["notices"]),
        fields=fields_from_json(message["fields"]),
        recognised=tuple(message["recognised"]),
        unit=message["unit"],
        page_names=tuple(message["page_names"]),
        records=tuple(message["records"]),
    )


Entry = Record | Page | BadRecord | Notice


def entry_message(entry: Entry) -> dict[str, Any]:
    """An entry of an export as JSON takes it."""
    if isinstance(entry, Notice):
        return {"notice": asdict(entry)}
    if isinstance(entry, BadRecord):
        return {"line": entry.line, "bad": entry.reason}
    if isinstance(entry, Page):
        return {"page": asdict(entry) | {"content": b64encode(entry.content).decode()}}
    return {
        "line": entry.line,
        "id": entry.id,
        "document": document_message(entry.document),
        "digest": entry.digest.hex(),
    }


def entry_from(message: dict[str, Any]) -> Entry:
    """The entry of a message."""
    if "notice" in message:
        return Notice(**message["notice"])
    if "bad" in message:
        return BadRecord(message["line"], message["bad"])
    if "page" in message:
        return Page(**message["page"] | {"content": b64decode(message["page"]["content"])})
    return Record(message["line"], message["id"], document_from(message["document"]), bytes.fromhex(message["digest"]))
