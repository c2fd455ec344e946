"""Examples from the passages that the shipped reader takes for answers although they do not answer.

    python -m training.prepare_hard WORK/written.jsonl.gz WORK/hard.jsonl.gz [--questions 9000] [--seed 0]

Each question is searched among all passages of the examples, by both searches, as an answer is. What the shipped reader
gives more than a small figure becomes a negative; the question with a passage that answers stands beside it.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.model import open_encoder
from index.passages.split import encoded_text
from qa.reader import Reader, Reading

from .examples import Example, read_examples, write_examples
from .negatives import LexicalMiner, holds_answer

NEAREST, LEXICAL = 5, 3
LEAST_FIGURE = -1.0  # of a negative: a probability of .27
# A passage of the same article, or one for an answered question, that has more is taken for a true answer.
MOST_FIGURE = 3.0
MOST_NEGATIVES = 2
_TOGETHER = 100
Passage = tuple[str, str]
Asked = list[Example]
"""All examples of one question."""


class Searched:
    """All passages of the examples, found by their vectors and by their words."""

    def __init__(self, examples: Sequence[Example]) -> None:
        own = {each.passage: each for each in sorted(examples, key=lambda each: each.title) if _is_own(each)}
        self.passages = [(each.title, each.passage) for each in own.values()]
        self.articles = [_article(each) for each in own.values()]
        self._encoder = open_encoder()
        self._vectors = self._encoder.encode_passages([encoded_text(*each) for each in self.passages])
        self._lexical = LexicalMiner(self.passages)

    def near(self, question: str, answers: Sequence[str]) -> list[int]:
        """Numbers of the passages nearest to a question that do not hold an answer, by vectors first."""
        scores = self._vectors @ self._encoder.encode_question(question)
        found = np.argsort(-scores, kind="stable")[: NEAREST + 3].tolist()
        nearest = [place for place in found if not holds_answer(self.passages[place][1], answers)][:NEAREST]
        words = [place for place, _ in zip(self._lexical.found(question, answers), range(LEXICAL), strict=False)]
        return list(dict.fromkeys([*nearest, *words]))


def _is_own(example: Example) -> bool:
    """Whether the passage is the one that the question was written for, as it is."""
    return example.kind.endswith("/own")


def _article(example: Example) -> str:
    return example.group.partition("@")[0]


def questions(examples: Sequence[Example]) -> list[Asked]:
    """The hand-written questions, each with its examples; follow-ups are left out."""
    grouped: dict[str, Asked] = defaultdict(list)
    for each in examples:
        if not each.context and "@" in each.group:
            grouped[each.group].append(each)
    return [own for own in grouped.values() if any(map(_is_own, own))]


def made_of(
    asked: Asked, near: Sequence[int], readings: Sequence[Reading], searched: Searched, chance: random.Random
) -> Iterator[Example]:
    """The negatives among the passages near to a question and, if there are any, an example that answers."""
    own = next(filter(_is_own, asked))
    negatives = []
    for place, reading in zip(near, readings, strict=True):
        title, text = searched.passages[place]
        true = reading.answers > MOST_FIGURE and (bool(own.spans) or searched.articles[place] == _article(own))
        if reading.answers > LEAST_FIGURE and not true and text not in own.passage and own.passage not in text:
            negatives.append((reading.answers, title, text))
    negatives.sort(key=lambda each: -each[0])
    kind = own.kind.removesuffix("/own")
    for _, title, text in negatives[:MOST_NEGATIVES]:
        yield replace(own, kind=f"{kind}/hard", title=title, passage=text, spans=())
    answered = [each for each in asked if each.spans]
    if negatives and answered:
        yield replace(chance.choice(answered), kind=f"{kind}/beside hard")


def examples_of(chosen: Sequence[Asked], searched: Searched, chance: random.Random) -> Iterator[Example]:
    """The examples of all these questions."""
    reader = Reader()
    for first in range(0, len(chosen), _TOGETHER):
        some = chosen[first : first + _TOGETHER]
        for asked in some:
            own = next(filter(_is_own, asked))
            near = searched.near(own.question, [own.passage[begin:stop] for begin, stop in own.spans])
            readings = reader.read(own.question, "", [searched.passages[place] for place in near])
            yield from made_of(asked, near, readings, searched, chance)
        print(f"{first + len(some)} of {len(chosen)} questions", flush=True)


def main() -> None:
    """Prepare, and print how many examples of each kind there are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("examples", type=Path)
    parser.add_argument("hard", type=Path)
    parser.add_argument("--questions", type=int, default=9000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    examples = list(read_examples(given.examples))
    every = questions(examples)
    chosen = chance.sample(every, min(given.questions, len(every)))
    made = list(examples_of(chosen, Searched(examples), chance))
    chance.shuffle(made)
    print(write_examples(given.hard, made), given.hard.name)
    for kind, count in sorted(Counter(each.kind.partition("/")[2] for each in made).items()):
        print(f"{count:7} {kind}")


if __name__ == "__main__":
    main()
