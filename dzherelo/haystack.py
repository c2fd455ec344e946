"""A retriever for Haystack, the extra `dzherelo[haystack]`.

from dzherelo.haystack import DzhereloRetriever

pipeline.add_component("retriever", DzhereloRetriever(index_dir=".dzherelo", top_k=5))
"""

from pathlib import Path
from typing import Any

from haystack import Document, component, default_from_dict, default_to_dict

from qa import Assistant

from .passages import best_passages, passage_id, passage_metadata


@component
class DzhereloRetriever:
    """Retrieves the `top_k` passages that most likely answer; `warm_up` or the first question opens the index.

    `uri` names the Milvus server that the index is on, if the last build of `index_dir` did not publish there. A stored
    pipeline has the address as it was given.
    """

    def __init__(
        self, index_dir: str = ".dzherelo", top_k: int = 5, reads: bool = True, uri: str | None = None
    ) -> None:
        self.index_dir = index_dir
        self.top_k = top_k
        self.reads = reads
        self.uri = uri
        self._assistant: Assistant | None = None

    def warm_up(self) -> None:
        """Open the index; NoIndexError if there is none, StoreError if the server does not answer."""
        self._opened()

    def _opened(self) -> Assistant:
        if self._assistant is None:
            reader = "packaged" if self.reads else None
            self._assistant = Assistant.open(Path(self.index_dir), reader=reader, uri=self.uri)
        return self._assistant

    @component.output_types(documents=list[Document])
    def run(
        self,
        query: str,
        top_k: int | None = None,
        since: str | None = None,
        until: str | None = None,
        language: str | None = None,
        where: dict[str, str | list[str]] | None = None,
    ) -> dict[str, list[Document]]:
        """The passages as documents: `meta` holds the fields of the hit and its `confidence`, which is the score."""
        most = self.top_k if top_k is None else top_k
        passages = best_passages(self._opened(), query, most, since, until, language, where)
        return {
            "documents": [
                Document(id=passage_id(hit), content=hit.text, meta=passage_metadata(hit, confidence), score=confidence)
                for hit, confidence in passages
            ]
        }

    def to_dict(self) -> dict[str, Any]:
        """The component in the form that Haystack stores in a pipeline file."""
        return default_to_dict(self, index_dir=self.index_dir, top_k=self.top_k, reads=self.reads, uri=self.uri)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "DzhereloRetriever":
        """The component from its stored form."""
        return default_from_dict(cls, data)
