"""The assistant: an index opened once that answers from any thread and follows new generations by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self

from index.errors import MismatchError, QuestionError
from index.generation import Filter, Generation
from index.model import Encoder, open_encoder
from index.records import Model
from index.store import Store

from .answering import answer_from, help_for
from .conversation import asks_for_more, context_of, more_of
from .judging import Judged, judge
from .memory import Memory
from .question import Question, read_question
from .reader import Reader, Reads
from .records import Answer, Hit
from .retrieval import Search, search
from .small_talk import small_talk

# Answers are remembered, so that a follow-up need not read again for the questions before it.
REMEMBERED = 256


class Assistant:
    """Answers questions from one index. Open it once with `Assistant.open` and share it between threads."""

    def __init__(self, store: Store, encoder: Encoder, reader: Reads | None = None) -> None:
        self._store = store
        self._encoder = encoder
        self._reader = reader
        self._answers = Memory[tuple[int, Question], Answer](REMEMBERED)

    @classmethod
    def open(
        cls, index_dir: str | Path = ".dzherelo", model: str | None = None, reader: Reads | str | None = "packaged"
    ) -> Self:
        """The assistant for an index; `model` names the encoder if it is not the one the index was built with.

        `reader=None` answers without reading: by likeness alone. Raises NoIndexError if there is no index,
        MismatchError if it was built with another model.
        """
        store = Store(Path(index_dir))
        built_with = store.published().model
        reads = Reader() if isinstance(reader, str) else reader
        return cls(store, _matching_encoder(model or built_with.name, built_with), reads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._store.close()

    def generation(self) -> Generation:
        """The generation that a question asked now would be answered from."""
        return self._store.generation()

    def updated_at(self) -> datetime:
        """When the generation that answers now was published."""
        return datetime.fromisoformat(self._store.published().published_at)

    def retrieve(
        self,
        question: str,
        k: int = 5,
        history: Sequence[str] = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
    ) -> list[Hit]:
        """The `k` best passages for the question, best first; fewer where the filter leaves fewer.

        `history` holds earlier questions of the conversation, the earliest first; the last five count. QuestionError
        tells what cannot be searched.
        """
        _check_number(k)
        found = self.search(read_question(question, history, since, until, language))
        return [found.hit(place) for place in range(min(k, len(found.found)))]

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
    ) -> Answer:
        """The answer: quotes with their places, or a refusal where the articles do not answer."""
        asked = read_question(question, history, since, until, language)
        answer = self._answer(asked)
        if answer.status == "answered" or asked.wanted == Filter():
            return answer
        unfiltered = self._answer(replace(asked, wanted=Filter()))
        return replace(answer, hint="filter") if unfiltered.status == "answered" else answer

    def explain(
        self,
        question: str,
        k: int = 5,
        history: Sequence[str] = (),
        since: date | str | None = None,
        until: date | str | None = None,
        language: str | None = None,
    ) -> list[Judged]:
        """The passages that `ask` reads for the question, the likeliest to answer first, at most `k`.

        Each has the reader's and retrieval's figures that its confidence comes from.
        """
        _check_number(k)
        found = self.search(read_question(question, history, since, until, language))
        return judge(found, self._reader)[:k]

    def search(self, asked: Question) -> Search:
        """The candidates for a question in its conversation, in the generation that is published now."""
        return self._search(self._store.generation(), asked)

    def _search(self, generation: Generation, asked: Question) -> Search:
        before = self._before(generation, asked)
        in_context = replace(asked, context=context_of(before)) if before else asked
        return search(generation, self._encoder_of(generation), in_context)

    def _answer(self, asked: Question) -> Answer:
        return self._answer_in(self._store.generation(), asked)

    def _answer_in(self, generation: Generation, asked: Question) -> Answer:
        """The answer, remembered or found; each generation has its own."""
        return self._answers.get((generation.number, asked), lambda: self._found_in(generation, asked))

    def _found_in(self, generation: Generation, asked: Question) -> Answer:
        if small_talk(asked.text):
            return help_for(asked.typed, generation.number)
        if asks_for_more(asked.text):
            before = self._before(generation, asked)
            if before:
                return more_of(generation, before, asked.typed)
        found = self._search(generation, asked)
        return answer_from(found, judge(found, self._reader))

    def _before(self, generation: Generation, asked: Question) -> Answer | None:
        """The answer to the question before this one, None for the first of a conversation."""
        if not asked.history:
            return None
        *earlier, last = asked.history
        return self._answer_in(generation, replace(asked, typed=last, text=last, history=tuple(earlier)))

    def _encoder_of(self, generation: Generation) -> Encoder:
        """The encoder that a generation was built with: a full build with another model may have been published."""
        built_with = generation.manifest.model
        if self._encoder.fingerprint != built_with.fingerprint:
            self._encoder = _matching_encoder(built_with.name, built_with)
        return self._encoder


def retrieve(
    question: str,
    k: int = 5,
    index_dir: str | Path = ".dzherelo",
    history: Sequence[str] = (),
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
) -> list[Hit]:
    """`Assistant.retrieve` on an index that is opened at the first call and stays open for later ones."""
    return _opened(Path(index_dir).absolute()).retrieve(question, k, history, since, until, language)


def ask(
    question: str,
    history: Sequence[str] = (),
    index_dir: str | Path = ".dzherelo",
    since: date | str | None = None,
    until: date | str | None = None,
    language: str | None = None,
) -> Answer:
    """`Assistant.ask` on an index that is opened at the first call and stays open for later ones."""
    return _opened(Path(index_dir).absolute()).ask(question, history, since, until, language)


@lru_cache(maxsize=4)
def _opened(index_dir: Path) -> Assistant:
    return Assistant.open(index_dir)


def _check_number(k: int) -> None:
    if k < 1:
        raise QuestionError(f"k is {k}, and no fewer than 1 passage can be asked for", "Give k=5, for example")


def _matching_encoder(name: str, built_with: Model) -> Encoder:
    encoder = open_encoder(name)
    if encoder.fingerprint != built_with.fingerprint:
        raise MismatchError(
            f"the index was built with {built_with.name} ({built_with.fingerprint}), "
            f"questions would be encoded with {encoder.name} ({encoder.fingerprint})",
            "Build it anew: dzherelo build --full",
        )
    return encoder
