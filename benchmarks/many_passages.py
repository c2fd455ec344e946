"""What an index of many passages costs: a build, a build after one change, a search, and memory.

    python -m benchmarks.many_passages WORK [--passages 10000 100000 1000000] [--data ../shared/data]

WORK is a folder for the articles and indexes, 10 KB a passage. Texts and vectors are made up to resemble real ones. A
passage holds six sentences of twelve words, drawn by their counts in the Ukrainian articles of the data folder. Its
vector is the sum of two real passages' vectors and noise, in shares of .6, .25 and .15 of their variance, so encoding
takes no time. Questions are real, in Ukrainian, and encoded by the packaged encoder; each is asked once. Every step
runs in a process of its own and is timed inside it, without the start of the process.
"""

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.scoreboard.process import ROOT
from index import LocalStore
from index.build import renew
from index.generation import Filter
from index.model import open_encoder
from index.progress import silent
from qa import Assistant
from qa.evaluation import cached_index
from qa.evaluation.question_file import read_questions

SETS = {"uk_wiki": "articles.jsonl", "xquad_ru": "articles.jsonl", "xquad_en": "articles.jsonl", "uk_pdf": "pdf"}
ASKED = ("uk_wiki", "uk_pdf")
QUESTIONS = 250
COMPARED = 100  # questions whose ten nearest passages are compared with the exact ones
NEAREST = 10
SHARES = 0.6, 0.25, 0.15
WORDS, SENTENCES, PASSAGES, ARTICLES = 12, 6, 10, 100  # per sentence, passage, article, file
CHANGES = 3
BLOCK = 50_000
SEED = 1
COLUMNS = (
    "passages",
    "build, s, ms a passage",
    "its memory, GB",
    "written, KB a passage",
    "one change, s, MB written",
    "question, p50, p95, ms",
    "recall@10",
    "memory, GB: own, mapped files",
)
Vectors = NDArray[np.float32]


class MadeUp:
    """The packaged encoder for questions; a passage's vector is made up from the hash of its text."""

    def __init__(self, real: Vectors) -> None:
        self._questions = open_encoder()
        self._mean = real.mean(0)
        self._real = real - self._mean
        self._spread = np.linalg.cholesky(np.cov(self._real.T) + 1e-9 * np.eye(real.shape[1])).astype(np.float32)
        self.name, self.fingerprint = self._questions.name, self._questions.fingerprint
        self.dimensions, self.max_tokens = self._questions.dimensions, self._questions.max_tokens

    def encode_question(self, text: str) -> Vectors:
        """The vector of a real question."""
        return self._questions.encode_question(text)

    def passage_tokens(self, text: str) -> int:
        """About as many as the packaged encoder would use."""
        return len(text) // 4

    token_count = passage_tokens

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        """A unit vector for each text, always the same for one text."""
        drawn = [np.random.default_rng(int.from_bytes(sha256(text.encode()).digest()[:8])) for text in texts]
        pairs = np.array([each.integers(len(self._real), size=2) for each in drawn]).reshape(-1, 2)
        noise = np.array([each.standard_normal(self.dimensions, np.float32) for each in drawn]) @ self._spread.T
        parts = self._real[pairs[:, 0]], self._real[pairs[:, 1]], noise
        vectors = self._mean + sum(np.sqrt(share) * part for share, part in zip(SHARES, parts, strict=True))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    encode_sentences = encode_passages


