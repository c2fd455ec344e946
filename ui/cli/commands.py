"""The command line: `dzherelo build ask search serve status doctor eval`, each with `--json`.

It reads arguments, calls `index` and `qa`, and prints; notes and progress go to stderr. Exit status 0 means done (a
refusal is an answer), 1 an error whose second line is the fix, and 2 wrong usage.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import DzhereloError, NoIndexError

from . import terminal
from .language import terminal_texts, translate_help
from .pairs import read_pairs
from .signals import stoppable

if TYPE_CHECKING:
    from qa import Assistant

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions from a folder of articles by quoting them.",
)

Index = Annotated[Path, typer.Option("--index", help="The index folder.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
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
NoReader = Annotated[
    bool, typer.Option("--no-reader", help="Do not read the passages: judge them by likeness to the question alone.")
]
AsTyped = Annotated[bool, typer.Option("--as-typed", help="Do not put mistakes of typing right.")]
NoTime = Annotated[bool, typer.Option("--no-time", help="Do not limit the search to a time that the question names.")]
DEFAULT_INDEX = Path(".dzherelo")
DEFAULT_CORPUS = Path("corpus")


@app.command()
def build(
    corpus: Annotated[Path, typer.Argument(help="The folder of articles.")] = DEFAULT_CORPUS,
    index: Index = DEFAULT_INDEX,
    full: Annotated[bool, typer.Option("--full", help="Read and encode everything again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Then build again each time the folder settles.")] = False,
    model: Annotated[str | None, typer.Option(help="Another encoder: a folder or a hub name.")] = None,
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD=NAME,…", help="Names of fields in JSON, such as text=body,title=seo.headline; remembered."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Build the index, or bring it up to date with the articles."""
    from index import build as build_index
    from ui.corpus.last_build_report import write_last_build

    if watch:
        if full or dry_run or fields is not None:
            raise typer.BadParameter("--watch cannot be combined with --full, --dry-run or --fields")
        return _watch(corpus, index, model, json)

    pairs = read_pairs("--fields", fields.split(",") if fields else ())
    names = None if fields is None else {field: name for field, [name, *_] in pairs.items()}
    with stoppable(terminal_texts()("cli_build_stopped")):
        with terminal.progress() as progress:
            report = build_index(
                corpus, index, model=model, full=full, dry_run=dry_run, progress=progress, fields=names
            )
        if not dry_run:
            write_last_build(index, report)
        if json:
            terminal.print_json(report)
        else:
            terminal.print_report(report, dry_run)


def _watch(corpus: Path, index: Path, model: str | None, json: bool) -> None:
    from index.watch import watch_and_build
    from ui.corpus.last_build_report import write_last_build

    os.nice(10)  # questions asked meanwhile have priority
    with stoppable(terminal_texts()("cli_watch_stopped")), terminal.progress() as progress:
        for outcome in watch_and_build(corpus, index, model, progress):
            if isinstance(outcome, DzhereloError):
                terminal.print_error(outcome)
                continue
            write_last_build(index, outcome)
            if json:
                terminal.print_json(outcome)
            else:
                terminal.print_report(outcome, dry_run=False)


@app.command()
def ask(
    question: Question,
    index: Index = DEFAULT_INDEX,
    history: History = None,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    as_typed: AsTyped = False,
    now: Now = None,
    no_time: NoTime = False,
    where: Where = None,
    no_reader: NoReader = False,
    json: Json = False,
) -> None:
    """Answer a question with quotes, or say that no sure answer was found."""
    wanted = read_pairs("--where", where)
    with _assistant(index, no_reader) as assistant:
        answer = assistant.ask(question, history or (), since, until, language, as_typed, now, no_time, wanted)
    if json:
        terminal.print_json(answer)
    else:
        terminal.print_answer(answer)


@app.command()
def search(
    question: Question,
    index: Index = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    history: History = None,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Read the passages, and show what the confidence in each comes from.")
    ] = False,
    as_typed: AsTyped = False,
    now: Now = None,
    where: Where = None,
    no_reader: NoReader = False,
    json: Json = False,
) -> None:
    """List the best passages for a question, whether they answer it or not."""
    wanted = read_pairs("--where", where)
    asked = (question, k, history or (), since, until, language, as_typed, now, wanted)
    with _assistant(index, no_reader) as assistant:
        judged = assistant.explain(*asked) if explain else []
        hits = [] if explain else assistant.retrieve(*asked)
        searched = question.strip() if as_typed else assistant.repaired(question)
    if json:
        terminal.print_json({"judged": judged} if explain else {"hits": hits})
        return
    if searched != question.strip():
        terminal.print_searched(searched, repaired=True)
    if explain:
        terminal.print_judged(judged)
    else:
        terminal.print_hits(hits)


def _assistant(index: Path, no_reader: bool) -> "Assistant":
    from qa import Assistant

    return Assistant.open(index, reader=None if no_reader else "packaged")


