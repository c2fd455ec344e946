"""The options and arguments that several commands share, and their defaults."""

from pathlib import Path
from typing import Annotated

import typer

Index = Annotated[Path, typer.Option("--index", help="The index folder.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Corpus = Annotated[
    Path | None,
    typer.Argument(help="The folder of articles; if not given, the last build's, else corpus.", show_default=False),
]
Question = Annotated[str, typer.Argument(help="What you want to know, in any language.")]
History = Annotated[
    list[str] | None, typer.Option("--history", metavar="QUESTION", help="An earlier question; repeatable.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published on this day or later.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published on this day or earlier.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Only articles in this language, such as uk.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="FIELD=VALUE", help="Only articles with this field, such as author=NAME; repeatable."
    ),
]
Now = Annotated[str | None, typer.Option(metavar="DATE", help="The day that words such as 'last week' are meant on.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on.")]
Password = Annotated[
    str, typer.Option(envvar="DZHERELO_PASSWORD", help="What visitors must give; needed beyond this machine.")
]
Token = Annotated[str, typer.Option(envvar="DZHERELO_TOKEN", help="What programs must send, as a bearer token.")]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="HOST", help="A host name the page is reached by; repeatable.")
]
NoReader = Annotated[
    bool, typer.Option("--no-reader", help="Do not read the passages: judge them by likeness to the question alone.")
]
AsTyped = Annotated[bool, typer.Option("--as-typed", help="Do not put mistakes of typing right.")]
NoTime = Annotated[bool, typer.Option("--no-time", help="Do not limit the search to a time that the question names.")]
DEFAULT_INDEX = Path(".dzherelo")
DEFAULT_CORPUS = Path("corpus")
