"""Fits the coefficients of qa/confidence.json on the public sets beside the project and on the shipped questions.

    python benchmarks/fit_confidence.py [--data ../shared/data]        (needs scikit-learn; about ten minutes)

Every answerable question is asked twice, the second time with its articles hidden; questions of one set are asked of
another as off-topic ones; and small indexes of 1 to 8 articles are asked within and across alphabets, because users
start small. Prints the coefficients and, for some thresholds, how many right answers are refused and
how many off-topic questions answered: a person chooses among them and writes the file.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from qa.quoting import best_quote
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from index import Store, build
from index.generation import Generation
from index.model import Encoder, open_encoder
from qa.confidence import Evidence, evidence_of
from qa.conversation import search_in_conversation
from qa.evaluation import cached_index
from qa.evaluation.held_out import StoreWithout
from qa.evaluation.matching import can_be_quoted
from qa.evaluation.question_file import read_questions
from qa.evaluation.records import GoldQuestion
from qa.evaluation.runner import is_right
from qa.question import read_question

ARTICLES = {
    "uk_wiki": "uk_wiki/articles.jsonl",
    "uk_pdf": "uk_pdf/pdf",
    "xquad_ru": "xquad_ru/articles.jsonl",
    "xquad_en": "xquad_en/articles.jsonl",
    "squad2_en": "squad2_en/articles.jsonl",
}
OFF_TOPIC = [("squad2_en", "uk_pdf", 300), ("xquad_ru", "uk_pdf", 100), ("uk_pdf", "uk_wiki", 100),
             ("uk_wiki", "corpus", 60), ("squad2_en", "corpus", 60), ("uk_pdf", "xquad_en", 60)]  # fmt: skip
SMALL = [1, 1, 1, 2, 3, 5, 8]
# The shipped questions are worded as people would who have not seen the articles; the others often repeat them.
WEIGHTS = {"off-topic": 2.0, "small": 4.0, "corpus": 5.0, "near miss": 0.3}
ROOT = Path(__file__).parents[1]
Questions = list[GoldQuestion]


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of an index: which group it weighs in, its evidence, whether the first citation is right."""

    group: str
    evidence: Evidence
    right: bool


def ask(group: str, generation: Generation, encoder: Encoder, gold: GoldQuestion) -> Iterator[Case]:
    """The case of one question; none if the index gives it no candidate."""
    found = search_in_conversation(generation, encoder, read_question(gold.question, gold.history))
    if len(found.found):
        quote = best_quote(found, 0)
        numbers = [number for number, entry in enumerate(generation.articles) if entry.id in gold.articles]
        texts = [generation.article(number).text for number in numbers]
        right = gold.answerable and is_right(quote.hit, gold, can_be_quoted(gold, texts))
        yield Case(group, evidence_of(found, quote), right)


def unanswerable(questions: Sequence[GoldQuestion]) -> Questions:
    """The same questions, asked where nothing answers them."""
    return [replace(each, answerable=False, articles=(), answers=(), spans=(), history=()) for each in questions]


def translated(questions: Sequence[GoldQuestion], other: Sequence[GoldQuestion]) -> Questions:
    """Questions in one language with the answers of their twins in another."""
    answers = {each.id: each.answers for each in other}
    return [replace(each, answers=answers[each.id], spans=()) for each in questions]


def collect(data: Path) -> list[Case]:
    """All cases, seeded: the same ones at every run on the same data."""
    chance, encoder = random.Random(7), open_encoder()
    stores = {name: Store(cached_index(data / path, _quiet)) for name, path in ARTICLES.items()}
    stores["corpus"] = Store(cached_index(ROOT / "corpus", _quiet))
    asked = {name: read_questions(data / name / "questions.jsonl") for name in ARTICLES}
    asked["corpus"] = read_questions(ROOT / "corpus/questions.jsonl")
    groups = {name: (name, asked[name]) for name in ("uk_wiki", "uk_pdf", "corpus")}
    groups["xquad_ru"] = ("xquad_ru", chance.sample(asked["xquad_ru"], 200))
    groups["ru of en"] = ("xquad_en", translated(chance.sample(asked["xquad_ru"], 220), asked["xquad_en"]))
    groups["en of ru"] = ("xquad_ru", translated(chance.sample(asked["xquad_en"], 150), asked["xquad_ru"]))
    groups["squad2_en"] = ("squad2_en", chance.sample([each for each in asked["squad2_en"] if each.answerable], 200))
    groups["near miss"] = (
        "squad2_en",
        chance.sample([each for each in asked["squad2_en"] if not each.answerable], 120),
    )
    cases = []
    for group, (name, questions) in groups.items():
        for gold in questions:
            cases += ask(group, stores[name].generation(), encoder, gold)
            if gold.answerable:
                hidden = StoreWithout(stores[name], gold.articles).generation()
                cases += ask(group, hidden, encoder, replace(gold, answerable=False))
    for name, of, count in OFF_TOPIC:
        for gold in unanswerable(chance.sample(asked[name], count)):
            cases += ask("off-topic", stores[of].generation(), encoder, gold)
    return cases + list(_small(chance, encoder, stores, asked))


