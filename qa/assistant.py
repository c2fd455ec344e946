"""The assistant: an index opened once; it answers from any thread and follows new generations automatically."""

import weakref
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Self

from index.errors import MismatchError, QuestionError
from index.generation import Filter, Generation
from index.model import Encoder, open_encoder
from index.records import Model
from index.store import Store
from index.stores import open_store

from .answering import answer_from, answer_quoting, do_answer, help_for
from .arguments import WhereGiven, check_count, read_filter
from .conversation import asks_for_more, context_of, more_of
from .judging import Judged, judge
from .memory import PerGeneration
from .mentions import Mentions, find_mentions
from .numbered_items import item_judged
from .question import Question, read_question
from .reader import Reader, Reads
from .receipts import Receipt, receipt
from .records import Answer, Citation, Hit
from .remembered import Remembered
from .repair import Repairs
from .retrieval import Search, search
from .search_terms import is_name_with_question_mark, looks_like_search
from .small_talk import small_talk
from .stages import stage
from .time_order import ordered_by_time
from .topic_answer import mentions_judged
from .topic_search import search_topic
from .verification import DraftCheck, check_draft

_SAMPLE = "Що таке джерело?"


class Assistant:
    """Answers questions from one index. Open it once with `Assistant.open` and share it between threads."""

    def __init__(self, store: Store, encoder: Encoder, reader: Reads | None = None) -> None:
        self._store = store
        self._encoder = encoder
        self._reader = reader
        self._remembered = PerGeneration(lambda _: Remembered())
        self._repairs = Repairs()

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
        if it was built with another model, StoreError if the server does not answer. An assistant that is not
        closed is closed when nothing refers to it any more.
        """
        with ExitStack() as if_it_fails:
            store = if_it_fails.enter_context(open_store(Path(index_dir), uri))
            built_with = store.published().model
            reads = Reader() if isinstance(reader, str) else reader
            assistant = cls(store, _matching_encoder(model or built_with.name, built_with), reads)
            if_it_fails.pop_all()
        weakref.finalize(assistant, store.close)
        return assistant

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index."""
        self._store.close()

    def load(self) -> None:
        """Open the index and load the models now, rather than for the first question.

        DamageError or ModelError if that is impossible.
        """
        self._encoder_of(self.generation()).encode_question(_SAMPLE)
        self.repaired(_SAMPLE)
        if self._reader:
            self._reader.read(_SAMPLE, "", [(_SAMPLE, _SAMPLE)])

    def generation(self) -> Generation:
        """The current generation."""
        return self._store.generation()

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
        found = self.search(asked.filtered_by_time)
        if not len(found.found):
            found = self.search(asked)
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
        answer = self._answer(asked.filtered_by_time)
        if answer.status == "no_answer" and asked.filtered_by_time != asked:
            answer = self._answer(asked)
        if answer.status == "answered" or asked.wanted == Filter():
            return answer
        unfiltered = self._answer(replace(asked, wanted=Filter()))
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
        judged = self._judged(self.search(asked.filtered_by_time))
        if asked.filtered_by_time != asked and not do_answer(judged):
            judged = self._judged(self.search(asked))
        return ordered_by_time(judged, asked.time)[:k]

    def repaired(self, question: str) -> str:
        """The question with its typing mistakes repaired, as it is searched without `as_typed`."""
        return self._repairs.applied(self._store.generation(), read_question(question)).text

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
        """The receipt for the sentence that a citation quotes; QuestionError if its article is no longer indexed."""
        article = self._store.generation().find(citation.article_id)
        if article:
            return receipt(article, citation.answer_start, citation.answer_end)
        raise QuestionError(f"{citation.article_id} is no longer in the index", "Ask again")

    def search(self, asked: Question) -> Search:
        """The candidates for a question in its conversation, from the current generation."""
        generation = self._store.generation()
        return self._search(generation, self._repairs.applied(generation, asked))

    def _search(self, generation: Generation, repaired: Question) -> Search:
        """The search for a repaired question, made once."""
        searches = self._remembered.of(generation).searches
        return searches.get(repaired, lambda: self._searched(generation, repaired))

    def _searched(self, generation: Generation, repaired: Question) -> Search:
        with stage("search"):
            before = self._before(generation, repaired)
            in_context = replace(repaired, context=context_of(before, repaired.history[:-1])) if before else repaired
            return search(generation, self._encoder_of(generation), in_context)

    def _judged(self, found: Search) -> list[Judged]:
        """The judged candidates of a search, judged once."""
        judged = self._remembered.of(found.generation).judged
        return judged.get(found.question, lambda: self._read(found))

    def _read(self, found: Search) -> list[Judged]:
        with stage("read"):
            return judge(found, self._reader)

    def _answer(self, asked: Question) -> Answer:
        return self._answer_in(self._store.generation(), asked)

    def _answer_in(self, generation: Generation, asked: Question) -> Answer:
        """The answer, found once: a follow-up needs those of the earlier questions, too."""
        return self._remembered.of(generation).answers.get(asked, lambda: self._found_in(generation, asked))

    def _found_in(self, generation: Generation, asked: Question) -> Answer:
        if small_talk(asked.text):
            return help_for(asked.typed, generation.number)
        repaired = self._repairs.applied(generation, asked)
        before = self._before(generation, repaired) if asks_for_more(repaired.text) else None
        if before:
            return more_of(generation, before, asked.typed)
        found = self._search(generation, repaired)
        judged = self._judged(found)
        with stage("quote"):
            answer = answer_from(found, judged)
        if answer.status == "answered":
            return answer
        return self._mentions_in(generation, repaired) or self._item_in(found) or answer

    def _item_in(self, found: Search) -> Answer | None:
        """The answer to a question about a numbered item of a document; None if it names none."""
        with stage("read"):
            judged = item_judged(found, self._reader)
        return answer_quoting(found, judged) if judged else None

    def _mentions_in(self, generation: Generation, repaired: Question) -> Answer | None:
        """The answer to a bare name, a topic or a date, from passages that mention it; None if there are none."""
        alone = not repaired.history and is_name_with_question_mark(repaired.text)
        if not (alone or looks_like_search(repaired.text)):
            return None
        topic = search_topic(generation, repaired.text, repaired.wanted, repaired.now, repaired.without_time)
        if not topic.found.articles:
            return None
        of_days = replace(repaired.wanted, since=topic.since, until=topic.until)
        found = self._search(generation, replace(repaired, wanted=of_days, history=()))
        with stage("read"):
            judged = mentions_judged(found, topic, self._reader)
        return answer_quoting(found, judged, "mentions") if judged else None

    def _before(self, generation: Generation, asked: Question) -> Answer | None:
        """The answer to the previous question; None for the first of a conversation."""
        if not asked.history:
            return None
        *earlier, last = asked.history
        question = replace(asked, typed=last, text=last, history=tuple(earlier), as_typed=False)
        return self._answer_in(generation, question)

    def _encoder_of(self, generation: Generation) -> Encoder:
        """The encoder of a generation; it may change, because a full build with another model may be published."""
        built_with = generation.model
        if self._encoder.fingerprint != built_with.fingerprint:
            self._encoder = _matching_encoder(built_with.name, built_with)
        return self._encoder


def _matching_encoder(name: str, built_with: Model) -> Encoder:
    encoder = open_encoder(name)
    if encoder.fingerprint != built_with.fingerprint:
        raise MismatchError(
            f"the index was built with {built_with.name} ({built_with.fingerprint}), "
            f"questions would be encoded with {encoder.name} ({encoder.fingerprint})",
            "Build it again: dzherelo build --full",
        )
    return encoder
