"""The report of the last build, a JSON file in the index folder: counts, and every skipped file with its reason.

The command line and the page write it after each build, and the page shows it after a restart. It is not part of the
index.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.build import BuildReport
from index.errors import CorpusError
from index.parsing.files import check_folder

FILE = "last-build.json"
COUNTED = ("added", "changed", "removed", "unchanged", "skipped")
_MOST_NAMED = 2000


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A finished build: counts of articles, skipped files with reasons, warnings, and the folder of the articles.

    Reports of earlier versions name no folder: it is empty then.
    """

    ended_at: str
    seconds: float
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: int
    reasons: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    corpus: str = ""


def write_last_build(index_dir: Path, report: BuildReport, corpus: Path) -> LastBuild:
    """Write the report of a build and return it. On a full disk only this report is lost, not the build."""
    counts = {name: len(getattr(report, name)) for name in COUNTED}
    kept = LastBuild(
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=report.build_seconds,
        reasons=tuple((file, reason) for file, reason in report.skipped[:_MOST_NAMED]),
        warnings=report.warnings[:_MOST_NAMED],
        corpus=str(corpus.absolute()),
        **counts,
    )
    part, home = index_dir / f".{FILE}.part", index_dir.absolute().parent
    beside = corpus.absolute().relative_to(home) if corpus.absolute().is_relative_to(home) else corpus.absolute()
    values = {**asdict(kept), "corpus": str(beside)}  # a folder beside the index is found again where both are moved to
    with contextlib.suppress(OSError):
        part.write_text(json.dumps(values, ensure_ascii=True), "ascii")
        os.replace(part, index_dir / FILE)
    return kept


def read_last_build(index_dir: Path) -> LastBuild | None:
    """The report of the last build; None if there is no readable report."""
    try:
        values: dict[str, Any] = json.loads((index_dir / FILE).read_text("ascii"))
        last = from_json(values)
        return replace(last, corpus=str(index_dir.absolute().parent / last.corpus) if last.corpus else "")
    except (OSError, ValueError, TypeError, KeyError):
        return None


def built_from(index_dir: Path, otherwise: Path) -> Path:
    """The folder that the index was last built from; `otherwise` if that is unknown or no longer a folder."""
    last = read_last_build(index_dir)
    known = Path(last.corpus) if last and last.corpus else otherwise
    return known if known.is_dir() and known != otherwise.absolute() else otherwise


def corpus_to_build(index_dir: Path, given: Path | None, default: Path) -> Path:
    """The folder to bring an index up to date with: the given one, else that of the last build, else `default`.

    CorpusError as in `check_folder` and `check_corpus`, or if none is given and that of the last build is gone.
    """
    if given:
        check_folder(given)
        check_corpus(index_dir, given)
        return given
    last = read_last_build(index_dir)
    if last and last.corpus and not Path(last.corpus).is_dir():
        message = f"the folder {last.corpus}, from which the index {index_dir} was built, is gone"
        raise CorpusError(message, f"Give the folder of its articles: dzherelo build CORPUS --index {index_dir}")
    return built_from(index_dir, default)


def check_corpus(index_dir: Path, corpus: Path) -> None:
    """CorpusError if the folder of the last build is there and is another: a build would replace its articles."""
    known = built_from(index_dir, corpus)
    if known.resolve() != corpus.resolve():
        raise CorpusError(
            f"the index {index_dir} was built from {known}; a build would replace its articles with those of {corpus}",
            "Choose another index with --index DIR, or replace this one: "
            f"dzherelo build {corpus} --index {index_dir} --replace",
        )


def from_json(values: dict[str, Any]) -> LastBuild:
    """The record from its JSON form. ValueError, TypeError or KeyError if the form is wrong."""
    datetime.fromisoformat(values["ended_at"])
    own = {"corpus": ""} | {field.name: values[field.name] for field in fields(LastBuild) if field.name in values}
    own["reasons"] = tuple((str(file), str(reason)) for file, reason in own["reasons"])
    own["warnings"] = tuple(map(str, own["warnings"]))
    own["corpus"] = str(own["corpus"])
    if not all(isinstance(own[name], int) for name in COUNTED):
        raise ValueError("counts are numbers")
    return LastBuild(**own)
