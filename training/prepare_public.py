"""Examples from the public question sets: passages cut as the product cuts them, with negatives of four kinds.

python -m training.prepare_public DATA/reading/public.jsonl.gz WORK/public.jsonl.gz
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.passages.split import split
from index.records import Article, Passage

from .examples import Example, Span, write_examples
from .negatives import LexicalMiner, holds_answer, without_answer

# How many questions of a source are taken at most. Noisy or easy sets count less, languages far from ours not at all.
MOST = {"norquad": 2500, "afriqa": 3500, "policyqa": 1200, "friendsqa": 600, "qamr": 600, "exams_span_noisy": 0}
MOST |= {"jaquad": 0, "drcd": 0, "cmrc2018": 0, "arcd": 0, "persianqa": 0}
# How often each kind of negative is made for a question.
OTHER_PIECE, NO_SENTENCE, MINED, ANYTHING = 0.45, 0.25, 0.35, 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """A question over one long passage, cut to pieces; `answers` are (start, end) in the passage."""

    id: str
    source: str
    language: str
    question: str
    title: str
    pieces: list[Passage]
    answers: list[Span]
    texts: list[str]


def read_rows(path: Path, chance: random.Random) -> list[Row]:
    """The rows that are used, in an order drawn by chance."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    chance.shuffle(rows)
    taken: dict[str, int] = defaultdict(int)
    kept = []
    for row in rows:
        foreign = row["source"] == "afriqa" and row.get("question_language")
        if not foreign and taken[row["source"]] < MOST.get(row["source"], len(rows)):
            taken[row["source"]] += 1
            kept.append(_row(row))
    return kept


def _row(row: dict[str, Any]) -> Row:
    title = row.get("title") or ""
    article = Article("", title, None, row["language"], "", row["passage"])
    answers = [(answer["start"], answer["start"] + len(answer["text"])) for answer in row["answers"]]
    texts = [answer["text"] for answer in row["answers"]]
    pieces = split(article, lambda text: True)
    return Row(row["id"], row["source"], row["language"], row["question"], title, pieces, answers, texts)


def examples(rows: list[Row], chance: random.Random) -> Iterator[Example]:
    """Positives and negatives of every row."""
    by_language: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_language[row.language].append(row)
    for language in sorted(by_language):
        own = by_language[language]
        passages = sorted({(row.title, piece.text) for row in own for piece in row.pieces})
        miner = LexicalMiner(passages)
        for row in own:
            yield from _of_row(row, passages, miner, chance)


def _of_row(row: Row, passages: list[tuple[str, str]], miner: LexicalMiner, chance: random.Random) -> Iterator[Example]:
    held = {piece: spans for piece in row.pieces if (spans := _spans_in(piece, row.answers))}
    for piece, spans in held.items():
        yield _example(row, "answer", row.title, piece.text, spans[:1])
    if held or not row.answers:
        for kind, title, text in _negatives(row, held, passages, miner, chance):
            yield _example(row, kind, title, text)


def _example(row: Row, kind: str, title: str, text: str, spans: tuple[Span, ...] = ()) -> Example:
    return Example(row.id, f"{row.source}/{kind}", row.question, "", title, text, spans)


def _negatives(
    row: Row,
    held: dict[Passage, tuple[Span, ...]],
    passages: list[tuple[str, str]],
    miner: LexicalMiner,
    chance: random.Random,
) -> Iterator[tuple[str, str, str]]:
    """(kind, title, text) of passages that do not answer."""
    own = {piece.text for piece in row.pieces}
    others = [piece for piece in row.pieces if not holds_answer(piece.text, row.texts)]
    if others and chance.random() < (OTHER_PIECE if row.answers else 1):
        yield "other piece", row.title, chance.choice(others).text
    if held and chance.random() < NO_SENTENCE:
        piece, spans = next(iter(held.items()))
        rest = without_answer(piece.text, spans)
        if rest:
            yield "no sentence", row.title, rest
    if chance.random() < MINED:
        mined = [found for found in miner.found(row.question, row.texts) if passages[found][1] not in own][:4]
        if mined:
            yield "mined", *passages[chance.choice(mined)]
    if chance.random() < ANYTHING:
        title, text = chance.choice(passages)
        if text not in own and not holds_answer(text, row.texts):
            yield "anything", title, text


def _spans_in(piece: Passage, answers: list[Span]) -> tuple[Span, ...]:
    return tuple((b - piece.start, e - piece.start) for b, e in answers if piece.start <= b and e <= piece.end)


def main() -> None:
    """Prepare, and print how many examples of each kind there are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("public", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    made = list(examples(read_rows(given.public, chance), chance))
    chance.shuffle(made)
    print(write_examples(given.out, made), "examples")
    kinds: dict[str, int] = defaultdict(int)
    for each in made:
        kinds[each.kind] += 1
    for kind, count in sorted(kinds.items()):
        print(f"{count:7} {kind}")


if __name__ == "__main__":
    main()
