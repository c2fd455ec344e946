"""The commands that build an index and ask it, each with `--json`.

A command reads arguments, calls `index` and `qa`, and prints; notes and progress go to stderr.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DzhereloError

from . import terminal
from .app import app
from .language import terminal_texts, wrong_usage
from .options import (
    DEFAULT_CORPUS,
    DEFAULT_INDEX,
    AsTyped,
    Corpus,
    Count,
    DryRun,
    Explain,
    Fields,
    Full,
    History,
    Index,
    Json,
    Language,
    Model,
    NoReader,
    NoTime,
    Now,
    Question,
    Replace,
    Since,
    Until,
    Watch,
    Where,
)
from .pairs import read_pairs
from .signals import stoppable
from .store_options import Store, Uri, uri_of

if TYPE_CHECKING:
    from qa import Assistant


@app.command()
def build(
    corpus: Corpus = None,
    index: Index = DEFAULT_INDEX,
    replace: Replace = False,
    full: Full = False,
    dry_run: DryRun = False,
    watch: Watch = False,
    model: Model = None,
    fields: Fields = None,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Build the index, or bring it up to date with the articles."""
    from index import build as build_index
    from ui.corpus.last_build_report import corpus_to_build, write_last_build

    server = uri_of(store, uri)
    folder = corpus if corpus and (replace or dry_run) else corpus_to_build(index, corpus, DEFAULT_CORPUS)
    if watch:
        if full or dry_run or fields is not None:
            raise wrong_usage("--watch cannot be combined with --full, --dry-run or --fields")
        return _watch(folder, index, model, server, json)

    pairs = read_pairs("--fields", fields.split(",") if fields else ())
    names = None if fields is None else {field: name for field, [name, *_] in pairs.items()}
    with stoppable(terminal_texts()("cli_build_stopped")):
        with terminal.progress() as progress:
            report = build_index(
                folder, index, model=model, full=full, dry_run=dry_run, progress=progress, fields=names, uri=server
            )
        if not dry_run:
            write_last_build(index, report, folder)
        if json:
            terminal.print_json(report)
        else:
            terminal.print_report(report, dry_run)


def _watch(corpus: Path, index: Path, model: str | None, server: str | None, json: bool) -> None:
    from index.watch import watch_and_build
    from ui.corpus.last_build_report import write_last_build

    os.nice(10)  # questions asked meanwhile have priority
    with stoppable(terminal_texts()("cli_watch_stopped")), terminal.progress() as progress:
        for outcome in watch_and_build(corpus, index, model, progress, uri=server):
            if isinstance(outcome, DzhereloError):
                terminal.print_error(outcome)
                continue
            write_last_build(index, outcome, corpus)
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
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Answer a question with quotes, or say that no sure answer was found."""
    wanted = read_pairs("--where", where)
    with _assistant(index, no_reader, uri_of(store, uri)) as assistant:
        answer = assistant.ask(question, history or (), since, until, language, as_typed, now, no_time, wanted)
    if json:
        terminal.print_json(answer)
    else:
        given = {"--since": since, "--until": until, "--language": language, "--where": where}
        terminal.print_answer(answer, [option for option, value in given.items() if value])


@app.command()
def search(
    question: Question,
    index: Index = DEFAULT_INDEX,
    k: Count = 5,
    history: History = None,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    explain: Explain = False,
    as_typed: AsTyped = False,
    now: Now = None,
    no_time: NoTime = False,
    where: Where = None,
    no_reader: NoReader = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """List the best passages for a question, whether they answer it or not."""
    wanted = read_pairs("--where", where)
    asked = (question, k, history or (), since, until, language, as_typed, now, no_time, wanted)
    with _assistant(index, no_reader, uri_of(store, uri)) as assistant:
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


def _assistant(index: Path, no_reader: bool, uri: str | None) -> "Assistant":
    from qa import Assistant

    return Assistant.open(index, reader=None if no_reader else "packaged", uri=uri)
