"""The assistant: an index opened once; it answers from any thread and follows new generations automatically."""

import weakref
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Self

from index.arguments import check_name, read_path
from index.errors import ModelError, NoIndexError, QuestionError, StoreError
from index.generation import Filter, Generation
from index.model import Encoder
from index.store import Store
from index.stores import open_store

from .arguments import WhereGiven, check_count, read_filter
from .judging import Judged
from .mentions import Mentions, find_mentions
from .pipeline import Pipeline, matching_encoder
from .question import Question, read_question
from .reader import Reader, Reads
from .receipts import Receipt, receipt
from .records import Answer, Citation, Hit
from .retrieval import Search
from .verification import DraftCheck, check_draft

_SAMPLE = "Що таке джерело?"


class Assistant:
    """Answers questions from one index. Open it once with `Assistant.open` and share it between threads."""

    def __init__(self, store: Store, encoder: Encoder, reader: Reads | None = None) -> None:
        self._store = store
        self._steps = Pipeline(encoder, reader)

    @classmethod
    def open(
        cls,
        index_dir: str | Path = ".dzherelo",
        model: str | None = None,
        reader: Reads | str | None = "packaged",
        uri: str | None = None,
    ) -> Self:
        """The assistant for an index; `model` names the encoder if it is not the one the index was built with.

        `reader=None` answers by similarity alone, without reading. `uri` names the Milvus server that the index is on,
        if the last build of `index_dir` did not publish there. Raises NoIndexError if there is no index, MismatchError
        if it was built with another model, StoreError if the server does not answer, ModelError for another name of a
        reader. An assistant that is not closed is closed when nothing refers to it any more.
        """
        folder = read_path("index_dir", index_dir, NoIndexError)
        check_name("model", model, ModelError)
        check_name("uri", uri, StoreError)
        if reader not in ("packaged", None) and not hasattr(reader, "read"):
            raise ModelError(f"there is no reader {reader!r}", 'Give reader="packaged", a reader of your own, or None')
        with ExitStack() as if_it_fails:
            store = if_it_fails.enter_context(open_store(folder, uri))
            built_with = store.published().model
            reads = Reader() if isinstance(reader, str) else reader
            assistant = cls(store, matching_encoder(model or built_with.name, built_with), reads)
            if_it_fails.pop_all()
        weakref.finalize(assistant, store.close)
        return assistant

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index, and drop what is remembered of it."""
        self._store.close()
        self._steps.clear()

    def load(self) -> None:
        """Open the index and load the models now, rather than for the first question.

        DamageError or ModelError if that is impossible.
        """
        self._steps.load(self._store.generation(), read_question(_SAMPLE))

    def generation(self) -> Generation:
        """The current generation; the one before while a newer one is being opened."""
        return self._store.generation()

    def newest(self) -> Generation:
        """The generation published last; waits while it is being opened."""
        return self._store.newest()

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 that a file of the corpus had when it was indexed; None for a file that is not."""
        return self._store.file_hash(name)

    def files_of(self, article_ids: Collection[str]) -> dict[str, str]:
        """The files of the corpus that these articles were read from, by article id, without those that are unknown."""
        return self._store.files_of(article_ids)

    def updated_at(self) -> datetime:
        """When the current generation was published."""
        return datetime.fromisoformat(self._store.published().published_at)

    def retrieve(
        self,
        question: str,
        k: int = 5,
        history: Sequence[str] | None = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
        as_typed: bool = False,
        now: date | str | None = None,
        without_time: bool = False,
        where: WhereGiven | None = None,
    ) -> list[Hit]:
        """The `k` best passages for the question, best first; fewer where the filter leaves fewer.

        `history` holds earlier questions of the conversation, the earliest first; the last five count. Typing mistakes
        are corrected first, unless `as_typed` is true. If the question names a time (relative to the day `now`),
        passages of that time come first, or are the only ones, as in `ask`; `without_time` turns this off.
        `where={"author": "…"}` allows only articles with that field, or with one of several values. QuestionError if an
        argument cannot be searched.
        """
        check_count("k", k)
        asked = read_question(question, history, since, until, language, as_typed, now, without_time, where)
        found = self._steps.search_in_time(self._store.generation(), asked)
        return found.hits(range(min(k, len(found.found))))

    def ask(
        self,
        question: str,
        history: Sequence[str] | None = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
        as_typed: bool = False,
        now: date | str | None = None,
        without_time: bool = False,
        where: WhereGiven | None = None,
    ) -> Answer:
        """The answer: quotes with their places, or a refusal if the articles do not answer.

        Typing mistakes are corrected first, and the answer says so; `as_typed` leaves the question as it is. If the
        question names a time (relative to the day `now`), articles of that time are preferred; `without_time` turns
        this off.
        """
        asked = read_question(question, history, since, until, language, as_typed, now, without_time, where)
        generation = self._store.generation()
        answer = self._steps.answer_in_time(generation, asked)
        if answer.status == "answered" or asked.wanted == Filter():
            return answer
        unfiltered = self._steps.answer(generation, replace(asked, wanted=Filter()))
        return replace(answer, hint="filter") if unfiltered.status == "answered" else answer

    def explain(
        self,
        question: str,
        k: int = 5,
        history: Sequence[str] | None = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
        as_typed: bool = False,
        now: date | str | None = None,
        without_time: bool = False,
        where: WhereGiven | None = None,
    ) -> list[Judged]:
        """The passages that `ask` reads for the question, the likeliest to answer first, at most `k`.

        Each has the evidence for its confidence, from the reader and from retrieval. A time in the question, and
        `without_time`, have the same effect as in `ask`.
        """
        check_count("k", k)
        asked = read_question(question, history, since, until, language, as_typed, now, without_time, where)
        return self._steps.judged_in_time(self._store.generation(), asked)[:k]

    def repaired(self, question: str) -> str:
        """The question with its typing mistakes repaired, as it is searched without `as_typed`."""
        return self._steps.repaired(self._store.generation(), read_question(question)).text

    def mentions(
        self,
        term: str,
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
        exact: bool = False,
        where: WhereGiven | None = None,
    ) -> Mentions:
        """Every mention of a name, a word or a phrase, newest first; `exact` allows no other forms of its words."""
        return find_mentions(self._store.generation(), term, read_filter(since, until, language, where), exact)

    def verify_quotes(self, text: str) -> DraftCheck:
        """Check every quotation of a draft against the articles."""
        return check_draft(self._store.generation(), text)

    def receipt(self, citation: Citation) -> Receipt:
        """The receipt for the sentence that a citation quotes.

        QuestionError if its article is no longer indexed, or no longer has the passage at that place.
        """
        article = self._store.generation().find(citation.article_id)
        if article is None:
            raise QuestionError(f"{citation.article_id} is no longer in the index", "Ask again")
        if article.text[citation.start : citation.end] != citation.text:
            raise QuestionError(f"{citation.article_id} has changed since it was quoted", "Ask again")
        return receipt(article, citation.answer_start, citation.answer_end)

    def search(self, asked: Question) -> Search:
        """The candidates for a question in its conversation, from the current generation."""
        return self._steps.search(self._store.generation(), asked)
