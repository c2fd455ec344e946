"""Keeps an index up to date with its corpus: builds at once, and again after each change."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from index.build import BuildReport, own_model, renew
from index.errors import BusyError, DzhereloError
from index.model import open_encoder
from index.parsing import corpus_files
from index.progress import Progress

_SETTLED_MS = 2_000
_PATIENCE_MS = 60_000
_LOOK_MS = 500


def watch_and_build(
    corpus: Path,
    index_dir: Path,
    model: str | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
    uri: str | None = None,
) -> Iterator[BuildReport | DzhereloError]:
    """Yield the report or error of a build at once, and of another two seconds after each change, until `stop` is set.

    While the folder keeps changing, a build runs every minute. If another build holds the lock, BusyError is yielded
    once and the build is tried again, because the other one may have missed the change. `uri` is as in `build`.
    CorpusError if there is no such folder.
    """
    from watchfiles import watch

    corpus_files(corpus)
    own = index_dir.resolve()
    among_articles = own.is_relative_to(corpus.resolve())
    encoder = open_encoder(model or own_model(index_dir), progress=progress)
    changes = watch(
        corpus,
        watch_filter=lambda _, path: not (among_articles and Path(path).resolve().is_relative_to(own)),
        step=_SETTLED_MS,
        debounce=_PATIENCE_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,  # the watch starts before the first build, so that no change is missed
        stop_event=stop,
        raise_interrupt=True,
    )
    due, busy = True, False
    for changed in changes:
        if changed or due:
            due = False
            try:
                yield renew(corpus, index_dir, encoder, progress=progress, uri=uri)
            except BusyError as error:
                due = True
                if not busy:
                    yield error
            except DzhereloError as error:
                yield error
            busy = due
