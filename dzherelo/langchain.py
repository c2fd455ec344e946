"""A retriever for LangChain, the extra `dzherelo[langchain]`.

from dzherelo.langchain import DzhereloRetriever

retriever = DzhereloRetriever(index_dir=".dzherelo", k=5)
documents = retriever.invoke("Хто написав «Кобзар»?")
"""

from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, PrivateAttr

from qa import Assistant

from .passages import best_passages, passage_id, passage_metadata


class DzhereloRetriever(BaseRetriever):
    """Retrieves the `k` passages that most likely answer; the index is opened with the retriever.

    A document's metadata hold the fields of the hit, among them `article_id`, `start`, `end` and `page`, and its
    `confidence`, None if it was not read. Without `reads`, passages are judged by similarity alone. `since`, `until`,
    `language` and `where` (`{"author": "…"}`) leave other articles out. `uri` names the Milvus server that the index is
    on, if the last build of `index_dir` did not publish there.
    """

    model_config = ConfigDict(extra="forbid")  # a misspelt filter would not be noticed

    index_dir: Path = Path(".dzherelo")
    k: int = Field(default=5, ge=1)
    since: str | None = None
    until: str | None = None
    language: str | None = None
    where: dict[str, str | list[str]] | None = None
    reads: bool = True
    uri: str | None = Field(default=None, repr=False)
    _assistant: Assistant = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:  # noqa: ANN401
        """Open the index; NoIndexError if there is none, StoreError if the server does not answer."""
        super().model_post_init(context)
        self._assistant = Assistant.open(self.index_dir, reader="packaged" if self.reads else None, uri=self.uri)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        filters = (self.since, self.until, self.language, self.where)
        passages = best_passages(self._assistant, query, self.k if k is None else k, *filters)
        return [
            Document(page_content=hit.text, id=passage_id(hit), metadata=passage_metadata(hit, confidence))
            for hit, confidence in passages
        ]
