"""Converts the packaged weights, once, to a sentence-transformers folder in the user's cache."""

from pathlib import Path

from index.model.cached_folder import Contents, Recipe, ensure_folder
from index.model.model_files import NAME, contents
from index.model.question_weights import QUESTION_SHA256
from index.model.weights import SHA256, find_weights, read_weights
from index.progress import Progress


def _contents() -> Contents:
    return contents(read_weights(find_weights()))


# Raise the version when a change in this package changes a file of the folder.
MODEL = Recipe(NAME, version=4, source=f"{SHA256}+{QUESTION_SHA256}", contents=_contents, needs="320 MB")


def ensure_model(cache: Path, progress: Progress | None = None) -> Path:
    """The converted model's folder, made now if it is missing or damaged; ModelError if that is impossible."""
    return ensure_folder(cache, MODEL, progress)
