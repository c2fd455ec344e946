"""Haystack: the hybrid pipeline of its tutorial, embeddings and BM25 joined by reciprocal rank fusion.

Its extractive reader needs a model trained to answer, and no package contains one, so it is left out.
"""

from collections.abc import Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.scoreboard.protocol import PASSAGE, QUERY, Passage, Peer, serve


class Haystack(Peer):
    """An InMemoryDocumentStore, saved as a file, behind a pipeline."""

    versions = ("haystack-ai", "sentence-transformers-haystack", "sentence-transformers", "torch")

    def __init__(self, model: Path) -> None:
        self._model = str(model)  # loaded once, whatever the number of embedders
        self._documents = SentenceTransformersDocumentEmbedder(model=self._model, prefix=PASSAGE, progress_bar=False)
        self._documents.warm_up()

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode as an indexing pipeline does."""
        self._documents.run(_documents(passages))

    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Embed, write, save."""
        self._use(InMemoryDocumentStore(shared=False), folder)
        self._write(passages)

    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Delete the old passages, embed and write the new ones, save."""
        self._store.delete_by_filter({"field": "meta.article", "operator": "==", "value": article})
        self._write(passages)

    def open(self, folder: Path) -> None:
        """Load the store."""
        self._use(InMemoryDocumentStore.load_from_disk(str(folder / "store.json")), folder)

    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """Run the pipeline, each search for `k`."""
        top = {"top_k": k}
        given = {"question": {"text": question}, "embedding": top, "bm25": {"query": question} | top, "joiner": top}
        return [each.id for each in self._pipeline.run(given)["joiner"]["documents"]]

    def _write(self, passages: Sequence[Passage]) -> None:
        self._store.write_documents(self._documents.run(_documents(passages))["documents"])
        self._folder.mkdir(exist_ok=True)
        self._store.save_to_disk(str(self._folder / "store.json"))

    def _use(self, store: InMemoryDocumentStore, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(model=self._model, prefix=QUERY, progress_bar=False)
        self._pipeline.add_component("question", embedder)
        self._pipeline.add_component("embedding", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("bm25", InMemoryBM25Retriever(store))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._pipeline.connect("question.embedding", "embedding.query_embedding")
        self._pipeline.connect("embedding", "joiner")
        self._pipeline.connect("bm25", "joiner")


def _documents(passages: Sequence[Passage]) -> list[Document]:
    return [Document(id=each.id, content=each.content, meta={"article": each.article}) for each in passages]


if __name__ == "__main__":
    serve(Haystack)
