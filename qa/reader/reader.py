"""The reader: reads passages for a question with the int8 graph, one pair a thread, without torch."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from index.model.cached_folder import Progress, default_cache, ensure_folder
from index.model.convert import ensure_model
from index.model.graph import INPUT
from index.model.runtime import in_threads, open_session, processors
from index.model.tokens import open_tokens

from .graph import ANSWERS, SPANS
from .pair import Pair, PairBuilder
from .reading import Reading, best_window, read_logits
from .weights import GRAPH, READER


class Reads(Protocol):
    """What reads passages for a question. Its method may be called from several threads."""

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """What each passage, given as (title, text), says to the question; in their order."""
        ...


class Reader:
    """The packaged reader. Nothing is loaded before it is needed; the first use of all converts it."""

    def __init__(self, cache: Path | None = None, progress: Progress | None = None) -> None:
        self._cache = cache or default_cache()
        self._progress = progress
        self._lock = threading.Lock()

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """What each passage, given as (title, text), says to the question; in their order.

        `context` is what a follow-up refers to, empty for a question of its own. A passage that is longer than the
        network takes is read in overlapping windows.
        """
        network = self._network
        windows = [list(network.builder.pairs(question, context, title, text)) for title, text in passages]
        jobs = [(text, pair) for (_, text), pairs in zip(passages, windows, strict=True) for pair in pairs]
        readings = iter(in_threads(network.reading, jobs, processors()))
        return [best_window([next(readings) for _ in pairs]) for pairs in windows]

    @property
    def _network(self) -> "_Network":
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> "_Network":
        model = ensure_model(self._cache, self._progress)
        return _Network(model, ensure_folder(self._cache, READER, self._progress))


class _Network:
    """The graph with its tokens, loaded."""

    def __init__(self, model: Path, folder: Path) -> None:
        self._tokens = open_tokens(model)
        self._session = open_session(folder / GRAPH)
        self.builder = PairBuilder(self._tokens.tokenizer)

    def reading(self, job: tuple[str, Pair]) -> Reading:
        """The reading of one pair of a passage's text."""
        text, pair = job
        spans, answers = self._session.run([SPANS, ANSWERS], {INPUT: self._tokens.vectors(pair.ids)})
        chosen = np.concatenate([spans[0, :1], spans[0, pair.begin : -1]])
        return read_logits(text, chosen[:, 0], chosen[:, 1], float(answers[0, 0]), pair.spans)
