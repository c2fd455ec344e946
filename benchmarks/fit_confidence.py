"""Fits the coefficients of qa/confidence.json on the public sets beside the project and on the shipped questions.

    python -m benchmarks.fit_confidence collect CASES [--data ../shared/data]
    python -m benchmarks.fit_confidence fit CASES [--write]

`collect` asks every question and writes what was read in the best candidates, a line of JSON for each question; it
takes about twenty minutes. `fit` needs scikit-learn. It fits the order on all candidates, then the confidence on the
first of each question, and prints what each threshold costs on each set, with the set left out of the fitting.
`--write` writes the coefficients; the threshold is for a person to choose.

Some answerable questions are asked twice, the second time with their articles hidden; questions of one set are asked of
another as off-topic ones; hand-written Ukrainian questions that the reader was not trained on are asked of all passages
that such questions were written for; the questions in benchmarks/questions are asked of corpus/.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from index import LocalStore, Store
from index.generation import Generation
from index.model import Encoder, open_encoder
from qa import Assistant
from qa.confidence import Evidence
from qa.evaluation import cached_index
from qa.evaluation.held_out import StoreWithout
from qa.evaluation.matching import can_be_quoted, holds_answer
from qa.evaluation.question_file import read_questions
from qa.evaluation.records import GoldQuestion
from qa.judging import judge_places
from qa.question import read_question
from qa.reader import Reader
from qa.records import Hit
from training.prepare_written import ABROAD, is_dev
from training.written import read_written

ROOT = Path(__file__).parents[1]
CONFIDENCE = ROOT / "qa" / "confidence.json"
QUESTIONS = ROOT / "benchmarks" / "questions"
ARTICLES = {
    "uk_wiki": "uk_wiki/articles.jsonl",
    "uk_pdf": "uk_pdf/pdf",
    "xquad_ru": "xquad_ru/articles.jsonl",
    "xquad_en": "xquad_en/articles.jsonl",
    "squad2_en": "squad2_en/articles.jsonl",
}
OFF_TOPIC = (
    ("squad2_en", "uk_pdf", 40),
    ("uk_wiki", "corpus", 30),
    ("squad2_en", "corpus", 30),
    ("uk_pdf", "xquad_en", 20),
)
HIDDEN_QUESTIONS = 30
SEED = 7
READ = 12  # candidates of a question, more than the product reads, so that its number can be chosen
# How much a set counts. The shipped questions are worded as people would who have not seen the articles.
WEIGHTS = {"corpus": 3.0, "asked": 3.0, "talk": 1.0, "written": 2.0, "near miss": 0.5}
ORDER_FIELDS = ("answers", "margin", "log_rank")
# By whether there is a reader.
CONFIDENCE_FIELDS = {
    True: ORDER_FIELDS,
    False: ("cosine", "above", "log_coverage", "other_alphabet", "log_coverage_across"),
}
RIDGE = 0.02
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
BINS = 10
Questions = list[GoldQuestion]
Floats = NDArray[np.float64]


class Grouped(Protocol):
    """A case of any kind."""

    @property
    def group(self) -> str:
        """The name of its set."""
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked: the evidence of each candidate, in the search's order, and which of them are right.

    `holds` tells whether the passage holds the answer, `marks` whether the sentence marked in it does.
    """

    group: str
    question: str
    kind: str
    answerable: bool
    evidence: list[list[float]]
    holds: list[bool]
    marks: list[bool]


class Collector:
    """Asks questions of the sets with the real reader."""

    def __init__(self, data: Path) -> None:
        self.encoder: Encoder = open_encoder()
        self._reader = Reader()
        self.stores = {name: LocalStore(cached_index(data / path, _quiet)) for name, path in ARTICLES.items()}
        self.stores["corpus"] = LocalStore(cached_index(ROOT / "corpus", _quiet))

    def ask(self, group: str, store: Store, gold: GoldQuestion) -> Iterator[Case]:
        """The case of one question; none if the index gives it no candidate."""
        generation = store.generation()
        found = Assistant(store, self.encoder, self._reader).search(read_question(gold.question, gold.history))
        judged = list(judge_places(found, self._reader, range(min(READ, len(found.found)))))
        if not judged:
            return
        quotable = gold.answerable and can_be_quoted(gold, articles_of(generation, gold))
        yield Case(
            group=group,
            question=gold.question,
            kind=gold.kind or ("follow-up" if gold.history else ""),
            answerable=gold.answerable,
            evidence=[[round(value, 4) for value in astuple(each.evidence)] for each in judged],
            holds=[holds(each.hit, (0, len(each.hit.text)), gold, quotable) for each in judged],
            marks=[holds(each.hit, each.sentence, gold, quotable) for each in judged],
        )

    def ask_hidden(self, group: str, store: Store, gold: GoldQuestion) -> Iterator[Case]:
        """The case of a question whose articles cannot be found."""
        return self.ask(f"{group}, hidden", StoreWithout(store, gold.articles), _unanswerable(gold))


