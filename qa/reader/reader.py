"""The reader: reads passages for a question with the int8 graph, in several threads and without torch."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from index.model.cached_folder import default_cache, ensure_folder
from index.model.convert import ensure_model
from index.model.graph import INPUT
from index.model.runtime import in_threads, open_session, processors
from index.model.tokens import open_tokens
from index.progress import Progress
from index.recent import Recent

from .graph import ANSWERS, SPANS
from .pair import Pair, PairBuilder
from .reading import Reading, best_window, read_logits
from .weights import GRAPH, READER


class Reads(Protocol):
    """A model that reads passages for a question. Its method may be called from several threads."""

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """The reading of each passage, given as (title, text), in their order."""
        ...


Job = tuple[str, str, str, str]
"""What is read: a question, its context, and the title and text of a passage."""

# Each is some 2 KB with its texts.
_RECENT_READINGS = 4096


class Network:
    """The graph with its tokens, loaded from their folders."""

    def __init__(self, model: Path, folder: Path) -> None:
        self._tokens = open_tokens(model)
        self._session = open_session(folder / GRAPH)
        self._builder = PairBuilder(self._tokens.tokenizer)

    def readings(self, jobs: Sequence[Job]) -> list[Reading]:
        """The reading of each (question, context, title, text), in order, computed on all processors."""
        windows = [list(self._builder.pairs(*job)) for job in jobs]
        pairs = [(job[-1], pair) for job, own in zip(jobs, windows, strict=True) for pair in own]
        readings = iter(in_threads(self._reading, pairs, processors()))
        return [best_window([next(readings) for _ in own]) for own in windows]

    def _reading(self, job: tuple[str, Pair]) -> Reading:
        text, pair = job
        spans, answers = self._session.run([SPANS, ANSWERS], {INPUT: self._tokens.vectors(pair.ids)})
        chosen = np.concatenate([spans[0, :1], spans[0, pair.begin : -1]])
        return read_logits(text, chosen[:, 0], chosen[:, 1], float(answers[0, 0, 0]), pair.spans)


class Reader:
    """The packaged reader. Nothing is loaded before it is needed; the very first use converts the weights."""

    def __init__(self, cache: Path | None = None, progress: Progress | None = None) -> None:
        self._cache = cache or default_cache()
        self._progress = progress
        self._recent = Recent[Job, Reading](_RECENT_READINGS)
        self._lock = threading.Lock()

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """The reading of each passage, given as (title, text), in their order.

        `context` is what a follow-up refers to, empty for a question of its own. A passage that is longer than the
        network takes is read in overlapping windows. Recent readings are cached: they depend on the texts alone.
        """
        jobs = [(question, context, title, text) for title, text in passages]
        return self._recent.get_all(jobs, lambda missing: self._network.readings(missing))

    @property
    def _network(self) -> Network:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> Network:
        model = ensure_model(self._cache, self._progress)
        return Network(model, ensure_folder(self._cache, READER, self._progress))
