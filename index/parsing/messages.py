"""What the two processes tell each other, as JSON: articles and notices in one form."""

from dataclasses import asdict
from datetime import date
from typing import Any

from index.parsing.json_lines import BadRecord, Record
from index.parsing.parsed_document import Draft, Notice
from index.records import fields_from_json


def draft_message(draft: Draft) -> dict[str, Any]:
    """The draft as JSON takes it."""
    return asdict(draft) | {"published": draft.published.isoformat() if draft.published else None}


def draft_from(message: dict[str, Any]) -> Draft:
    """The draft of a message."""
    published = message["published"]
    return Draft(
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
    )


def entry_message(entry: Record | BadRecord | Notice) -> dict[str, Any]:
    """An entry of an export as JSON takes it."""
    if isinstance(entry, Notice):
        return {"notice": asdict(entry)}
    if isinstance(entry, BadRecord):
        return {"line": entry.line, "bad": entry.reason}
    return {"line": entry.line, "id": entry.id, "draft": draft_message(entry.draft), "digest": entry.digest.hex()}


def entry_from(message: dict[str, Any]) -> Record | BadRecord | Notice:
    """The entry of a message."""
    if "notice" in message:
        return Notice(**message["notice"])
    if "bad" in message:
        return BadRecord(message["line"], message["bad"])
    return Record(message["line"], message["id"], draft_from(message["draft"]), bytes.fromhex(message["digest"]))
