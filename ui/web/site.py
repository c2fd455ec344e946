"""What the page is made of, put together once: the assistant, the history, uploads, the rebuild, the languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from index.store import Store
from qa import Assistant
from ui.asgi.visitor_cookie import owner_of
from ui.chat.chat import Chat
from ui.chat.examples import Examples
from ui.chat.queue import IN_LINE
from ui.corpus.rebuild import Rebuild
from ui.corpus.uploads import Limits, Uploads
from ui.history.store import FILE, History
from ui.markup.article_list import Lengths
from ui.markup.html import Html
from ui.markup.welcome import welcome_markup
from ui.texts import DEFAULT, Texts, read_texts


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page is served. A read-only page changes nothing on disk: no uploads, no rebuilds, no history.

    With `per_visitor` every browser has a history of its own.
    """

    index_dir: Path
    corpus: Path
    read_only: bool = False
    limits: Limits = field(default_factory=Limits)
    in_line: int = IN_LINE
    per_visitor: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that the page's paths and events share."""

    settings: Settings
    assistant: Assistant
    store: Store
    history: History
    chat: Chat
    examples: Examples
    rebuild: Rebuild
    uploads: Uploads
    lengths: Lengths
    languages: dict[str, Texts]

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The site of an index; NoIndexError if there is none."""
        assistant = Assistant.open(settings.index_dir)
        history = History(None if settings.read_only else settings.index_dir / FILE)
        return cls(
            settings=settings,
            assistant=assistant,
            store=Store(settings.index_dir),
            history=history,
            chat=Chat(assistant, history, settings.in_line),
            examples=Examples(assistant, settings.corpus),
            rebuild=Rebuild(settings.corpus, settings.index_dir),
            uploads=Uploads(settings.corpus, settings.limits),
            lengths=Lengths(),
            languages=read_texts(),
        )

    def close(self) -> None:
        """Stop a running rebuild and let go of the files."""
        self.rebuild.cancel()
        self.history.close()
        self.store.close()
        self.assistant.close()

    def owner(self, cookies: Mapping[str, str]) -> str:
        """Whose history a request with these cookies is about."""
        return owner_of(cookies, self.settings.per_visitor)

    def texts(self, code: str) -> Texts:
        """The words of that language, or of the default one."""
        return self.languages.get(code, self.languages[DEFAULT])

    def welcome(self, texts: Texts) -> Html:
        """The empty page."""
        generation = self.assistant.generation()
        examples = self.examples.of(generation, texts)
        return welcome_markup(generation, self.store.published().published_at, examples, texts)