def _small(
    chance: random.Random, encoder: Encoder, stores: dict[str, Store], asked: dict[str, Questions]
) -> Iterator[Case]:
    """Cases on indexes of a few articles of one set: its questions, its other questions, and off-topic ones."""
    for number in range(22):
        name = ("uk_wiki", "xquad_ru", "xquad_en", "squad2_en", "corpus")[number % 5]
        generation = stores[name].generation()
        own = [each for each in asked[name] if each.answerable and len(each.articles) == 1 and not each.history]
        chosen = chance.sample(sorted({each.articles[0] for each in own}), chance.choice(SMALL))
        twins = {"xquad_ru": "xquad_en", "xquad_en": "xquad_ru"}.get(name)
        inside = [each for each in own if each.articles[0] in chosen]
        across = [each for each in translated(asked[twins], own) if each.articles[0] in chosen] if twins else []
        outside = unanswerable([each for each in own if each.articles[0] not in chosen])
        elsewhere = unanswerable(asked["squad2_en" if name in ("uk_wiki", "xquad_ru", "corpus") else "uk_pdf"])
        with tempfile.TemporaryDirectory() as folder:
            small = _index_of(generation, chosen, Path(folder))
            for questions, most in ((inside, 8), (across, 10), (outside, 5), (elsewhere, 10)):
                for gold in chance.sample(questions, min(most, len(questions))):
                    yield from ask("small", small, encoder, gold)


def _index_of(generation: Generation, ids: list[str], folder: Path) -> Generation:
    """An index of these articles alone."""
    articles = [article for article in generation.article_texts() if article.id in ids]
    kept = ("id", "title", "language", "text")
    lines = [json.dumps({name: getattr(article, name) for name in kept}) for article in articles]
    (folder / "corpus").mkdir()
    (folder / "corpus" / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return Store(folder / "index").generation()


def _quiet(step: str, done: int, total: int) -> None:
    """No report."""


def main() -> None:
    """Collect, fit, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    cases = collect(parser.parse_args().data)
    evidence = np.array([astuple(case.evidence) for case in cases])
    right = np.array([case.right for case in cases])
    group = np.array([case.group for case in cases])
    names, counts = np.unique(group, return_counts=True)
    weights = {name: WEIGHTS.get(name, 1.0) / count for name, count in zip(names.tolist(), counts, strict=True)}
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    model.fit(
        evidence, right, logisticregression__sample_weight=[weights[name] * len(cases) for name in group.tolist()]
    )
    scaler, logistic = model[0], model[-1]
    coefficients = logistic.coef_[0] / scaler.scale_
    print(len(cases), "cases, intercept", round(float(logistic.intercept_[0] - coefficients @ scaler.mean_), 2))
    for field, coefficient in zip(fields(Evidence), coefficients, strict=True):
        print(f"  {field.name:16}{coefficient:9.2f}")
    confidence = model.predict_proba(evidence)[:, 1]
    for threshold in (0.18, 0.2, 0.22, 0.25, 0.3, 0.4, 0.5):
        refused = {name: float((confidence[(group == name) & right] < threshold).mean()) for name in names.tolist()
                   if ((group == name) & right).any()}  # fmt: skip
        answered = float((confidence[group == "off-topic"] >= threshold).mean())
        shown = ", ".join(f"{name} {share:.3f}" for name, share in refused.items())
        print(f"{threshold:.2f}: off-topic answered {answered:.3f}; right refused: {shown}")


if __name__ == "__main__":
    main()
