"""Examples for the empty page from the indexed articles: questions with an answer, or else names to search for."""

import json
import random
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from index.generation import ArticleEntry, Generation
from qa import Answer, Assistant
from ui.texts import Texts

from .example_names import example_names

COUNT = 4
# An example needs at least the first confidence; once enough examples reach SURE, no more are tried.
LEAST = 0.55
SURE = 0.8
_TRIES = 12
# A longer title is often the first sentence of a text without one.
_TITLE_WORDS = 8
_UKRAINIAN = set("іїєґІЇЄҐ")
_Key = tuple[int, str]


class Candidate(NamedTuple):
    """A question, and the article that it is about."""

    question: str
    article_id: str


class Examples:
    """Examples by generation and language, each found once, in a separate thread."""

    def __init__(self, assistant: Assistant, corpus: Path) -> None:
        self._assistant = assistant
        self._questions = corpus / "questions.jsonl"
        self._lock = threading.Lock()
        self._found: dict[_Key, list[str] | None] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="examples")
        self._closed = threading.Event()

    def close(self) -> None:
        """Stop looking for examples."""
        self._closed.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def of(self, generation: Generation, texts: Texts) -> list[str] | None:
        """Up to four questions that this generation answers, each from a different article; None during the search.

        Where there are fewer, names that several articles mention follow.
        """
        key = generation.number, texts.code
        with self._lock:
            if key not in self._found:
                self._found = {other: found for other, found in self._found.items() if other[0] == generation.number}
                self._found[key] = None
                self._thread.submit(self._find, key, generation, texts)
            return self._found[key]

    def _find(self, key: _Key, generation: Generation, texts: Texts) -> None:
        found: list[str] = []
        try:
            ids = {entry.id for entry in generation.articles}
            candidates = [*self._written(ids, texts), *title_questions(generation.articles, texts)]
            found = surest(self._asked(candidates[: _TRIES * 2]))
            if len(found) < COUNT:
                names = example_names(generation, texts.code, self._assistant.mentions)
                found += names[: COUNT - len(found)]
        finally:  # an unreadable index has no examples
            with self._lock:
                self._found[key] = found

    def _asked(self, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, Answer]]:
        for candidate in candidates:
            if self._closed.is_set():
                return
            yield candidate, self._assistant.ask(candidate.question)

    def _written(self, ids: set[str], texts: Texts) -> list[Candidate]:
        """Questions from the corpus' question file about indexed articles, in the language of the page."""
        if not self._questions.is_file():
            return []
        chosen: dict[str, str] = {}
        for row in _rows(self._questions):
            question = str(row.get("question", ""))
            articles = row.get("articles")
            first = str(articles[0]) if isinstance(articles, list) and articles else ""
            if first in ids and row.get("answerable") and not row.get("history") and _is_in(question, row, texts.code):
                chosen.setdefault(first, question)
        questions = [Candidate(question, article_id) for article_id, question in chosen.items()]
        return random.Random(len(ids)).sample(questions, min(_TRIES, len(questions)))


def surest(asked: Iterable[tuple[Candidate, Answer]]) -> list[str]:
    """Up to four of these questions, each answered from its own article, the highest confidence first.

    It stops asking once four answers are certain enough.
    """
    best: dict[str, tuple[float, str]] = {}
    for (question, article_id), answer in asked:
        is_sure = answer.status == "answered" and answer.confidence >= LEAST
        if is_sure and answer.citations[0].article_id == article_id:
            best.setdefault(article_id, (answer.confidence, question))
        if sum(confidence >= SURE for confidence, _ in best.values()) == COUNT:
            break
    ranked = sorted(best.values(), key=lambda found: -found[0])
    return [question for _, question in ranked[:COUNT]]


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue  # the file is the user's own, so a bad line only costs one example
        if isinstance(row, dict):
            yield row


def _is_in(question: str, row: dict[str, object], language: str) -> bool:
    if "language" in row:
        return row["language"] == language
    if language == "uk":
        return bool(_UKRAINIAN & set(question))
    return question.isascii() if language == "en" else True


def title_questions(articles: Sequence[ArticleEntry], texts: Texts) -> list[Candidate]:
    """Questions made from the titles of articles; those in the language of the page first."""
    entries = [entry for entry in articles if _can_be_asked_about(entry.title)]
    shuffled = random.Random(len(entries)).sample(entries, len(entries))
    shuffled.sort(key=lambda entry: entry.language != texts.code)
    return [Candidate(_about(entry.title, texts), entry.id) for entry in shuffled]


def _can_be_asked_about(title: str) -> bool:
    return 12 <= len(title) <= 110 and len(title.split()) <= _TITLE_WORDS


def _about(title: str, texts: Texts) -> str:
    return title if title.endswith("?") else texts("example_about", title=title.rstrip(" .:;,…"))