def articles_of(generation: Generation, gold: GoldQuestion) -> list[str]:
    """The texts of the articles that answer a question."""
    found = map(generation.find, sorted(gold.articles))
    return [article.text for article in found if article]


def holds(hit: Hit, place: tuple[int, int], gold: GoldQuestion, quotable: bool) -> bool:
    """Whether this place of a passage is right."""
    if not gold.answerable or hit.article_id not in gold.articles:
        return False
    if gold.page is not None:
        return hit.page == gold.page
    start, end = place
    return not quotable or holds_answer(gold, hit.start + start, hit.start + end, hit.text[start:end])


def _unanswerable(gold: GoldQuestion) -> GoldQuestion:
    return replace(gold, answerable=False, articles=(), answers=(), spans=(), page=None)


def _translated(questions: Sequence[GoldQuestion], other: Sequence[GoldQuestion]) -> Questions:
    """Questions in one language with the answers of their twins in another."""
    answers = {each.id: each.answers for each in other}
    return [replace(each, answers=answers[each.id], spans=()) for each in questions]


def _written(data: Path, work: Path) -> tuple[Path, Questions]:
    """An index of the passages that Ukrainian questions were written for, and the questions kept from training."""
    passages = [each for each in read_written(data) if each.source not in ABROAD]
    lines, questions = [], []
    for each in passages:
        place = f"{each.article}@{each.start}"
        lines.append({"id": place, "title": each.title, "language": "uk", "text": each.passage})
        if not is_dev(each.article):
            continue
        for row in each.rows:
            if not row.context:
                answered = bool(row.answers)
                articles = (place,) if answered else ()
                questions.append(
                    GoldQuestion(row.question, row.question, answered, articles, spans=row.answers, kind=row.kind)
                )
    folder = work / "written"
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "articles.jsonl").write_text(text, encoding="utf-8")
    return cached_index(folder / "articles.jsonl", _quiet), questions


def groups_of(collector: Collector, data: Path, work: Path, chance: random.Random) -> list[tuple[str, str, Questions]]:
    """(name, name of the store, questions) of each set, drawn by `chance`."""
    asked = {name: read_questions(data / name / "questions.jsonl") for name in ARTICLES}
    asked["corpus"] = read_questions(ROOT / "corpus/questions.jsonl")
    ru, en = asked["xquad_ru"], asked["xquad_en"]
    answerable = [each for each in asked["squad2_en"] if each.answerable]
    impossible = [each for each in asked["squad2_en"] if not each.answerable]
    written_index, written = _written(data, work)
    collector.stores["written"] = LocalStore(written_index)
    return [
        ("corpus", "corpus", chance.sample(asked["corpus"], 250)),
        ("asked", "corpus", read_questions(QUESTIONS / "corpus.jsonl")),
        ("talk", "corpus", read_questions(QUESTIONS / "talk.jsonl")),
        ("written", "written", chance.sample(written, min(250, len(written)))),
        ("uk_wiki", "uk_wiki", asked["uk_wiki"]),
        ("uk_pdf", "uk_pdf", chance.sample(asked["uk_pdf"], 120)),
        ("xquad_ru", "xquad_ru", chance.sample(ru, 80)),
        ("ru of en", "xquad_en", _translated(chance.sample(ru, 100), en)),
        ("en of ru", "xquad_ru", _translated(chance.sample(en, 40), ru)),
        ("squad2_en", "squad2_en", chance.sample(answerable, 50)),
        ("near miss", "squad2_en", chance.sample(impossible, 50)),
    ]


