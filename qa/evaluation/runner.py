"""Asks questions of an index one after another, as a user would, and records the outcomes.

The first citation (for a refusal, the first near miss) is right if it is in a gold article and, if more is known, on
the gold page, else at the known place, else with the words of the answer.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from index.errors import QuestionError
from index.generation import Generation
from index.model import open_encoder
from index.progress import Progress
from index.store import Store
from index.stores import open_store

from ..assistant import Assistant
from ..question import read_question
from ..reader import Reader
from ..records import Citation, Hit
from .ablation import orders
from .aggregates import DEPTH
from .held_out import StoreWithout
from .matching import can_be_quoted, holds_answer
from .question_types import kind_of, question_languages
from .records import GoldQuestion, Outcome

_NAMES_SHOWN = 5


class Asker:
    """An index opened for an evaluation, whole or without the articles that a question must not find."""

    def __init__(self, index_dir: Path, uri: str | None = None) -> None:
        Assistant.open(index_dir, uri=uri).close()  # fails immediately if the index has another model
        self.store: Store = open_store(index_dir, uri)
        self.model = self.store.published().model.name
        self._encoder = open_encoder(self.model)
        self._reader = Reader()
        self._whole = self._assistant(self.store)
        # Another assistant retrieves, with its own encoder, so that the measured time of asking uses no cached work.
        self._retrieving = Assistant(self.store, open_encoder(self.model))
        self.generation: Generation = self.store.generation()
        self._entries = {entry.id: entry for entry in self.generation.articles}

    def _assistant(self, store: Store) -> Assistant:
        return Assistant(store, self._encoder, self._reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._whole.close()

    def ask(self, questions: Sequence[GoldQuestion], progress: Progress) -> list[Outcome]:
        """The outcome of each question, in order; QuestionError if gold articles are not in the index."""
        self._check(questions)
        languages = question_languages(questions)
        if questions:
            for assistant in (self._whole, self._retrieving):
                assistant.load()  # or the first question would be measured with it
        outcomes = []
        for done, (gold, language) in enumerate(zip(questions, languages, strict=True)):
            progress("Asking questions", done, len(questions))
            outcomes.append(self._outcome(gold, language))
        progress("Asking questions", len(questions), len(questions))
        return outcomes

    def _check(self, questions: Sequence[GoldQuestion]) -> None:
        unknown = {id: gold.id for gold in questions for id in gold.articles if id not in self._entries}
        if unknown:
            first = ", ".join(f"{id!r} (question {question})" for id, question in list(unknown.items())[:_NAMES_SHOWN])
            raise QuestionError(
                f"the index lacks articles that the questions name ({len(unknown)}), such as {first}",
                f"Build the index of the articles they are about; this one has ids such as {self._sample_id()!r}",
            )
        for gold in questions:
            for start, end in gold.spans:
                if end > (length := len(self._text(gold.articles[0]))):
                    raise QuestionError(
                        f"the span {start}–{end} of question {gold.id} is beyond the {length} characters of "
                        f"{gold.articles[0]!r}",
                        "Count start and end in characters of the article's text",
                    )

    def _sample_id(self) -> str:
        return next(iter(self._entries), "")

    def _text(self, id: str) -> str:
        article = self.generation.find(id)
        return article.text if article else ""

    def _outcome(self, gold: GoldQuestion, language: str) -> Outcome:
        hidden = self._assistant(StoreWithout(self.store, gold.hidden)) if gold.hidden else None
        begun = time.perf_counter()
        hits = (hidden or self._retrieving).retrieve(gold.question, DEPTH, gold.history) if gold.answerable else []
        retrieved = time.perf_counter()
        answer = (hidden or self._whole).ask(gold.question, gold.history)
        answered = time.perf_counter()
        first = next(iter(answer.citations or answer.near_misses), None)
        quotable = gold.answerable and can_be_quoted(gold, map(self._text, gold.articles))
        gold_languages = {self._entries[id].language for id in gold.articles}
        return Outcome(
            id=gold.id,
            question=gold.question,
            kind=kind_of(gold, language, gold_languages),
            language=language,
            answerable=gold.answerable,
            articles=gold.articles,
            refused=answer.status == "no_answer",
            confidence=answer.confidence,
            first_cited=first.article_id if first else "",
            article_ranks=_ranks((hit.article_id for hit in hits), gold.articles),
            page_ranks=_page_ranks(hits, gold),
            near_page_ranks=_near_page_ranks(hits, gold),
            step_ranks=self._step_ranks(gold) if gold.answerable else {},
            right=first is not None and is_right(first, gold, quotable),
            right_article=first is not None and first.article_id in gold.articles,
            sentence=any(_marks_answer(each, gold) for each in answer.citations) if quotable else None,
            sentence_if_right=_sentence_if_right(first, gold) if quotable else None,
            ask_ms=None if gold.hidden else 1000 * (answered - retrieved),
            retrieve_ms=None if gold.hidden or not gold.answerable else 1000 * (retrieved - begun),
        )

    def _step_ranks(self, gold: GoldQuestion) -> dict[str, tuple[int, ...]]:
        """For each step of retrieval, the ranks of the gold page if it is known, else of the gold articles."""
        asked = read_question(gold.question, gold.history)
        found = self._whole.search(asked)
        hits = found.hits(range(len(found.found)))
        ranked = {step: [hits[place] for place in order] for step, order in orders(found).items()}
        if gold.page is not None:
            return {step: _page_ranks(some, gold) or () for step, some in ranked.items()}
        return {step: _ranks((hit.article_id for hit in some), gold.articles) for step, some in ranked.items()}


def _ranks(found: Iterable[object], wanted: Collection[object]) -> tuple[int, ...]:
    """The ranks, from 1, of the wanted items among the distinct items found."""
    return tuple(rank for rank, thing in enumerate(dict.fromkeys(found), 1) if thing in wanted)


def _pages(hits: Sequence[Hit]) -> Iterator[tuple[str, int | None]]:
    return ((hit.article_id, hit.page) for hit in hits)


def _page_ranks(hits: Sequence[Hit], gold: GoldQuestion) -> tuple[int, ...] | None:
    if gold.page is None:
        return None
    return _ranks(_pages(hits), [(gold.articles[0], gold.page)])


def _near_page_ranks(hits: Sequence[Hit], gold: GoldQuestion) -> tuple[int, ...] | None:
    """The rank of the first page that is the gold page or next to it; the three count as one."""
    if gold.page is None:
        return None
    near = [(gold.articles[0], page) for page in (gold.page - 1, gold.page, gold.page + 1)]
    return _ranks(_pages(hits), near)[:1]


def is_right(first: Hit, gold: GoldQuestion, quotable: bool) -> bool:
    """Whether a first citation or hit is in a gold article and holds the answer, if that is known and `quotable`."""
    if first.article_id not in gold.articles:
        return False
    if gold.page is not None:
        return first.page == gold.page
    return not quotable or holds_answer(gold, first.start, first.end, first.text)


def _marks_answer(citation: Citation, gold: GoldQuestion) -> bool:
    if citation.article_id not in gold.articles:
        return False
    return holds_answer(gold, citation.answer_start, citation.answer_end, citation.answer_text)


def _sentence_if_right(first: Citation | None, gold: GoldQuestion) -> bool | None:
    if first is None or first.article_id not in gold.articles:
        return None
    return _marks_answer(first, gold) if holds_answer(gold, first.start, first.end, first.text) else None
