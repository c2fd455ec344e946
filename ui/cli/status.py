"""The contents of an index in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from index.index_folder import without_password
from index.model import open_encoder
from index.records import Warned
from index.store import Store
from index.stores import open_store, server_of

from .left_out import LeftOut, built_here, read_left_out


@dataclass(frozen=True, slots=True)
class Status:
    """The published generation in numbers; tokens are counted for passages with titles, as they are encoded.

    `server` is the Milvus server that the index is on, empty for the folder. `skipped` lists every file that is not
    indexed, with its fix; `warnings` lists what may be wrong in indexed files, and `warning_kinds` counts them by kind.
    Only the folder that built the index knows these: elsewhere `skipped` is None.
    """

    index: Path
    generation: int
    published_at: str
    articles: int
    languages: dict[str, int]
    earliest: date | None
    latest: date | None
    undated: int
    passages: int
    longest_tokens: int
    max_tokens: int
    overlong_passages: int
    model: str
    fingerprint: str
    disk_bytes: int
    server: str = ""
    skipped: tuple[LeftOut, ...] | None = ()
    warning_kinds: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()


def read_status(index_dir: Path, uri: str | None = None) -> Status:
    """The status of an index; `uri` is as in `Assistant.open`. NoIndexError if there is none."""
    with open_store(index_dir, uri) as store:
        return _status(index_dir, without_password(server_of(index_dir, uri)), store)


def _status(index_dir: Path, server: str, store: Store) -> Status:
    published, generation = store.published(), store.generation()
    encoder = open_encoder(published.model.name)
    passages = generation.passages_at(range(generation.passage_count))
    lengths = [encoder.passage_tokens(each.indexed_text) for each in passages]
    skipped, warnings = read_left_out(index_dir) if built_here(index_dir, published) else (None, ())
    dates = [entry.published for entry in generation.articles if entry.published]
    return Status(
        index=index_dir,
        generation=generation.number,
        published_at=published.published_at,
        articles=len(generation.articles),
        languages=dict(Counter(entry.language for entry in generation.articles).most_common()),
        earliest=min(dates, default=None),
        latest=max(dates, default=None),
        undated=len(generation.articles) - len(dates),
        passages=len(lengths),
        longest_tokens=max(lengths, default=0),
        max_tokens=encoder.max_tokens,
        overlong_passages=sum(length > encoder.max_tokens for length in lengths),
        model=published.model.name,
        fingerprint=published.model.fingerprint,
        disk_bytes=sum(path.stat().st_size for path in index_dir.rglob("*") if path.is_file()),
        server=server,
        skipped=skipped,
        warning_kinds=dict(Counter(warned.kind for warned in warnings).most_common()),
        warnings=warnings,
    )
