"""The Model Context Protocol: language models search, ask and read the articles as tools and resources, read-only.

It needs the extra `dzherelo[mcp]`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, Resource, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.applications import Starlette

from index.errors import DzhereloError
from index.generation import Filter
from qa.arguments import read_filter
from ui.chat.queue import QueueFull

from .paths import MCP
from .problems import wrong_fields
from .requests import (
    MOST_LISTED,
    Asking,
    DraftText,
    Language,
    Limit,
    Searching,
    Since,
    Until,
    Where,
    WithoutTime,
    Words,
)
from .responses import AnswerRecord, ArticlePart, ArticlesRecord, ChecksRecord, HitsRecord
from .service import Service

_READ_CHARS = 20_000
_INSTRUCTIONS = """\
Dzherelo answers questions from a folder of articles by quoting them. Call `ask` first: its citations are exact quotes,
with their places in the articles. If its status is `no_answer`, no sure answer was found; say so, or look further with
`search` and `read_article`. Quote only text that a tool returned, name its article, and check with `verify_quotes`."""
_READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
ArticleId = Annotated[str, Field(min_length=1, description="The id of an article, from a citation, a hit or the list.")]
Question = Annotated[Words, Field(description="The question, in any language.")]
Earlier = Annotated[list[Words], Field(description="Earlier questions of the conversation, the earliest first.")]


class ArticleServer(MCPServer[None]):
    """The server of one service; its resources are the articles, newest first."""

    def __init__(self, service: Service, tools: Sequence[Tool]) -> None:
        super().__init__(
            "dzherelo",
            title="Dzherelo",
            version=version("dzherelo"),
            instructions=_INSTRUCTIONS,
            tools=list(tools),
            log_level="WARNING",
        )
        self._service = service
        self._parameters = {tool.name: tuple(tool.parameters["properties"]) for tool in tools}

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; ToolError if an argument is wrong or unknown: a misspelt condition would not be noticed."""
        known = self._parameters.get(name, tuple(arguments))
        if unknown := sorted(arguments.keys() - set(known)):
            raise ToolError(f"{name} has no argument {unknown[0]!r}. Its arguments are {', '.join(known)}.")
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError:
            raise
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError("; ".join(wrong_fields(error.__cause__))) from error.__cause__
            raise

    async def list_resources(self) -> list[Resource]:
        """The newest articles; others can be read by the same form of URI."""
        listed = self._service.articles(Filter(), "", 0, MOST_LISTED)
        return [
            Resource(uri=article_uri(entry.id), name=entry.id, title=entry.title or entry.id, mime_type="text/plain")
            for entry in listed.articles
        ]

    def http_app(self) -> Starlette:
        """The server over HTTP, at the path `MCP`; requests are stateless, and the guard checks access."""
        guarded_already = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        return self.streamable_http_app(
            streamable_http_path=MCP, json_response=True, stateless_http=True, transport_security=guarded_already
        )


def article_uri(article_id: str) -> str:
    """The URI of an article as a resource."""
    return f"article:///{quote(article_id)}"


def mcp_server(service: Service) -> ArticleServer:
    """The server with its tools and resources."""
    tools = _Tools(service)
    titles: dict[str, Callable[..., object]] = {
        "Ask the articles": tools.ask,
        "Search the articles": tools.search,
        "Check quotations": tools.verify_quotes,
        "Read an article": tools.read_article,
        "List the articles": tools.list_articles,
    }
    server = ArticleServer(service, [_described(tool, title) for title, tool in titles.items()])

    @server.resource("article:///{+article_id}", name="article", title="An article", mime_type="text/plain")
    def article(article_id: str) -> str:
        """The whole text of the article with that id."""
        found = service.article(article_id)
        if found is None:
            raise ResourceNotFoundError(f"There is no article {article_id!r}.")
        return found.text

    return server


def _described(function: Callable[..., object], title: str) -> Tool:
    tool = Tool.from_function(function, title=title, annotations=_READ_ONLY)
    tool.parameters["additionalProperties"] = False
    return tool


class _Tools:
    """The tools; models see the names, the parameters and the docstrings of these methods."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def ask(
        self,
        question: Question,
        history: Earlier = [],  # noqa: B006  # never changed; the library describes it as the default
        since: Since = None,
        until: Until = None,
        language: Language = None,
        where: Where = None,
        without_time: WithoutTime = False,
    ) -> AnswerRecord:
        """Answer a question with word-for-word quotes from the articles, or report that they do not answer it."""
        asking = Asking(
            question=question,
            history=history,
            since=since,
            until=until,
            language=language,
            where=where,
            without_time=without_time,
        )
        with _errors_for_models():
            return AnswerRecord.model_validate(await self._service.ask(asking))

    async def search(
        self,
        question: Question,
        k: Annotated[int, Field(ge=1, le=20, description="The maximum number of passages.")] = 5,
        since: Since = None,
        until: Until = None,
        language: Language = None,
        without_time: WithoutTime = False,
        where: Where = None,
    ) -> HitsRecord:
        """The passages that are most likely to answer a question, best first, whether they answer it or not."""
        searching = Searching(
            question=question,
            k=k,
            since=since,
            until=until,
            language=language,
            without_time=without_time,
            where=where,
        )
        with _errors_for_models():
            return HitsRecord.model_validate({"hits": await self._service.search(searching)})

    async def verify_quotes(self, text: DraftText) -> ChecksRecord:
        """Check every quotation of a draft: exact, altered, from another source, not found, or a name."""
        with _errors_for_models():
            return ChecksRecord.model_validate(await self._service.verify(text))

    def read_article(
        self,
        article_id: ArticleId,
        start: Annotated[int, Field(ge=0, description="The offset of the first character.")] = 0,
        chars: Annotated[
            int, Field(ge=1, le=_READ_CHARS, description="The maximum number of characters.")
        ] = _READ_CHARS,
    ) -> ArticlePart:
        """A part of an article's text, beginning at character `start`, and the total number of characters."""
        with _errors_for_models():
            article = self._service.article(article_id)
        if article is None:
            raise ToolError(f"There is no article {article_id!r}. Call list_articles for the ids.")
        return ArticlePart.of(article, start, chars)

    def list_articles(
        self,
        search: Annotated[str, Field(max_length=200, description="Prefixes of words in the title or source.")] = "",
        since: Since = None,
        until: Until = None,
        language: Language = None,
        where: Where = None,
        offset: Annotated[int, Field(ge=0, description="The number of articles to leave out at the start.")] = 0,
        limit: Limit = 50,
    ) -> ArticlesRecord:
        """The articles with their dates, languages and sources, newest first, and their total number."""
        with _errors_for_models():
            return self._service.articles(read_filter(since, until, language, where), search, offset, limit)


@contextmanager
def _errors_for_models() -> Iterator[None]:
    """Turn an error that the caller can fix into one that the model can read."""
    try:
        yield
    except DzhereloError as error:
        raise ToolError(str(error)) from error
    except QueueFull as error:
        raise ToolError("Too many questions are waiting. Ask again in a few seconds.") from error
