"""What is measured of one peer, and in which order; every figure is one that its own process took, or its files."""

import shutil
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.scoreboard.judging import DEPTH, Share, answers, document_first, ndcg, percentile_ms, right_first
from benchmarks.scoreboard.process import Running
from benchmarks.scoreboard.protocol import Passage, read_passages, write_passages
from benchmarks.scoreboard.sets import SPEED, QuestionSet, change_article, passages_of

FOUND = 50
"""So many passages are asked for, so that there are ten pages or articles among them."""
TAKES, ENCODED, WARMING = 3, 64, 4


@dataclass(slots=True)
class Figures:
    """What a peer reached: shares by set, and several takes of every time that is cheap to take again."""

    versions: dict[str, str] = field(default_factory=dict)
    quality: dict[str, dict[str, Share]] = field(default_factory=dict)
    answers: dict[str, dict[str, Share]] = field(default_factory=dict)
    passages_a_second: list[float] = field(default_factory=list)
    build_seconds: float = 0.0
    change_seconds: list[float] = field(default_factory=list)
    retrieve_p50_ms: list[float] = field(default_factory=list)
    retrieve_p95_ms: list[float] = field(default_factory=list)
    ask_p50_ms: list[float] = field(default_factory=list)
    ask_p95_ms: list[float] = field(default_factory=list)
    start_seconds: list[float] = field(default_factory=list)
    build_mb: float = 0.0
    serve_mb: list[float] = field(default_factory=list)
    disk_mb: float = 0.0


class Bench:
    """One peer on the scoreboard. `ours` is measured first: its passages are what the others are given."""

    def __init__(self, name: str, python: Path, model: Path, work: Path, ours: bool) -> None:
        self.name, self.ours = name, ours
        self.figures = Figures()
        self._start = (python, name, model, work / f"{name}.log")
        self._work = work

    def quality(self, sets: Iterable[QuestionSet]) -> None:
        """Build an index of each set and ask its questions."""
        with Running(*self._start) as peer:
            self.figures.versions = peer.tell("versions")["versions"]
            for each in sets:
                self._build(peer, each.name, each.corpus)
                self.figures.quality |= self._retrieved(peer, each)
                if self.ours:
                    asked = [gold.question for gold in each.asked]
                    found = peer.tell("ask", questions=asked)["found"]
                    self.figures.answers[each.name] = answers(found, each.asked, _texts(self._passages(each.name)))

    def speed(self, corpus: Path, questions: Sequence[str]) -> None:
        """Encode, build, change and ask, in one process, so that all but the first encoding have the model loaded."""
        figures = self.figures
        with Running(*self._start) as peer:
            if self.ours:
                self._build(peer, SPEED, corpus)
            figures.passages_a_second += self._encoded(peer)
            built = self._build(peer, SPEED, corpus)
            figures.build_seconds, figures.build_mb = built["seconds"], built["peak_mb"]
            figures.change_seconds += [self._change(peer, corpus, number) for number in range(TAKES)]
            # What was asked is remembered: every question is asked once, to warm up, to be found or to be read.
            peer.tell("retrieve", questions=questions[:WARMING], k=DEPTH)
            asked, read = questions[WARMING::2], questions[WARMING + 1 :: 2]
            for take in range(TAKES):
                seconds = peer.tell("retrieve", questions=asked[take::TAKES], k=DEPTH)["seconds"]
                figures.retrieve_p50_ms.append(percentile_ms(seconds, 50))
                figures.retrieve_p95_ms.append(percentile_ms(seconds, 95))
            if self.ours:
                self._time_asking(peer, read)
        figures.disk_mb = sum(file.stat().st_size for file in self._index(SPEED).rglob("*") if file.is_file()) / 1e6

    def start(self, questions: Sequence[str]) -> None:
        """One take of the time from nothing to the first answer; then the memory after more questions."""
        with Running(*self._start) as peer:
            peer.tell("open", folder=self._index(SPEED))
            peer.tell("retrieve", questions=questions[:1], k=DEPTH)
            self.figures.start_seconds.append(time.perf_counter() - peer.begun)
            self.figures.serve_mb.append(peer.tell("retrieve", questions=questions, k=DEPTH)["peak_mb"])

    def _retrieved(self, peer: Running, each: QuestionSet) -> dict[str, dict[str, Share]]:
        asked, passages = each.answerable, self._passages(each.name)
        known = {passage.id: passage for passage in passages}
        ids = peer.tell("retrieve", questions=[gold.question for gold in asked], k=FOUND)["found"]
        found = [[known[id] for id in own] for own in ids]
        right = right_first(found, asked, _texts(passages))
        if not each.by_page:
            return {each.name: {"ndcg": ndcg(found, asked, by_page=False), "first": right}}
        return {
            f"{each.name}, pages": {"ndcg": ndcg(found, asked, by_page=True), "first": right},
            f"{each.name}, documents": {
                "ndcg": ndcg(found, asked, by_page=False),
                "first": document_first(found, asked),
            },
        }

    def _build(self, peer: Running, name: str, corpus: Path) -> dict[str, Any]:
        index = self._index(name)
        shutil.rmtree(index, ignore_errors=True)
        if not self.ours:
            return peer.tell("build", folder=index, corpus=corpus, passages=self._file(name))
        nothing = write_passages(self._work / "none.jsonl", ())
        built = peer.tell("build", folder=index, corpus=corpus, passages=nothing)
        write_passages(self._file(name), passages_of(index))
        return built

    def _change(self, peer: Running, corpus: Path, number: int) -> float:
        """Seconds to follow one change; the passages of the changed article are kept for the other peers."""
        file = self._work / SPEED / f"changed-{number}.jsonl"
        if self.ours:
            article = change_article(corpus, number)
            nothing = write_passages(self._work / "none.jsonl", ())
            seconds = peer.tell("change", corpus=corpus, article=article, passages=nothing)["seconds"]
            write_passages(file, (each for each in passages_of(self._index(SPEED)) if each.article == article))
            return float(seconds)
        article = read_passages(file)[0].article
        return float(peer.tell("change", corpus=corpus, article=article, passages=file)["seconds"])

    def _encoded(self, peer: Running) -> list[float]:
        """Passages encoded per second, each take with other passages; the first, which loads the model, is dropped."""
        passages = self._passages(SPEED)
        many = min(ENCODED, len(passages) // (TAKES + 1))
        file, rates = self._work / "encoded.jsonl", []
        for take in range(TAKES + 1):
            write_passages(file, passages[take * many : (take + 1) * many])
            rates.append(many / peer.tell("encode", passages=file)["seconds"])
        return rates[1:]

    def _time_asking(self, peer: Running, questions: Sequence[str]) -> None:
        peer.tell("ask", questions=questions[:WARMING])
        for take in range(TAKES):
            seconds = peer.tell("ask", questions=questions[WARMING + take :: TAKES])["seconds"]
            self.figures.ask_p50_ms.append(percentile_ms(seconds, 50))
            self.figures.ask_p95_ms.append(percentile_ms(seconds, 95))

    def _index(self, name: str) -> Path:
        return self._work / name / f"index-{self.name}"

    def _file(self, name: str) -> Path:
        return self._work / name / "passages.jsonl"

    def _passages(self, name: str) -> list[Passage]:
        return read_passages(self._file(name))


def _texts(passages: Iterable[Passage]) -> dict[str, str]:
    """What is known of each article's text: its passages, one after the other."""
    texts: dict[str, list[str]] = defaultdict(list)
    for each in passages:
        texts[each.article].append(each.text)
    return {article: "\n".join(own) for article, own in texts.items()}
