"""Measures this program and its peers in one run, and writes benchmarks/RESULTS.md and its chart.

    make bench                                  the whole run
    python -m benchmarks.scoreboard --only langchain --questions 20 --every 1000 --draft

The peers' environments are made under build/scoreboard at the first run, which needs a package index; measuring needs
none. The public sets are read from ../shared/data or from --data. With --draft the page goes to build/scoreboard.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.scoreboard.chart import draw
from benchmarks.scoreboard.environments import OURS, ensure_python
from benchmarks.scoreboard.measuring import Bench, Figures
from benchmarks.scoreboard.process import ROOT, PeerFailed
from benchmarks.scoreboard.sets import lay_out, lay_out_speed
from benchmarks.scoreboard.table import Run, page
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from qa.evaluation.question_file import read_questions

PEERS = (OURS, "langchain", "txtai", "haystack", "haiku")
TIMED = 100
STARTS = 3


def main() -> None:
    """Measure, and write the page and the chart after each program, so that a run that is stopped leaves some."""
    given = _arguments()
    work = ROOT / "build" / "scoreboard"
    work.mkdir(parents=True, exist_ok=True)
    stopped: dict[str, str] = {}
    benches = list(_opened(given.only.split(",") if given.only else PEERS, work, stopped))
    begun, run = time.monotonic(), Run(date.today(), _commit(), _processor(), given.every, 0.0)
    sets = lay_out(given.data, work, given.questions)
    corpus = lay_out_speed(given.data, work, given.every)
    timed = [gold.question for gold in read_questions(given.data / "uk_wiki" / "questions.jsonl")][:TIMED]
    measured: dict[str, Figures] = {}

    def write() -> None:
        so_far = replace(run, minutes=(time.monotonic() - begun) / 60)
        _write(work if given.draft else ROOT / "benchmarks", so_far, measured, stopped)

    for bench in benches:
        with _noted(bench.name, stopped):
            bench.quality(sets)
            bench.speed(corpus, timed)
            measured[bench.name] = bench.figures
            write()
    for _ in range(STARTS):  # in turn, so that other load on the machine affects all alike
        for bench in benches:
            if bench.name in measured:
                bench.start(timed)
    write()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--only", default="", help=f"some of {','.join(PEERS)}; {OURS} is always measured first")
    parser.add_argument("--questions", type=int, default=150, help="at most so many of each set")
    parser.add_argument("--every", type=int, default=150, help="every so many-th article of uk_articles is built")
    parser.add_argument("--draft", action="store_true", help="write the page beside the environments")
    return parser.parse_args()


def _opened(names: Sequence[str], work: Path, stopped: dict[str, str]) -> Iterator[Bench]:
    """A bench for each peer whose environment can be made, ours first."""
    model = ensure_model(default_cache())
    for name in (OURS, *(each for each in names if each != OURS)):
        (work / f"{name}.log").unlink(missing_ok=True)
        with _noted(name, stopped):
            python = ensure_python(name, work)
            yield Bench(name, python, model, work, ours=name == OURS)


@contextmanager
def _noted(name: str, stopped: dict[str, str]) -> Iterator[None]:
    """The failure of a peer is recorded on the page, and the others go on; ours must not fail."""
    try:
        yield
    except PeerFailed as failure:
        if name == OURS:
            raise
        stopped[name] = str(failure)


def _write(folder: Path, run: Run, measured: dict[str, Figures], stopped: dict[str, str]) -> None:
    path = folder / "RESULTS.md"
    path.write_text(page(run, measured, stopped), encoding="utf-8")
    draw(measured, folder / "results.svg")
    print(f"{path}: {', '.join(measured)} after {run.minutes:.1f} minutes", file=sys.stderr, flush=True)


def _commit() -> str:
    """The commit, marked if files that it has were changed since."""
    git = shutil.which("git") or "git"
    said = subprocess.run([git, "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return said.stdout.strip() or "no repository"


def _processor() -> str:
    """The processor's name, how many of it there are, and which of its instructions matter to an encoder."""
    lines = dict(
        line.split("\t", 1) for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if "\t" in line
    )
    facts = {name.strip(): value.lstrip(": \t") for name, value in lines.items()}
    flags = set(facts.get("flags", "").split())
    known = {"avx2": "AVX2", "avx512_vnni": "AVX-512 VNNI", "avx512_bf16": "AVX-512 bf16", "amx_int8": "AMX"}
    kept = [label for flag, label in known.items() if flag in flags]
    usable = len(os.sched_getaffinity(0))
    return f"{facts.get('model name', 'unknown')}, {usable} of its processors, {', '.join(kept)}"


if __name__ == "__main__":
    main()
