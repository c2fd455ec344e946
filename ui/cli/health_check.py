"""Checks whether an index is healthy: examines every part, then asks a real question, optionally without network."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index import build
from index.doctor import Finding, examine
from index.errors import DzhereloError
from index.generation import Generation
from qa import Assistant

_QUESTION_CHARS = 200
_LOOKED_AT = 200
_OUTWARD = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}


@dataclass(frozen=True, slots=True)
class Checkup:
    """The findings of a check; healthy only if every part is sound and a real question found its passage."""

    index: Path
    healthy: bool
    findings: tuple[Finding, ...]


def check_up(index_dir: Path, offline: bool = False, uri: str | None = None) -> Checkup:
    """The findings for an index; `offline` also builds and asks with outbound network access blocked.

    `uri` is as in `Assistant.open`.
    """
    findings = examine(index_dir, uri=uri)
    if all(finding.sound for finding in findings):
        findings = (*findings, _asked(index_dir, uri))
        if offline:
            findings = (*findings, _offline(index_dir, uri))
    return Checkup(index_dir, all(finding.sound for finding in findings), findings)


def _asked(index_dir: Path, uri: str | None) -> Finding:
    try:
        return _ask(index_dir, uri)
    except DzhereloError as error:
        return Finding("question", False, error.message, error.fix)


def _ask(index_dir: Path, uri: str | None) -> Finding:
    """Ask with the words of a passage: both searches must find it, and every quote must be in its article."""
    remedy = f"Repair it: dzherelo doctor CORPUS --repair --index {index_dir}"
    with Assistant.open(index_dir, uri=uri) as assistant:
        generation = assistant.generation()
        wanted = _wordiest(generation)
        hits = assistant.retrieve(wanted[:_QUESTION_CHARS], k=10)
        answer = assistant.ask(wanted[:_QUESTION_CHARS])
        texts = {article.id: article.text for article in generation.article_texts()}
    found = [hit for hit in hits if hit.text == wanted and hit.dense_rank and hit.lexical_rank]
    if not found:
        return Finding("question", False, "a search for the words of a passage does not find it", remedy)
    for quote in (*hits, *answer.citations, *answer.near_misses):
        if texts[quote.article_id][quote.start : quote.end] != quote.text:
            return Finding("question", False, f"a quote is not in its article {quote.article_id}", remedy)
    return Finding("question", True, f"both searches find a passage of {found[0].article_id} by its words")


def _wordiest(generation: Generation) -> str:
    """The passage with the most letters among the first passages."""
    passages = generation.passages_at(range(min(_LOOKED_AT, generation.passage_count)))
    return max((passage.text for passage in passages), key=lambda text: sum(map(str.isalpha, text)))


def _offline(index_dir: Path, uri: str | None) -> Finding:
    with _closed_network() as attempts, TemporaryDirectory() as folder:
        (Path(folder) / "corpus").mkdir()
        (Path(folder) / "corpus" / "spring.txt").write_text("Джерело\n\nВода б'є з-під каменя.", encoding="utf-8")
        try:
            build(Path(folder) / "corpus", Path(folder) / "index")
            asked = _ask(index_dir, uri)
        except (DzhereloError, OSError) as error:
            asked = Finding("question", False, str(error))
    if attempts:
        return Finding("offline", False, f"tried to reach {attempts[0]}", "Use a model that is on this machine")
    if not asked.sound:
        return Finding("offline", False, asked.message, asked.remedy)
    return Finding("offline", True, "an article was encoded and a question answered; no connection was tried")


@contextmanager
def _closed_network() -> Iterator[list[str]]:
    """Block every outbound connection attempt of Python code, and yield the list of attempts.

    An audit hook cannot be removed, so this one checks whether it is still active.
    """
    attempts: list[str] = []
    wanted = [True]

    def hook(event: str, values: tuple[object, ...]) -> None:
        if wanted and event in _OUTWARD:
            if isinstance(values[0], socket.socket) and values[0].family == socket.AF_UNIX:
                return
            attempts.append(str(values[1] if isinstance(values[0], socket.socket) else values[0]))
            raise PermissionError(f"the network is blocked: {event}")

    sys.addaudithook(hook)
    try:
        yield attempts
    finally:
        wanted.clear()
