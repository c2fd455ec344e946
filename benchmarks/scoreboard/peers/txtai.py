"""txtai: an Embeddings index with `hybrid`, which joins vectors in FAISS with its own BM25."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from txtai import Embeddings

from benchmarks.scoreboard.protocol import PASSAGE, QUERY, Passage, Peer, serve


class Txtai(Peer):
    """Embeddings with its defaults, and the model's prompts."""

    versions = ("txtai", "faiss-cpu", "transformers", "torch")

    def __init__(self, model: Path) -> None:
        self._models: dict[str, Any] = {}
        self._config = {
            "path": str(model),
            "hybrid": True,
            "gpu": False,
            "instructions": {"query": QUERY, "data": PASSAGE},
        }
        self._encoder = Embeddings(self._config, models=self._models)

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode as `index` does."""
        self._encoder.batchtransform([each.content for each in passages], "data")

    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Index and save."""
        self._folder = folder
        self._embeddings = Embeddings(self._config, models=self._models)
        self._embeddings.index((each.id, each.content, None) for each in passages)
        self._embeddings.save(str(folder))

    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Delete the old passages, upsert the new ones, save."""
        old = [id for id in self._embeddings.ids if id and id.rpartition("@")[0] == article]
        self._embeddings.delete(old)
        self._embeddings.upsert((each.id, each.content, None) for each in passages)
        self._embeddings.save(str(self._folder))

    def open(self, folder: Path) -> None:
        """Load the index."""
        self._folder = folder
        self._embeddings = Embeddings(models=self._models)
        self._embeddings.load(str(folder))

    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """The hybrid search, half and half."""
        return [id for id, _ in self._embeddings.search(question, k)]


if __name__ == "__main__":
    serve(Txtai)