@app.command()
def serve(
    index: Index = DEFAULT_INDEX,
    corpus: Annotated[
        Path, typer.Option(help="The folder of articles that the page may rebuild the index from.")
    ] = DEFAULT_CORPUS,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 7860,
    read_only: Annotated[bool, typer.Option("--read-only", help="No uploads, no rebuilds, no history.")] = False,
    password: Annotated[
        str, typer.Option(envvar="DZHERELO_PASSWORD", help="What visitors must give; needed beyond this machine.")
    ] = "",
    token: Annotated[
        str, typer.Option(envvar="DZHERELO_TOKEN", help="What programs must send, as a bearer token.")
    ] = "",
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name the page is reached by; repeatable.")
    ] = None,
    root_path: Annotated[
        str, typer.Option("--root-path", metavar="PATH", help="The path below which a proxy serves the page: /archive.")
    ] = "",
    no_reader: NoReader = False,
    log: Annotated[
        bool, typer.Option("--log", help="Write a JSON line for each question to stderr, without its words.")
    ] = False,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="The same with the words of the question.")
    ] = False,
    json: Json = False,
) -> None:
    """Serve the web page and the interfaces for programs, and print the address."""
    from ui.asgi.policy import Policy
    from ui.asgi.root_path import read_root_path
    from ui.web.server import serve as serve_page
    from ui.web.site import Settings

    root = read_root_path(root_path)
    settings = Settings(
        index,
        corpus,
        read_only,
        per_visitor=bool(password),
        reads=not no_reader,
        root_path=root,
        logs=log or log_questions,
        logs_words=log_questions,
    )
    announcement = terminal_texts()("cli_serving", url="{url}")
    policy = Policy(host, tuple(name or ()), password, token=token)
    try:
        serve_page(settings, policy, port, json=json, announcement=announcement)
    except NoIndexError as error:
        raise NoIndexError(error.message, f"{error.fix}, or look at sample articles: dzherelo demo") from error


@app.command()
def status(index: Index = DEFAULT_INDEX, json: Json = False) -> None:
    """Show what the index holds and whether every passage fits the encoder."""
    from .status import read_status

    state = read_status(index)
    if json:
        terminal.print_json(state)
    else:
        terminal.print_status(state)


@app.command()
def doctor(
    corpus: Annotated[Path, typer.Argument(help="The folder of articles, to repair a damaged catalogue from.")] = (
        DEFAULT_CORPUS
    ),
    index: Index = DEFAULT_INDEX,
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is damaged first.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Prove that nothing is fetched.")] = False,
    json: Json = False,
) -> None:
    """Examine the index, and end with exit status 1 if anything is wrong with it."""
    from index.doctor import repair as repair_index

    from .health_check import check_up

    if repair:
        with stoppable(terminal_texts()("cli_repair_stopped")), terminal.progress() as progress:
            repair_index(index, corpus, progress)
    checkup = check_up(index, offline)
    if json:
        terminal.print_json(checkup)
    else:
        terminal.print_checkup(checkup)
    if not checkup.healthy:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path | None, typer.Argument(help="A JSON Lines file of questions; without it, probes made from the articles.")
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="CORPUS", help="Ask these articles, a folder or a .jsonl file, indexed in the cache."),
    ] = None,
    index: Annotated[Path | None, typer.Option("--index", help="The index folder.  [default: .dzherelo]")] = None,
    plots: Annotated[Path | None, typer.Option(metavar="DIR", help="Draw charts into this folder.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask this many of the questions, drawn at random.")] = None,
    hold_out: Annotated[
        bool, typer.Option("--hold-out", help="Also ask the questions of the file with their articles hidden.")
    ] = False,
    json: Json = False,
) -> None:
    """Measure how good the answers are, from questions whose answers are known."""
    from qa.evaluation import cached_index, choose_questions, draw_charts, require_matplotlib
    from qa.evaluation import evaluate as evaluate_index

    from .evaluation_report import print_evaluation

    if articles and index:
        raise typer.BadParameter("--articles uses its own index in the cache and cannot be combined with --index")
    if plots:
        require_matplotlib()
    with (
        stoppable(terminal_texts()("cli_eval_stopped")),
        terminal.progress() as progress,
    ):
        index_dir = cached_index(articles, progress) if articles else index or DEFAULT_INDEX
        chosen, about = choose_questions(index_dir, questions, limit, hold_out)
        report = evaluate_index(index_dir, chosen, about, progress)
    charts = draw_charts(report, plots) if plots else []
    if json:
        terminal.print_json(report)
    else:
        print_evaluation(report, charts)


def main() -> None:
    """Run the command line; for an error that the user can fix, print its message and fix, and exit with status 1."""
    command = typer.main.get_command(app)
    translate_help(command)
    try:
        command()
    except DzhereloError as error:
        terminal.print_error(error)
        sys.exit(1)
