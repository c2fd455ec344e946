"""The commands that look after an index: what it holds, whether it is whole, how good its answers are.

`setup` prepares the models.
"""

from pathlib import Path
from typing import Annotated

import typer

from . import terminal
from .app import app
from .language import terminal_texts
from .options import DEFAULT_CORPUS, DEFAULT_INDEX, Corpus, Index, Json
from .signals import stoppable
from .store_options import Store, Uri, uri_of


@app.command()
def status(index: Index = DEFAULT_INDEX, store: Store = None, uri: Uri = None, json: Json = False) -> None:
    """Show what the index holds and whether every passage fits the encoder."""
    from .status import read_status

    state = read_status(index, uri_of(store, uri))
    if json:
        terminal.print_json(state)
    else:
        terminal.print_status(state)


@app.command()
def doctor(
    corpus: Corpus = None,
    index: Index = DEFAULT_INDEX,
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is damaged first.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Prove that nothing is fetched.")] = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Examine the index, and end with exit status 1 if anything is wrong with it."""
    from index.doctor import repair as repair_index
    from ui.corpus.last_build_report import corpus_to_build

    from .health_check import check_up

    if repair and store:
        raise typer.BadParameter("--repair mends the index where the last build published it: leave --store out")
    server = uri_of(store, uri)
    if repair:
        folder = corpus_to_build(index, corpus, DEFAULT_CORPUS)
        with stoppable(terminal_texts()("cli_repair_stopped")), terminal.progress() as progress:
            repair_index(index, folder, progress)
    checkup = check_up(index, offline, server)
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
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Measure how good the answers are, from questions whose answers are known."""
    from qa.evaluation import cached_index, choose_questions, draw_charts, require_matplotlib
    from qa.evaluation import evaluate as evaluate_index

    from .evaluation_report import print_evaluation

    if articles and (index or store):
        message = "--articles uses its own index in the cache and cannot be combined with --index or --store"
        raise typer.BadParameter(message)
    server = uri_of(store, uri)
    if plots:
        require_matplotlib()
    with (
        stoppable(terminal_texts()("cli_eval_stopped")),
        terminal.progress() as progress,
    ):
        index_dir = cached_index(articles, progress) if articles else index or DEFAULT_INDEX
        chosen, about = choose_questions(index_dir, questions, limit, hold_out, uri=server)
        report = evaluate_index(index_dir, chosen, about, progress, uri=server)
    charts = draw_charts(report, plots) if plots else []
    if json:
        terminal.print_json(report)
    else:
        print_evaluation(report, charts)


@app.command()
def setup(json: Json = False) -> None:
    """Prepare the encoder and the reader in the cache, so that no later command needs the network."""
    from qa.preparation import prepare

    with terminal.progress() as progress:
        prepared = prepare(progress=progress)
    if json:
        terminal.print_json(prepared)
    else:
        terminal.print_prepared(prepared)
