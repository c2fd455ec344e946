"""Example questions for the empty page, drawn from the indexed articles; each is tried before it is offered."""

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path

from index.generation import Generation
from qa import Assistant
from ui.texts import Texts

COUNT = 4
_TRIES = 12
_UKRAINIAN = set("іїєґІЇЄҐ")


class Examples:
    """Examples by generation and language, found once each."""

    def __init__(self, assistant: Assistant, corpus: Path) -> None:
        self._assistant = assistant
        self._questions = corpus / "questions.jsonl"
        self._lock = threading.Lock()
        self._found: dict[tuple[int, str], list[str]] = {}

    def of(self, generation: Generation, texts: Texts) -> list[str]:
        """Up to four questions that this generation answers, each from another article."""
        with self._lock:
            key = generation.number, texts.code
            if key not in self._found:
                self._found = {other: found for other, found in self._found.items() if other[0] == generation.number}
                self._found[key] = self._find(generation, texts)
            return self._found[key]

    def _find(self, generation: Generation, texts: Texts) -> list[str]:
        ids = {entry.id for entry in generation.articles}
        candidates = [*self._written(ids, texts), *_from_titles(generation, texts)]
        found: dict[str, str] = {}
        for question in candidates[: _TRIES * 2]:
            answer = self._assistant.ask(question)
            if answer.status == "answered":
                found.setdefault(answer.citations[0].article_id, question)
            if len(found) == COUNT:
                break
        return list(found.values())

    def _written(self, ids: set[str], texts: Texts) -> list[str]:
        """Questions that came with the corpus about articles that are indexed, in the language of the page."""
        if not self._questions.is_file():
            return []
        chosen: dict[str, str] = {}
        for row in _rows(self._questions):
            question = str(row.get("question", ""))
            articles = row.get("articles")
            first = str(articles[0]) if isinstance(articles, list) and articles else ""
            if first in ids and row.get("answerable") and not row.get("history") and _is_in(question, row, texts.code):
                chosen.setdefault(first, question)
        questions = list(chosen.values())
        return random.Random(len(ids)).sample(questions, min(_TRIES, len(questions)))


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue  # the file is the user's own: a bad line costs one example
        if isinstance(row, dict):
            yield row


def _is_in(question: str, row: dict[str, object], language: str) -> bool:
    if "language" in row:
        return row["language"] == language
    if language == "uk":
        return bool(_UKRAINIAN & set(question))
    return question.isascii() if language == "en" else True


def _from_titles(generation: Generation, texts: Texts) -> list[str]:
    """Questions about what articles are titled; those in the language of the page first."""
    entries = [entry for entry in generation.articles if 12 <= len(entry.title) <= 110]
    shuffled = random.Random(len(entries)).sample(entries, len(entries))
    shuffled.sort(key=lambda entry: entry.language != texts.code)
    return [
        entry.title if entry.title.endswith("?") else texts("example_about", title=entry.title.rstrip(" ."))
        for entry in shuffled
    ]
