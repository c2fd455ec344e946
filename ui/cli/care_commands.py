"""The commands that look after an index: what it holds, whether it is whole, how good its answers are.

`setup` prepares the models.
"""

import typer

from . import care_report, terminal
from .app import app
from .language import terminal_texts, wrong_usage
from .options import (
    DEFAULT_CORPUS,
    DEFAULT_INDEX,
    Articles,
    Corpus,
    EvaluatedIndex,
    HoldOut,
    Index,
    Json,
    Limit,
    Offline,
    Plots,
    Questions,
    Repair,
)
from .signals import stoppable
from .store_options import Store, Uri, uri_of


@app.command()
def status(index: Index = DEFAULT_INDEX, store: Store = None, uri: Uri = None, json: Json = False) -> None:
    """Show what the index contains, and whether any passage is too long for the encoder."""
    from .status import read_status

    state = read_status(index, uri_of(store, uri))
    if json:
        terminal.print_json(state)
    else:
        care_report.print_status(state)


@app.command()
def doctor(
    corpus: Corpus = None,
    index: Index = DEFAULT_INDEX,
    repair: Repair = False,
    offline: Offline = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Check the index; the exit status is 1 if anything is wrong."""
    from index.doctor import repair as repair_index
    from index.parsing.files import check_folder
    from ui.corpus.last_build_report import corpus_to_build

    from .health_check import check_up

    if repair and store:
        raise wrong_usage("--repair repairs the index where the last build published it: leave out --store")
    server = uri_of(store, uri)
    if corpus:
        check_folder(corpus)
    if repair:
        folder = corpus_to_build(index, corpus, DEFAULT_CORPUS)
        with stoppable(terminal_texts()("cli_repair_stopped")), terminal.progress() as progress:
            repair_index(index, folder, progress)
    checkup = check_up(index, offline, server)
    if json:
        terminal.print_json(checkup)
    else:
        care_report.print_checkup(checkup)
    if not checkup.healthy:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    questions: Questions = None,
    articles: Articles = None,
    index: EvaluatedIndex = None,
    plots: Plots = None,
    limit: Limit = None,
    hold_out: HoldOut = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Measure the quality of the answers on questions whose answers are known."""
    from qa.evaluation import cached_index, choose_questions, draw_charts, require_matplotlib
    from qa.evaluation import evaluate as evaluate_index

    from .evaluation_report import chart_words, print_evaluation

    if articles and (index or store):
        message = "--articles uses its own index in the cache and cannot be combined with --index or --store"
        raise wrong_usage(message)
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
    charts = draw_charts(report, plots, chart_words) if plots else []
    if json:
        terminal.print_json(report)
    else:
        print_evaluation(report, charts)


@app.command()
def setup(json: Json = False) -> None:
    """Prepare the encoder and the reader in the cache; no later command needs the network."""
    from qa.preparation import prepare

    with terminal.progress() as progress:
        prepared = prepare(progress=progress)
    if json:
        terminal.print_json(prepared)
    else:
        care_report.print_prepared(prepared)
