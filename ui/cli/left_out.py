"""The files that are not indexed and the warnings about indexed ones, for `dzherelo status`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.catalogue.database import Catalogue
from index.catalogue.entries import Published
from index.index_folder import IndexFolder
from index.parsing.advice import advice_for
from index.records import Skipped, Warned
from index.updating.publishing import live_articles
from ui.corpus.last_build_report import read_last_build


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file, or a record of one, that is not indexed, with the reason and the action."""

    file: str
    reason: str
    advice: str


def built_here(index_dir: Path, published: Published) -> bool:
    """Whether the catalogue of that folder is the one that this generation was written from."""
    if not (folder := IndexFolder(index_dir)).catalogue.is_file():
        return False
    with Catalogue(folder.catalogue) as catalogue:
        own = catalogue.published()
    return own is not None and own.manifest == published.manifest


def read_left_out(index_dir: Path) -> tuple[tuple[LeftOut, ...], tuple[Warned, ...]]:
    """Every file that was left out, and every warning about the others, in the order of names."""
    with Catalogue(IndexFolder(index_dir).catalogue) as catalogue:
        files = catalogue.files()
    _, duplicates = live_articles(files.values())
    skipped = [*duplicates, *(each for file in files.values() for each in file.skipped)]
    if last := read_last_build(index_dir):  # entries that are not files, such as links, are only in the report
        skipped += [Skipped(*pair) for pair in last.reasons if pair[0].partition("#")[0] not in files]
    return tuple(_advised(skipped)), tuple(warned for file in files.values() for warned in file.warnings)


def _advised(skipped: Iterable[Skipped]) -> Iterable[LeftOut]:
    return (LeftOut(*each, advice_for(each)) for each in sorted(set(skipped)))
