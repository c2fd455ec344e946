"""Indexes for evaluation only, kept in the user's cache so that the next evaluation is fast."""

import hashlib
import shutil
from pathlib import Path

from index import build
from index.build import build_settings
from index.catalogue.connection import SCHEMA_VERSION
from index.errors import CorpusError
from index.index_folder import IndexFolder
from index.model import open_encoder
from index.model.cached_folder import default_cache
from index.parsing.files import check_folder
from index.progress import Progress

_RECORDS = (".jsonl", ".jsonl.gz")
_MOST_WAITING_SECONDS = 900


def cached_index(articles: Path, progress: Progress, cache: Path | None = None) -> Path:
    """The folder of an up-to-date index of that folder of articles, or of that one JSON Lines file.

    Versions of this program that parse, split or encode differently have separate folders, so that they do not
    interfere.
    """
    place = articles.resolve()
    if not place.is_file():
        check_folder(articles)
    settings = f"{SCHEMA_VERSION}, {build_settings(open_encoder())}, {place}"
    key = hashlib.sha256(settings.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    home = (cache or default_cache()) / "evaluation" / f"{place.name}-{key}"
    home.mkdir(parents=True, exist_ok=True)
    with IndexFolder(home).locked(_MOST_WAITING_SECONDS):  # another evaluation may be reading the copy, or building
        corpus = place if not place.is_file() else _corpus_of_one(place, home / "articles")
        try:
            build(corpus, home / "index", progress=progress)
        except CorpusError as error:  # of a file, the copy would be named
            raise CorpusError(error.message.replace(str(corpus), str(articles)), error.fix) from error
    return home / "index"


def _corpus_of_one(file: Path, folder: Path) -> Path:
    """A folder with a copy of that file, because a corpus is a folder and links are not followed."""
    if not file.name.endswith(_RECORDS):
        raise CorpusError(f"{file} is neither a folder nor a .jsonl or .jsonl.gz file", "Give one of these")
    folder.mkdir(exist_ok=True)
    shutil.copyfile(file, folder / file.name)
    return folder
