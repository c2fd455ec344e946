"""The assistant and the queue of questions, shared by the interfaces and the page."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from index.generation import Filter
from qa import Answer, Assistant, Hit
from qa.mentions import Mentions, find_mentions
from qa.verification import DraftCheck, check_draft
from ui.chat.queue import QuestionQueue
from ui.corpus.article_search import newest_first, wanted_by

from .requests import Asking, Searching
from .responses import ArticleRecord, ArticlesRecord, EntryRecord, StatusRecord


@dataclass(frozen=True, slots=True)
class Service:
    """One assistant behind one queue, so that one limit applies to the page and all interfaces together."""

    assistant: Assistant
    queue: QuestionQueue

    async def ask(self, asking: Asking) -> Answer:
        """The answer; QueueFull immediately if the queue is full."""
        ask = partial(self.assistant.ask, asking.question, **asking.conditions())
        return await self.queue.run(ask, asking.question)

    async def search(self, searching: Searching) -> list[Hit]:
        """The best passages; QueueFull immediately if the queue is full."""
        retrieve = partial(self.assistant.retrieve, searching.question, searching.k, **searching.conditions())
        return await self.queue.run(retrieve, searching.question)

    async def verify(self, text: str) -> DraftCheck:
        """The checked quotations of a draft; QueueFull immediately if the queue is full."""
        return await self.queue.run(lambda: check_draft(self.assistant.generation(), text))

    async def mentions(self, term: str, wanted: Filter, exact: bool) -> Mentions:
        """The mentions of a term; QueueFull immediately if the queue is full."""
        return await self.queue.run(lambda: find_mentions(self.assistant.generation(), term, wanted, exact))

    def articles(self, wanted: Filter, search: str, offset: int, limit: int) -> ArticlesRecord:
        """The articles that pass the filter and match `search` by title, source or id, newest first.

        QuestionError if no article has a field of the filter.
        """
        generation = self.assistant.generation()
        generation.check_where(wanted)
        chosen = filter(wanted_by(wanted, search), generation.articles)
        listed = sorted(chosen, key=newest_first, reverse=True)
        shown = tuple(EntryRecord.model_validate(entry) for entry in listed[offset : offset + limit])
        return ArticlesRecord(total=len(listed), articles=shown)

    def article(self, article_id: str) -> ArticleRecord | None:
        """The article with that id, None if there is none."""
        article = self.assistant.generation().find(article_id)
        return ArticleRecord.model_validate(article) if article else None

    def status(self) -> StatusRecord:
        """The contents of the index in numbers."""
        return StatusRecord.of(self.assistant.generation(), self.assistant.updated_at())


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(_service)]
