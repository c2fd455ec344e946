"""The parts of the page, created once: the assistant, the history, uploads, the rebuild, the languages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from index.generation import Generation
from qa import Assistant
from qa.memory import PerGeneration
from ui.asgi.visitor_cookie import owner_of
from ui.chat.chat import Chat
from ui.chat.examples import Examples
from ui.chat.queue import WAITING
from ui.corpus.page_pictures import PagePictures
from ui.corpus.rebuild import Rebuild
from ui.corpus.uploads import Limits, Uploads
from ui.history.store import FILE, History
from ui.markup.html import Html
from ui.markup.welcome import indexed, welcome
from ui.texts import DEFAULT, Texts, read_texts


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the page. A read-only page changes nothing on disk: no uploads, no rebuilds, no history.

    `waiting` is the maximum number of waiting questions. With `per_visitor` every browser has its own history. Without
    `reads` answers are found by similarity alone, without the reader. `root_path` is the path below which a proxy
    serves the page, such as `/archive`. `mcp` adds the interface for language models. `logs` writes a log line for each
    question, without its words unless `logs_words` is true. `uri` is the Milvus server that has the index, None for
    wherever the last build of `index_dir` published.
    """

    index_dir: Path
    corpus: Path
    read_only: bool = False
    limits: Limits = field(default_factory=Limits)
    waiting: int = WAITING
    per_visitor: bool = False
    reads: bool = True
    root_path: str = ""
    mcp: bool = False
    logs: bool = False
    logs_words: bool = False
    uri: str | None = None


def page_path(code: str) -> str:
    """The path of the page in this language; the default language is at the root."""
    return "/" if code == DEFAULT else f"/{code}/"


def article_lengths(generation: Generation) -> list[int]:
    """The length of each article in characters, in the order of `generation.articles`; reads every text."""
    return [len(article.text) for article in generation.article_texts()]


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that the page's routes share."""

    settings: Settings
    assistant: Assistant
    history: History
    chat: Chat
    examples: Examples
    rebuild: Rebuild
    uploads: Uploads
    lengths: PerGeneration[list[int]]
    pictures: PagePictures
    languages: dict[str, Texts]

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The site of an index; NoIndexError if there is no index."""
        reads = "packaged" if settings.reads else None
        assistant = Assistant.open(settings.index_dir, reader=reads, uri=settings.uri)
        history = History(None if settings.read_only else settings.index_dir / FILE)
        return cls(
            settings=settings,
            assistant=assistant,
            history=history,
            chat=Chat(assistant, history, settings.waiting),
            examples=Examples(assistant, settings.corpus),
            rebuild=Rebuild(settings.corpus, settings.index_dir),
            uploads=Uploads(settings.corpus, settings.limits),
            lengths=PerGeneration(article_lengths),
            pictures=PagePictures(assistant, settings.corpus),
            languages=read_texts(),
        )

    def close(self) -> None:
        """Stop a running rebuild, drop waiting questions, and close the files."""
        self.rebuild.cancel()
        self.examples.close()
        self.chat.close()
        self.history.close()
        self.assistant.close()

    def owner(self, cookies: Mapping[str, str]) -> str:
        """The owner of the history for a request with these cookies."""
        return owner_of(cookies, self.settings.per_visitor)

    def texts(self, code: str) -> Texts:
        """The texts in that language, or in the default one."""
        return self.languages.get(code, self.languages[DEFAULT])

    def files_of(self, article_ids: Collection[str]) -> dict[str, Path]:
        """The files of these articles by article id, without those that are unknown or no longer there."""
        named = self.assistant.files_of(article_ids)
        paths = {id: (self.settings.corpus / name).absolute() for id, name in named.items()}
        return {id: path for id, path in paths.items() if path.is_file()}

    def indexed(self, texts: Texts) -> str:
        """A sentence about what is indexed."""
        return indexed(self.assistant.generation(), self.assistant.updated_at().astimezone(), texts)

    def welcome(self, texts: Texts) -> Html:
        """The empty page."""
        generation = self.assistant.generation()
        updated = self.assistant.updated_at().astimezone()
        folder = "" if self.settings.read_only else str(self.settings.corpus)
        return welcome(generation, updated, self.examples.of(generation, texts), texts, folder)
