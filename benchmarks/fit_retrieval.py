"""Fits the weights that join the evidence for a passage into the score that candidates are ordered by.

    python -m benchmarks.fit_retrieval collect CASES [--data ../shared/data]
    python -m benchmarks.fit_retrieval fit CASES

`collect` searches every question of the sets of `fit_confidence` and writes the evidence of its best candidates, a line
of JSON for each question. `fit` prints a listwise regression over all sets, as weights on the scale of a cosine, and
how often a passage that holds the answer is among the best, by the weights in use, by the new ones, and by the new ones
with the set left out of the fitting. The weights stand in `qa/retrieval`.
"""

import argparse
import gzip
import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.passages.split import PASSAGE_CHARS, heading
from qa.evaluation.matching import can_be_quoted
from qa.evaluation.records import GoldQuestion
from qa.question import read_question
from qa.retrieval import passage_hit
from qa.retrieval.candidates import LEXICAL_WEIGHT, find_candidates
from qa.retrieval.rerank import WEIGHTS as IN_USE
from qa.retrieval.words import QuestionWords

from .fit_confidence import ROOT, SEED, Collector, articles_of, groups_of, holds, listwise

NAMES = ("cosine", "lexical", "pairs", "numbers", "length")
COLLECTED = 60
PLACES = (1, 4, 6, 12)
RIDGE = 0.003
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question: the evidence of its best candidates, in the order of `NAMES`, and which of them hold the answer."""

    group: str
    evidence: list[list[float]]
    holds: list[bool]


def case_of(collector: Collector, group: str, name: str, gold: GoldQuestion) -> Case:
    """The case of one question without history."""
    generation = collector.stores[name].generation()
    question = read_question(gold.question)
    found = find_candidates(generation, question, [collector.encoder.encode_question(question.text)])
    words = QuestionWords(generation, question.text)
    quotable = can_be_quoted(gold, articles_of(generation, gold))
    evidence, right = [], []
    for place, passage in enumerate(generation.passages_at(found.rows[:COLLECTED])):
        match = words.match(heading(passage.article.title, passage.page_name), passage.text)
        length = math.log(len(passage.text) / PASSAGE_CHARS)
        figures = (found.dense[place], found.lexical[place], match.pairs, match.numbers, length)
        evidence.append([round(float(figure), 4) for figure in figures])
        right.append(holds(passage_hit(passage), (0, len(passage.text)), gold, quotable))
    return Case(group, evidence, right)


def collect(data: Path, work: Path) -> Iterator[Case]:
    """The cases of all answerable questions."""
    collector = Collector(data)
    for group, name, questions in groups_of(collector, data, work, random.Random(SEED)):
        for gold in questions:
            if gold.answerable and not gold.history:
                crossing = ", across" if group in ("corpus", "asked") and "cross" in (gold.kind or "") else ""
                yield case_of(collector, group + crossing, name, gold)


def fit(cases: Sequence[Case]) -> Floats:
    """Weights that make passages with the answer the likeliest, on the scale of a cosine."""
    chosen = [case for case in cases if any(case.holds) and not all(case.holds)]
    weights = listwise([np.array(case.evidence) for case in chosen], [case.holds for case in chosen], chosen, RIDGE)
    return weights / weights[0]


def row(cases: Sequence[Case], weights: Floats) -> list[float]:
    """The share of questions that have a passage with the answer among the best 1, 4, 6, 12."""
    ranks = []
    for case in cases:
        order = np.argsort(-(np.array(case.evidence) @ weights), kind="stable")
        right = np.array(case.holds)[order]
        ranks.append(int(right.argmax()) if right.any() else COLLECTED)
    return [float((np.array(ranks) < most).mean()) for most in PLACES]


def report(cases: Sequence[Case]) -> None:
    """Print the weights and the tables."""
    weights, in_use = fit(cases), np.array([1.0, LEXICAL_WEIGHT, *IN_USE])
    print(" ".join(f"{name} {weight:.4f}" for name, weight in zip(NAMES, weights, strict=True)))
    rows: list[list[list[float]]] = []
    for group in dict.fromkeys(case.group for case in cases):
        own = [case for case in cases if case.group == group]
        base = group.partition(",")[0]
        others = fit([case for case in cases if case.group.partition(",")[0] != base])
        rows.append([row(own, each) for each in (in_use, weights, others)])
        print(f"{group:18}{len(own):5}  " + "   ".join(_shares(each) for each in rows[-1]))
    print(f"{'mean':23}  " + "   ".join(_shares(each) for each in np.mean(rows, 0)))


def _shares(values: Sequence[float]) -> str:
    return " ".join(f"{value:.3f}" for value in values)


def main() -> None:
    """Collect, or fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=("collect", "fit"))
    parser.add_argument("cases", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    if given.command == "collect":
        with gzip.open(given.cases, "wt", encoding="utf-8") as file:
            for case in collect(given.data, given.cases.parent):
                values: dict[str, Any] = {name: getattr(case, name) for name in Case.__slots__}
                file.write(json.dumps(values) + "\n")
        return
    with gzip.open(given.cases, "rt", encoding="utf-8") as file:
        report([Case(**json.loads(line)) for line in file])


if __name__ == "__main__":
    main()
