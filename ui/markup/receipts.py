"""Receipts for the clipboard: lines below a copied answer, or annotations after W3C's Web Annotation Data Model."""

import json
from collections.abc import Mapping
from typing import Any

from qa import Answer
from qa.receipts import Receipt
from ui.texts import Texts

from .citation_export import as_bibtex, as_markdown, as_text

FORMS = ("text", "markdown", "bibtex", "json")
Receipts = Mapping[int, Receipt]
"""Receipts by citation number; a citation whose article has changed has none."""


def copied(answer: Answer, receipts: Receipts, form: str, texts: Texts) -> str:
    """The answer in one of `FORMS`, with the receipts of its citations."""
    if form == "json":
        return json.dumps([annotation(each) for each in receipts.values()], ensure_ascii=False, indent=2) + "\n"
    lines = [f"[{citation.number}] {_line(receipts.get(citation.number), texts)}" for citation in answer.citations]
    if form == "bibtex":
        return as_bibtex(answer) + "\n" + "".join(f"% {line}\n" for line in lines)
    if form == "markdown":
        return as_markdown(answer, texts) + "\n```\n" + "\n".join(lines) + "\n```\n"
    return as_text(answer, texts) + "\n" + "\n".join(lines) + "\n"


def annotation(given: Receipt) -> dict[str, Any]:
    """The receipt as an annotation, with the hash of the article and the link that highlights the words."""
    found = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "target": {"source": given.source or given.article_id, "selector": list(given.selectors())},
        "article": given.article_id,
        "title": given.title,
        "published": given.published and given.published.isoformat(),
        "sha256": given.article_sha256,
        "link": given.link,
    }
    return {name: value for name, value in found.items() if value}


def _line(given: Receipt | None, texts: Texts) -> str:
    """Place, hash and link on one line; a line break in an id would end the line."""
    if given is None:
        return texts("article_changed")
    place = f"{' '.join(given.article_id.split())}:{given.start}–{given.end}"
    return " · ".join(part for part in (place, f"sha256:{given.article_sha256}", given.link) if part)
