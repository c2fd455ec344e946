"""The cited articles of a conversation as references: each once, with its quotes, link and file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa import Citation
from qa.receipts import text_link
from ui.history.records import Turn

from .citation_export import authors
from .links import is_web_address, outlet


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited article with its first citation; `file` is its path, None if it is unknown."""

    citation: Citation
    file: Path | None

    @property
    def link(self) -> str:
        """The address of the original, which opens at the quote; empty if there is none."""
        return text_link(self.citation.source, self.citation.answer_text)


def references(turns: Sequence[Turn], files: Mapping[str, Path]) -> list[Reference]:
    """Every article that the turns cite, once, in the order of the conversation; `files` holds paths by article id."""
    cited = [citation for turn in turns for citation in turn.answer.citations]
    first = {citation.article_id: citation for citation in reversed(cited)}
    ids = dict.fromkeys(citation.article_id for citation in cited)
    return [Reference(first[id], files.get(id)) for id in ids]


def as_csl(found: Sequence[Reference]) -> str:
    """The references as CSL JSON, for Zotero and pandoc."""
    return json.dumps([_item(each) for each in found], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    citation = reference.citation
    item: dict[str, Any] = {
        "id": citation.article_id,
        "type": "article-newspaper" if is_web_address(citation.source) else "document",
        "title": citation.title or citation.article_id,
        "container-title": outlet(citation.source),
        "language": citation.language,
        "note": citation.answer_text,
    }
    if names := authors(citation):
        item["author"] = [{"literal": name} for name in names]
    if is_web_address(citation.source):
        item["URL"] = citation.source
    if citation.published:
        day = citation.published
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if citation.page:
        item["page"] = citation.page_name or str(citation.page)
    if reference.file:
        item["archive_location"] = str(reference.file)
    return item
