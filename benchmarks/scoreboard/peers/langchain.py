"""LangChain: an EnsembleRetriever over FAISS and BM25, half and half, as its documentation shows it.

BM25Retriever cannot be saved or changed: it is made again from the documents in the saved FAISS store.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

from benchmarks.scoreboard.protocol import PASSAGE, QUERY, Passage, Peer, serve


class LangChain(Peer):
    """FAISS.from_documents and BM25Retriever.from_documents, fused by rank."""

    versions = ("langchain-classic", "langchain-community", "langchain-huggingface", "faiss-cpu", "rank-bm25", "torch")

    def __init__(self, model: Path) -> None:
        self._embeddings = HuggingFaceEmbeddings(
            model_name=str(model),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"prompt": PASSAGE},
            query_encode_kwargs={"prompt": QUERY},
        )

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode as `from_documents` does."""
        self._embeddings.embed_documents([each.content for each in passages])

    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Both indexes; FAISS is saved."""
        self._folder = folder
        documents = _documents(passages)
        self._store = FAISS.from_documents(documents, self._embeddings, ids=[each.id for each in passages])
        self._store.save_local(str(folder))
        self._ids = {each.id: each.article for each in passages}
        self._bm25 = BM25Retriever.from_documents(documents)

    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Delete the old passages, add the new ones, save, and make BM25 again."""
        self._store.delete([id for id, of in self._ids.items() if of == article])
        self._store.add_documents(_documents(passages), ids=[each.id for each in passages])
        self._store.save_local(str(self._folder))
        self._ids = {id: of for id, of in self._ids.items() if of != article} | {each.id: article for each in passages}
        self._bm25 = BM25Retriever.from_documents(self._stored())

    def open(self, folder: Path) -> None:
        """Load FAISS; make BM25 from what it holds."""
        self._folder = folder
        self._store = FAISS.load_local(str(folder), self._embeddings, allow_dangerous_deserialization=True)
        self._ids = {each.metadata["id"]: each.metadata["article"] for each in self._stored()}
        self._bm25 = BM25Retriever.from_documents(self._stored())

    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """Both searches for `k`, fused, and cut to `k`."""
        self._bm25.k = k
        searches = [self._bm25, self._store.as_retriever(search_kwargs={"k": k})]
        found = EnsembleRetriever(retrievers=searches, weights=[0.5, 0.5]).invoke(question)
        return [each.metadata["id"] for each in found[:k]]

    def _stored(self) -> list[Document]:
        return [self._store.docstore.search(id) for id in self._store.index_to_docstore_id.values()]


def _documents(passages: Sequence[Passage]) -> list[Document]:
    return [Document(page_content=each.content, metadata={"id": each.id, "article": each.article}) for each in passages]


if __name__ == "__main__":
    serve(LangChain)
