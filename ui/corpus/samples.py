"""The sample articles that come with the program: their list, and their removal from the corpus."""

from collections.abc import Iterable
from pathlib import Path

from index.errors import CorpusError, DiskError
from index.generation import ArticleEntry
from index.parsing import CorpusFile
from index.parsing.files import corpus_files

SAMPLES = "Dzherelo"
"""The source of the articles that come with the program."""
KEPT = "removed-samples"


def sample_files(corpus: Path, entries: Iterable[ArticleEntry]) -> list[str]:
    """The paths below the corpus folder of the sample articles that are still there."""
    return [entry.id for entry in entries if entry.source == SAMPLES and _is_file(corpus, entry.id)]


def remove_samples(corpus: Path, index_dir: Path, entries: Iterable[ArticleEntry]) -> int:
    """Move the sample articles into `removed-samples/` of the index folder; returns how many.

    CorpusError if no other article would be left, DiskError if the files cannot be moved.
    """
    samples = sample_files(corpus, entries)
    others = {file.name for file in corpus_files(corpus) if isinstance(file, CorpusFile)} - set(samples)
    if not others:
        raise CorpusError("there are no other articles", "Add articles of your own first")
    try:
        for name in samples:
            kept = index_dir / KEPT / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            (corpus / name).replace(kept)
    except OSError as error:
        raise DiskError(f"the sample articles cannot be moved: {error.strerror}", "Move them by hand") from error
    return len(samples)


def _is_file(corpus: Path, name: str) -> bool:
    return ".." not in Path(name).parts and (corpus / name).is_file()