def write_articles(folder: Path, passages: int, data: Path) -> None:
    """Files of made-up articles with so many passages."""
    words, counts = _counted_words(data)
    chance, chosen = np.random.default_rng(SEED), np.cumsum(counts / counts.sum())
    folder.mkdir(parents=True)
    for file in range(passages // (PASSAGES * ARTICLES)):
        drawn = chosen.searchsorted(chance.random((ARTICLES, PASSAGES, SENTENCES, WORDS)))
        lines = [
            json.dumps({"id": f"{file}-{number}", "title": _sentence(words, article[0, 0, :4]), "text": "\n\n".join(
                " ".join(_sentence(words, sentence) + "." for sentence in passage) for passage in article
            )}, ensure_ascii=False)
            for number, article in enumerate(drawn)
        ]  # fmt: skip
        (folder / f"{file:05}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _counted_words(data: Path) -> tuple[list[str], NDArray[np.int64]]:
    """The words of the Ukrainian articles, and how often each occurs."""
    with gzip.open(data / "uk_articles.jsonl.gz", "rt", encoding="utf-8") as file:
        counted = Counter(chain.from_iterable(re.findall(r"[^\W\d_]+", json.loads(line)["text"]) for line in file))
    return list(counted), np.array(list(counted.values()))


def _sentence(words: Sequence[str], numbers: NDArray[np.int64]) -> str:
    return " ".join(words[number] for number in numbers).lower().capitalize()


def real_vectors(data: Path) -> Vectors:
    """The vectors of all passages of the public sets."""
    made = []
    for name, articles in SETS.items():
        with LocalStore(cached_index(data / name / articles, silent)) as store:
            generation = store.generation()
            made.append(generation.vectors(np.arange(generation.passage_count)))
    return np.concatenate(made).astype(np.float32)


def build(work: Path, passages: int, encoder: MadeUp) -> dict[str, float]:
    """The first build."""
    written = _bytes_written()
    report = renew(work / str(passages), work / f"{passages}.index", encoder)
    return {
        "encoded": report.passages_encoded,
        "seconds": report.build_seconds,
        "written": _bytes_written() - written,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def rebuild(work: Path, passages: int, encoder: MadeUp) -> dict[str, float]:
    """Builds after one article was changed, one at a time."""
    seconds, written = [], []
    files = sorted((work / str(passages)).iterdir())
    for file in files[:: len(files) // CHANGES][:CHANGES]:
        first, rest = file.read_text(encoding="utf-8").split("\n", 1)
        record = json.loads(first)
        record["text"] += " Сьогодні додано одне речення."
        file.write_text(json.dumps(record, ensure_ascii=False) + "\n" + rest, encoding="utf-8")
        before = _bytes_written()
        seconds.append(renew(work / str(passages), work / f"{passages}.index", encoder).build_seconds)
        written.append(_bytes_written() - before)
    return {"seconds": median(seconds), "written": median(written)}


def search(work: Path, passages: int, encoder: MadeUp, data: Path) -> dict[str, float]:
    """Questions asked once each: their times, the memory after them, and the recall of the nearest passages."""
    asked = [each.question for name in ASKED for each in read_questions(data / name / "questions.jsonl")]
    chosen = np.random.default_rng(SEED).choice(asked, QUESTIONS + NEAREST, replace=False).tolist()
    with LocalStore(work / f"{passages}.index") as store:
        assistant = Assistant(store, encoder)
        for question in chosen[QUESTIONS:]:
            assistant.retrieve(question)
        times = []
        for question in chosen[:QUESTIONS]:
            begun = time.perf_counter()
            assistant.retrieve(question)
            times.append(time.perf_counter() - begun)
        memory = _memory()
        generation = store.generation()
        vectors = np.stack([encoder.encode_question(question) for question in chosen[:COMPARED]])
        exact = _nearest(generation, vectors)
        found = [set(generation.dense(vector, NEAREST, Filter())[0].tolist()) for vector in vectors]
        shared = [len(own & set(best)) for own, best in zip(found, exact.tolist(), strict=True)]
    return {
        "p50": float(np.median(times)),
        "p95": float(np.quantile(times, 0.95)),
        "recall": float(np.mean(shared)) / NEAREST,
        **memory,
    }


def _nearest(generation: Any, vectors: Vectors) -> NDArray[np.int64]:  # noqa: ANN401
    """The rows (n, 10) of the passages nearest to each of the vectors (n, d), by comparing all."""
    count = generation.passage_count
    scores, rows = np.empty((len(vectors), 0), np.float32), np.empty((len(vectors), 0), np.int64)
    for start in range(0, count, BLOCK):
        own = np.arange(start, min(start + BLOCK, count))
        scores = np.concatenate([scores, vectors @ generation.vectors(own).T], axis=1)
        rows = np.concatenate([rows, np.broadcast_to(own, (len(vectors), len(own)))], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
        scores, rows = np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)
    return rows


def _bytes_written() -> int:
    """What this process has handed to the disks so far; Linux alone counts it."""
    return int(re.findall(r"^write_bytes: (\d+)", Path("/proc/self/io").read_text(), re.MULTILINE)[0])


def _memory() -> dict[str, float]:
    """Bytes of this process in memory: its own, and those of mapped files."""
    status = Path("/proc/self/status").read_text()
    return {
        name: int(re.findall(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)[0]) * 1024
        for name, field in (("own", "RssAnon"), ("mapped", "RssFile"))
    }


def run_step(step: str, work: Path, passages: int, data: Path) -> dict[str, float]:
    """The figures of one step, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.many_passages", str(work), "--passages", str(passages)]
    done = subprocess.run(
        [*command, "--data", str(data), "--step", step], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure and print a line for each number of passages; with --step, the figures of one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--step", choices=("build", "rebuild", "search"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    work, data, passages = given.work.resolve(), given.data.resolve(), given.passages[0]
    kept = work / "vectors.npy"
    if given.step:
        encoder = MadeUp(np.load(kept))
        made = {"build": build, "rebuild": rebuild}.get(given.step)
        print(json.dumps(made(work, passages, encoder) if made else search(work, passages, encoder, data)))
        return
    work.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        np.save(kept, real_vectors(data))
    print(f"| {' | '.join(COLUMNS)} |\n{'| ---: ' * len(COLUMNS)}|")
    for passages in given.passages:
        if not (work / str(passages)).exists():
            write_articles(work / str(passages), passages, data)
        print(_row(*(run_step(step, work, passages, data) for step in ("build", "rebuild", "search"))), flush=True)


def _row(built: dict[str, float], changed: dict[str, float], asked: dict[str, float]) -> str:
    """The row of one index, as COLUMNS name its cells."""
    count, seconds = built["encoded"], built["seconds"]
    cells = [
        f"{count:,}",
        f"{seconds:.0f}, {1000 * seconds / count:.2f}",
        f"{built['memory'] / 1e9:.2f}",
        f"{built['written'] / count / 1e3:.1f}",
        f"{changed['seconds']:.2f}, {changed['written'] / 1e6:.0f}",
        f"{1000 * asked['p50']:.0f}, {1000 * asked['p95']:.0f}",
        f"{asked['recall']:.3f}",
        f"{asked['own'] / 1e9:.2f}, {asked['mapped'] / 1e9:.2f}",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
