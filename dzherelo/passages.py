"""The passages and metadata that the retrievers for other frameworks return."""

from dataclasses import asdict
from typing import Any

from qa import Assistant, Hit
from qa.arguments import WhereGiven


def best_passages(
    assistant: Assistant,
    question: str,
    k: int,
    since: str | None,
    until: str | None,
    language: str | None,
    where: WhereGiven | None,
) -> list[tuple[Hit, float | None]]:
    """The `k` best passages with their confidence: first those that were read, then the others as retrieved."""
    explained = assistant.explain(question, k, since=since, until=until, language=language, where=where)
    read: list[tuple[Hit, float | None]] = [(judged.hit, judged.confidence) for judged in explained]
    seen = {(hit.article_id, hit.start) for hit, _ in read}
    if len(read) == k:
        return read
    found = assistant.retrieve(question, k, since=since, until=until, language=language, where=where)
    others = [(hit, None) for hit in found if (hit.article_id, hit.start) not in seen]
    return [*read, *others][:k]


def passage_id(hit: Hit) -> str:
    """The id of a passage: its article and its offsets."""
    return f"{hit.article_id}#{hit.start}-{hit.end}"


def passage_metadata(hit: Hit, confidence: float | None) -> dict[str, Any]:
    """All fields of the passage except its text; the date as YYYY-MM-DD."""
    fields = {name: value for name, value in asdict(hit).items() if name != "text"}
    return fields | {"published": hit.published and hit.published.isoformat(), "confidence": confidence}
