"""The commands `dzherelo setup`, to prepare the models, `dzherelo mcp`, for language models, and `dzherelo demo`."""

from pathlib import Path
from typing import Annotated

import typer

from .commands import DEFAULT_CORPUS, DEFAULT_INDEX, Index, Json, NoReader, app

SAMPLE = Path(__file__).parents[1] / "sample"
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on.")]
Password = Annotated[str, typer.Option(envvar="DZHERELO_PASSWORD", help="What visitors of the page must give.")]
Token = Annotated[str, typer.Option(envvar="DZHERELO_TOKEN", help="What programs must send, as a bearer token.")]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="HOST", help="A host name the page is reached by; repeatable.")
]


@app.command()
def setup(json: Json = False) -> None:
    """Prepare the encoder and the reader in the cache, so that no later command needs the network."""
    from qa.preparation import prepare

    from . import terminal

    with terminal.progress() as progress:
        prepared = prepare(progress=progress)
    if json:
        terminal.print_json(prepared)
    else:
        terminal.print_prepared(prepared)


@app.command()
def mcp(
    index: Index = DEFAULT_INDEX,
    http: Annotated[bool, typer.Option("--http", help="Serve it at /mcp beside the page, which is read-only.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    password: Password = "",
    token: Token = "",
    name: Names = None,
    no_reader: NoReader = False,
) -> None:
    """Let language models search, ask and read the articles: over stdin and stdout, or over HTTP."""
    from ui.api.extras import require

    require("mcp")
    if not http:
        return _over_stdio(index, no_reader)

    from ui.asgi.policy import Policy
    from ui.web.server import serve
    from ui.web.site import Settings

    settings = Settings(
        index, DEFAULT_CORPUS, read_only=True, per_visitor=bool(password), reads=not no_reader, mcp=True
    )
    serve(settings, Policy(host, tuple(name or ()), password, token=token), port)


def _over_stdio(index: Path, no_reader: bool) -> None:
    import anyio

    from qa import Assistant
    from ui.api.mcp_server import mcp_server
    from ui.api.service import Service
    from ui.chat.queue import QuestionQueue

    queue = QuestionQueue()
    with Assistant.open(index, reader=None if no_reader else "packaged") as assistant:
        anyio.run(mcp_server(Service(assistant, queue)).run_stdio_async)
    queue.close()


@app.command()
def demo(port: Port = 7860, no_reader: NoReader = False) -> None:
    """Serve the page over the articles that come with the program, without a folder of your own."""
    from platformdirs import user_cache_path

    from index import build
    from ui.asgi.policy import Policy
    from ui.web.server import serve
    from ui.web.site import Settings

    from . import terminal

    index = user_cache_path("dzherelo") / "demo"
    with terminal.progress() as progress:
        build(SAMPLE, index, progress=progress)
    serve(Settings(index, SAMPLE, read_only=True, reads=not no_reader), Policy("127.0.0.1"), port)