def collect(data: Path, work: Path) -> Iterator[Case]:
    """All cases, seeded: the same ones at every run on the same data."""
    chance, collector = random.Random(SEED), Collector(data)
    asked = {name: read_questions(data / name / "questions.jsonl") for name in ARTICLES}
    for group, name, questions in groups_of(collector, data, work, chance):
        for gold in questions:
            yield from collector.ask(group, collector.stores[name], gold)
        known = [each for each in questions if each.answerable and not each.history]
        if group not in ("near miss", "squad2_en", "en of ru", "asked", "talk"):
            for gold in chance.sample(known, min(HIDDEN_QUESTIONS, len(known))):
                yield from collector.ask_hidden(group, collector.stores[name], gold)
    for name, of, count in OFF_TOPIC:
        for gold in chance.sample([each for each in asked[name] if not each.history], count):
            yield from collector.ask("off-topic", collector.stores[of], _unanswerable(gold))


@dataclass(frozen=True, slots=True)
class Fit:
    """A weight for each field of the evidence: in the order of candidates, and in the logit of the first one."""

    order: Floats
    confidence: Floats
    intercept: float


def fit(cases: Sequence[Case], read: bool) -> Fit:
    """The order, then a logistic regression on what it puts first."""
    order = _fit_order(cases) if read else -_columns(("log_rank",))
    firsts = [_first(case, order, read) for case in cases]
    used = _columns(CONFIDENCE_FIELDS[read])
    chosen = np.flatnonzero(used)
    scaler = StandardScaler()
    evidence = scaler.fit_transform(np.array([evidence for evidence, _ in firsts])[:, chosen])
    share = shares(cases)
    weights = np.array([share[case.group] for case in cases])
    model = LogisticRegression(max_iter=3000)
    model.fit(evidence, [right for _, right in firsts], sample_weight=weights * len(cases) / weights.sum())
    coefficients = model.coef_[0] / scaler.scale_
    used[chosen] = coefficients
    return Fit(order, used, float(model.intercept_[0] - (coefficients * scaler.mean_).sum()))


def _fit_order(cases: Sequence[Case]) -> Floats:
    """Weights that make right candidates the likeliest."""
    chosen = np.flatnonzero(_columns(ORDER_FIELDS))
    order = _columns(())
    order[chosen] = listwise(
        [np.array(case.evidence)[:, chosen] for case in cases], [case.marks for case in cases], cases, RIDGE
    )
    return order


def listwise(
    evidence: Sequence[Floats], right: Sequence[Sequence[bool]], cases: Sequence[Grouped], ridge: float
) -> Floats:
    """Weights of the evidence that make right candidates the likeliest in a softmax over each question's candidates.

    `evidence` is (candidates, figures) for each of the `cases`, `right` tells which candidates are right. Questions
    whose candidates are all right, or all wrong, say nothing. The ridge is on the scale of each figure's deviation.
    """
    scale = np.concatenate(evidence).std(0)
    share = shares(cases)
    weighted = [
        (own / scale, np.array(marked), share[case.group])
        for own, marked, case in zip(evidence, right, cases, strict=True)
        if any(marked) and not all(marked)
    ]
    total = sum(weight for *_, weight in weighted)

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros_like(weights)
        for own, marked, weight in weighted:
            likely = np.exp(own @ weights - (own @ weights).max())
            likely /= likely.sum()
            share_right = likely[marked].sum() + 1e-12
            value -= weight * float(np.log(share_right))
            slope -= weight * ((np.where(marked, likely, 0) / share_right - likely) @ own)
        return value / total + ridge * float(weights @ weights) / 2, slope / total + ridge * weights

    weights: Floats = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale
    return weights


def _columns(names: Sequence[str]) -> Floats:
    """1 for these fields of the evidence, 0 for the others."""
    return np.array([float(field.name in names) for field in fields(Evidence)])


def _right(case: Case, read: bool) -> list[bool]:
    return case.marks if read else case.holds


def shares(cases: Sequence[Grouped]) -> dict[str, float]:
    """The weight of one question of each group."""
    names, counts = np.unique([case.group for case in cases], return_counts=True)
    return {
        str(name): WEIGHTS.get(str(name).partition(",")[0], 1.0) / count
        for name, count in zip(names, counts, strict=True)
    }


