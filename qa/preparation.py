"""Prepares what questions need, the encoder, the reader and the dictionaries, before the first question."""

from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from index.model.cached_folder import default_cache, ensure_folder
from index.model.convert import ensure_model
from index.model.encoder import HUB_NAME
from index.model.model_files import NAME
from index.model.sentence_transformer import NamedEncoder
from index.model.weights_wheel import fetch_weights
from index.progress import BuildStep, Progress, silent

from .reader.weights import READER
from .repair.dictionary import ensure_dictionaries


@dataclass(frozen=True, slots=True)
class Prepared:
    """The prepared models: the encoder of that name, in `cache` unless it is the hub's, and the reader if `reads` is
    true.

    `problem` says why the packaged encoder could not be prepared; empty if it was.
    """

    encoder: str
    reads: bool
    cache: Path
    problem: str = ""


def prepare(cache: Path | None = None, progress: Progress = silent) -> Prepared:
    """Prepare the encoder and the reader; download the weights if they are not installed.

    If that fails, prepare the hub's copy of the encoder, which the reader cannot use. ModelError if that fails, too.
    """
    cache = cache or default_cache()
    progress(BuildStep.DOWNLOADING, 0, 1)
    try:
        fetch_weights()
    except ModelError as error:
        return _from_hub(cache, error)
    ensure_model(cache, progress)
    ensure_folder(cache, READER, progress)
    ensure_dictionaries(cache, progress)
    return Prepared(NAME, True, cache)


def _from_hub(cache: Path, problem: ModelError) -> Prepared:
    encoder = NamedEncoder(HUB_NAME)
    try:
        _ = encoder.fingerprint
    except ModelError as error:
        raise problem from error
    return Prepared(HUB_NAME, False, cache, problem.message)
