"""haiku.rag without a language model: its store and its hybrid search, with reranking off.

Three things are put in from outside, because what it comes with needs a server or a download: an embedder over the
same model (its own ask Ollama, OpenAI or VoyageAI), ready passages instead of its splitter (whose vocabulary is
downloaded when it is imported), and a build of SQLite that can load extensions (Python's own often cannot).
torchvision, which only the parsing of PDF files needs, is left out of its list.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pysqlite3
import tiktoken
from sentence_transformers import SentenceTransformer

from benchmarks.scoreboard.protocol import PASSAGE, QUERY, Passage, Peer, serve

DIMENSIONS = 384


class Embedder:
    """What haiku.rag asks of an embedder, one text at a time; whoever builds or searches sets the `prompt`."""

    _vector_dim = DIMENSIONS
    prompt = PASSAGE

    def __init__(self, model: Path) -> None:
        self._transformer = SentenceTransformer(str(model), device="cpu")

    async def embed(self, text: str) -> list[float]:
        """The vector of the text."""
        vector: list[float] = self._transformer.encode(text, prompt=self.prompt, show_progress_bar=False).tolist()
        return vector


class Haiku(Peer):
    """The client of haiku.rag over one SQLite file."""

    versions = ("haiku.rag", "sqlite-vec", "sentence-transformers", "torch")

    def __init__(self, model: Path) -> None:
        self._embedder = Embedder(model)
        self._open_client, self._chunk = _imported(self._embedder)
        self._loop = asyncio.Runner()

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode as creating a document does: one passage after the other."""
        self._embedder.prompt = PASSAGE
        for each in passages:
            self._loop.run(self._embedder.embed(each.content))

    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Create a document for each article."""
        folder.mkdir(exist_ok=True)
        self.open(folder)
        articles: dict[str, list[Passage]] = {}
        for each in passages:
            articles.setdefault(each.article, []).append(each)
        self._embedder.prompt = PASSAGE
        for article, own in articles.items():
            self._loop.run(self._create(article, own))

    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Delete the document and create it again."""
        self._embedder.prompt = PASSAGE
        self._loop.run(self._replace(article, passages))

    def open(self, folder: Path) -> None:
        """Open the database."""
        self._client = self._open_client(folder / "haiku.sqlite")

    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """The hybrid search."""
        self._embedder.prompt = QUERY
        found = self._loop.run(self._client.search(question, limit=k))
        return [chunk.metadata["id"] for chunk, _ in found]

    def close(self) -> None:
        """Close the database, which ends its write-ahead log."""
        self._client.close()

    async def _create(self, article: str, passages: Sequence[Passage]) -> None:
        chunks = [self._chunk(content=each.content, metadata={"id": each.id}) for each in passages]
        whole = "\n\n".join(each.text for each in passages)
        await self._client.create_document(whole, uri=article, chunks=chunks)

    async def _replace(self, article: str, passages: Sequence[Passage]) -> None:
        old = await self._client.get_document_by_uri(article)
        if old:
            await self._client.delete_document(old.id)
        await self._create(article, passages)


def _imported(embedder: Embedder) -> tuple[Any, Any]:
    """The classes of haiku.rag's client and chunks, imported with what is put in from outside in its place."""
    os.environ |= {"RERANK_PROVIDER": "", "EMBEDDINGS_VECTOR_DIM": str(DIMENSIONS)}
    sys.modules["sqlite3"] = pysqlite3
    letters = {bytes([number]): number for number in range(256)}
    unused = tiktoken.Encoding("letters", pat_str=".", mergeable_ranks=letters, special_tokens={})
    tiktoken.encoding_for_model = lambda name: unused
    import haiku.rag.embeddings

    haiku.rag.embeddings.get_embedder = lambda: embedder
    from haiku.rag.client import HaikuRAG
    from haiku.rag.store.models.chunk import Chunk

    return HaikuRAG, Chunk


if __name__ == "__main__":
    serve(Haiku)