def _first(case: Case, order: Floats, read: bool) -> tuple[list[float], bool]:
    """The evidence of the candidate that comes first, and whether it is right."""
    best = int((np.array(case.evidence) @ order).argmax())
    return case.evidence[best], _right(case, read)[best]


def report(cases: Sequence[Case], fitted: Fit, read: bool) -> dict[str, list[tuple[float, bool, bool]]]:
    """By group, for every question: confidence of the first, whether it is right, whether it is answerable."""
    outcomes: dict[str, list[tuple[float, bool, bool]]] = {}
    for case in cases:
        evidence, right = _first(case, fitted.order, read)
        logit = float(np.array(evidence) @ fitted.confidence) + fitted.intercept
        outcomes.setdefault(case.group, []).append((1 / (1 + np.exp(-logit)), right, case.answerable))
    return outcomes


def _line(name: str, own: Sequence[tuple[float, bool, bool]]) -> str:
    confidence, right, answerable = (np.array(values) for values in zip(*own, strict=True))
    parts = [f"{name:18}{len(own):5}"]
    parts.append(f"right {right[answerable].mean():.3f}" if answerable.any() else "right     -")
    parts.append(f"AUROC {roc_auc_score(right, confidence):.3f}" if 0 < right.sum() < len(right) else "AUROC     -")
    parts.append(f"ECE {_calibration_error(confidence, right):.3f}")
    for threshold in THRESHOLDS:
        refused = f"{(confidence[answerable] < threshold).mean():.2f}" if answerable.any() else "  - "
        wrong = f"{(confidence[~answerable] >= threshold).mean():.2f}" if (~answerable).any() else "  - "
        parts.append(f"{refused}/{wrong}")
    return "  ".join(parts)


def _calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over bins of equal width."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = 0.0
    for number in np.unique(bins):
        own = bins == number
        error += own.mean() * abs(confidence[own].mean() - right[own].mean())
    return float(error)


def _print_fit(cases: Sequence[Case], read: bool) -> Fit:
    fitted = fit(cases, read)
    print("with a reader" if read else "without a reader", "- intercept", round(fitted.intercept, 3))
    print("  order", _named(fitted.order), " confidence", _named(fitted.confidence))
    heads = "  ".join(f"   {threshold:.2f}  " for threshold in THRESHOLDS)
    print(f"refused though answerable / answered though not, at a threshold of {heads}")
    for name, own in report(cases, fitted, read).items():
        base = name.partition(",")[0]
        others = [case for case in cases if case.group.partition(",")[0] != base]
        mine = [case for case in cases if case.group == name]
        print(_line(name, own))
        print(_line("  left out", report(mine, fit(others, read), read)[name]))
    return fitted


def _named(weights: Floats) -> dict[str, float]:
    named = {field.name: round(float(weight), 4) for field, weight in zip(fields(Evidence), weights, strict=True)}
    return {name: weight for name, weight in named.items() if weight}


def _plain(fitted: Fit, threshold: float) -> dict[str, Any]:
    return {
        "order": _named(fitted.order),
        "confidence": _named(fitted.confidence),
        "intercept": round(fitted.intercept, 4),
        "threshold": threshold,
    }


def _read_cases(path: Path) -> list[Case]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [Case(**json.loads(line)) for line in file]


def _write_cases(path: Path, cases: Iterable[Case]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number, case in enumerate(cases):
            values = {field.name: getattr(case, field.name) for field in fields(Case)}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            if number % 100 == 0:
                print(number, case.group, flush=True)


def _quiet(step: str, done: int, total: int) -> None:
    """No report."""


def main() -> None:
    """Collect, or fit and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=("collect", "fit"))
    parser.add_argument("cases", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.command == "collect":
        _write_cases(given.cases, collect(given.data, given.cases.parent))
        return
    cases = _read_cases(given.cases)
    read, unread = _print_fit(cases, True), _print_fit(cases, False)
    if given.write:
        old = json.loads(CONFIDENCE.read_text(encoding="utf-8"))
        made = {
            "provenance": f"benchmarks/fit_confidence.py, {len(cases)} questions",
            "read": _plain(read, old["read"]["threshold"]),
            "unread": _plain(unread, old["unread"]["threshold"]),
        }
        CONFIDENCE.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
