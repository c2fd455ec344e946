"""The commands that serve an index: `serve` for people and programs, `mcp` for language models, and `demo`."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import NoIndexError

from . import terminal
from .app import app
from .language import terminal_texts, wrong_usage
from .options import (
    DEFAULT_CORPUS,
    DEFAULT_INDEX,
    Host,
    Http,
    Index,
    Json,
    Log,
    LogQuestions,
    Names,
    NoReader,
    Password,
    Port,
    ReadOnly,
    RootPath,
    ServedCorpus,
    Token,
)
from .store_options import Store, Uri, uri_of

if TYPE_CHECKING:
    from ui.web.site import Settings

_OF_HTTP = {"host", "port", "password", "token", "name", "root_path"}
SAMPLE = Path(__file__).parents[1] / "sample"


@app.command()
def serve(
    index: Index = DEFAULT_INDEX,
    corpus: ServedCorpus = None,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    read_only: ReadOnly = False,
    password: Password = "",
    token: Token = "",
    name: Names = None,
    root_path: RootPath = "",
    no_reader: NoReader = False,
    log: Log = False,
    log_questions: LogQuestions = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Serve the web page and the interfaces for programs, and print the address."""
    from ui.asgi.root_path import read_root_path
    from ui.web.site import Settings

    server = uri_of(store, uri)
    read_only = read_only or bool(server)  # only the folder that built a shared index may build it again
    settings = Settings(
        index,
        _served_corpus(index, corpus, read_only),
        read_only,
        per_visitor=bool(password),
        reads=not no_reader,
        root_path=read_root_path(root_path),
        logs=log or log_questions,
        logs_words=log_questions,
        uri=server,
    )
    try:
        _serve_page(settings, host, port, name, password, token, json)
    except NoIndexError as error:
        raise NoIndexError(error.message, f"{error.fix}, or look at sample articles: dzherelo demo") from error


def _serve_page(
    settings: "Settings",
    host: str,
    port: int,
    names: list[str] | None = None,
    password: str = "",
    token: str = "",
    json: bool = False,
) -> None:
    """Serve the page until it is interrupted; print its address in the language of the terminal, or as JSON."""
    from ui.asgi.policy import Policy, read_host_name
    from ui.web.server import serve

    policy = Policy(host, tuple(map(read_host_name, names or ())), password, token=token)
    serve(settings, policy, port, json=json, announcement=terminal_texts()("cli_serving", url="{url}"))


def _served_corpus(index: Path, corpus: Path | None, read_only: bool) -> Path:
    """The folder that the page shows files from and, unless it is read-only, rebuilds the index from.

    CorpusError if the page could rebuild an index from another folder than the one that it was built from.
    """
    from index.parsing.files import check_folder
    from ui.corpus.last_build_report import built_from, check_corpus

    if corpus is None:
        return built_from(index, DEFAULT_CORPUS)
    check_folder(corpus)
    if not read_only:
        check_corpus(index, corpus)
    return corpus


@app.command()
def mcp(
    context: typer.Context,
    index: Index = DEFAULT_INDEX,
    http: Http = False,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    password: Password = "",
    token: Token = "",
    name: Names = None,
    root_path: RootPath = "",
    no_reader: NoReader = False,
    log: Log = False,
    log_questions: LogQuestions = False,
    store: Store = None,
    uri: Uri = None,
) -> None:
    """Let language models search, ask and read the articles: over stdin and stdout, or over HTTP."""
    from ui.api.extras import require
    from ui.asgi.root_path import read_root_path
    from ui.corpus.last_build_report import built_from
    from ui.web.site import Settings

    require("mcp")
    if not http:
        _refuse_options_of_http(context)
    settings = Settings(
        index,
        built_from(index, DEFAULT_CORPUS),
        read_only=True,
        per_visitor=bool(password),
        reads=not no_reader,
        root_path=read_root_path(root_path),
        mcp=True,
        logs=log or log_questions,
        logs_words=log_questions,
        uri=uri_of(store, uri),
    )
    if http:
        _serve_page(settings, host, port, name, password, token)
    else:
        _over_stdio(settings)


def _refuse_options_of_http(context: typer.Context) -> None:
    """BadParameter for an option that would have no effect; the environment may have them for `serve`."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in _OF_HTTP and source and source.name == "COMMANDLINE":
            raise wrong_usage(f"{parameter.opts[0]} is an option of the server over HTTP: add --http")


def _over_stdio(settings: "Settings") -> None:
    import anyio

    from qa import Assistant
    from ui.api.mcp_server import mcp_server
    from ui.api.service import Service
    from ui.chat.question_log import log_question
    from ui.chat.queue import QuestionQueue

    queue = QuestionQueue()
    if settings.logs:
        queue.observe(partial(log_question, words=settings.logs_words))
    reader = "packaged" if settings.reads else None
    with Assistant.open(settings.index_dir, reader=reader, uri=settings.uri) as assistant:
        anyio.run(mcp_server(Service(assistant, queue)).run_stdio_async)
    queue.close()


@app.command()
def demo(port: Port = 7860, no_reader: NoReader = False) -> None:
    """Serve the page with the sample articles that come with the program."""
    from platformdirs import user_cache_path

    from index import build
    from ui.web.site import Settings

    index = user_cache_path("dzherelo") / "demo"
    with terminal.progress() as progress:
        build(SAMPLE, index, progress=progress)
    _serve_page(Settings(index, SAMPLE, read_only=True, reads=not no_reader), "127.0.0.1", port)
