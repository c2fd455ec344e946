"""This program: it parses and splits the corpus itself, which the others are spared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.scoreboard.protocol import Passage, Peer, serve
from dzherelo import Assistant, build
from index.model import open_encoder


class Dzherelo(Peer):
    """The public functions, with their defaults."""

    versions = ("dzherelo", "onnxruntime", "faiss-cpu", "tantivy")

    def __init__(self, model: Path) -> None:
        self._encoder = open_encoder()

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode as a build does."""
        self._encoder.encode_passages([each.content for each in passages])

    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Build from the files; the passages are not looked at."""
        build(corpus, folder)
        self.open(folder)

    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Build again; what has changed is found by itself."""
        build(corpus, self._folder)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._folder = folder
        self._assistant = Assistant.open(folder)

    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """The best passages."""
        return [f"{hit.article_id}@{hit.start}" for hit in self._assistant.retrieve(question, k)]

    def ask(self, question: str) -> dict[str, Any] | None:
        """Whether it answers, and the sentence of the first citation or, of a refusal, of the first near miss."""
        answer = self._assistant.ask(question)
        first = next(iter(answer.citations or answer.near_misses), None)
        quoted = first and {
            "article": first.article_id,
            "page": first.page,
            "start": first.answer_start,
            "end": first.answer_end,
            "text": first.answer_text,
        }
        return {"answered": answer.status == "answered", "sentence": quoted}


if __name__ == "__main__":
    serve(Dzherelo)
