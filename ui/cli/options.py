"""The options and arguments of the commands, and the default folders. Where the index is: `store_options.py`."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_INDEX = Path(".dzherelo")
DEFAULT_CORPUS = Path("corpus")

Index = Annotated[Path, typer.Option("--index", help="The index folder.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Corpus = Annotated[
    Path | None,
    typer.Argument(
        help="The folder of articles. Default: the folder of the last build, or corpus.", show_default=False
    ),
]

# ask, search, mentions
Question = Annotated[str, typer.Argument(help="Your question, in any language.")]
History = Annotated[
    list[str] | None,
    typer.Option("--history", metavar="QUESTION", help="An earlier question of the conversation; repeatable."),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published on or after this date.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published on or before this date.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Only articles in this language, such as uk.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FIELD=VALUE",
        help="Only articles whose field has this value, such as author=NAME; repeatable.",
    ),
]
Now = Annotated[
    str | None, typer.Option(metavar="DATE", help="The date that phrases such as 'last week' refer to. Default: today.")
]
NoReader = Annotated[
    bool,
    typer.Option("--no-reader", help="Do without the reader: judge passages only by their similarity to the question."),
]
AsTyped = Annotated[bool, typer.Option("--as-typed", help="Do not correct typing mistakes.")]
NoTime = Annotated[bool, typer.Option("--no-time", help="Do not limit the search to the time named in the question.")]

# build
Replace = Annotated[
    bool, typer.Option("--replace", help="Let this folder replace the one that the index was built from.")
]
Full = Annotated[bool, typer.Option("--full", help="Parse and encode every article again.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change; write nothing.")]
Watch = Annotated[
    bool, typer.Option("--watch", help="After the build, wait for changes in the folder and build again.")
]
Model = Annotated[
    str | None,
    typer.Option(
        help="Use another encoder: a model folder or a name on the Hugging Face Hub. Default: as in the last build."
    ),
]
Fields = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=NAME,…",
        help="Names of the fields in your JSON, such as text=body,title=seo.headline; kept for later builds.",
    ),
]

# search
Count = Annotated[int, typer.Option("-k", min=1, help="The number of passages.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show each passage with its confidence and the values behind it.")
]

# verify, mentions
Draft = Annotated[Path, typer.Argument(help="A text, Markdown, DOCX, HTML or PDF file, or - for standard input.")]
Term = Annotated[str, typer.Argument(help="A name, a word or a short phrase; its inflected forms count, too.")]
Exact = Annotated[bool, typer.Option("--exact", help="Count only this exact form of the words.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets, one line per passage.")]

# doctor
Repair = Annotated[bool, typer.Option("--repair", help="Repair damage before checking.")]
Offline = Annotated[bool, typer.Option("--offline", help="Also check that building and asking work without a network.")]

# eval
Questions = Annotated[
    Path | None, typer.Argument(help="A JSON Lines file of questions. Default: questions made from the articles.")
]
Articles = Annotated[
    Path | None,
    typer.Option(
        metavar="CORPUS",
        help="Evaluate on these articles (a folder or a .jsonl file); their index is kept in the cache.",
    ),
]
EvaluatedIndex = Annotated[Path | None, typer.Option("--index", help="The index folder. Default: `.dzherelo`.")]
Plots = Annotated[Path | None, typer.Option(metavar="DIR", help="Save charts in this folder.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Ask only this many questions, chosen at random.")]
HoldOut = Annotated[
    bool,
    typer.Option(
        "--hold-out", help="Also ask the questions of the file with their articles hidden; these should be refused."
    ),
]

# serve, mcp, demo
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 means any free port.")]
Password = Annotated[
    str,
    typer.Option(envvar="DZHERELO_PASSWORD", help="The password of the page; required if other machines can reach it."),
]
Token = Annotated[str, typer.Option(envvar="DZHERELO_TOKEN", help="The bearer token that programs must send.")]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name",
        metavar="HOST",
        envvar="DZHERELO_NAME",
        help="A host name under which the page is reached; repeatable.",
    ),
]
ServedCorpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        help="The folder of articles: the page shows its files and updates the index from it. "
        "Default: the folder of the last build.",
        show_default=False,
    ),
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Allow no uploads and no rebuilds, and keep no history.")]
RootPath = Annotated[
    str,
    typer.Option("--root-path", metavar="PATH", help="The path under which a proxy serves the page, such as /archive."),
]
Log = Annotated[bool, typer.Option("--log", help="Log each question to stderr as a JSON line, without its text.")]
LogQuestions = Annotated[bool, typer.Option("--log-questions", help="Like --log, with the text of the question.")]
Http = Annotated[bool, typer.Option("--http", help="Serve over HTTP at /mcp, together with a read-only page.")]
