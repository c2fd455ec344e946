"""Examples from families: passages on one subject with questions whose answer is known for every passage of them.

    python -m training.prepare_families WORK [--siblings 2] [--only '^F[089]'] [--groups DATA]

Writes WORK/families.jsonl.gz to train on and WORK/families_dev.jsonl.gz (a tenth of the families) to choose by. A
question is paired with the passages that answer it and with siblings: first the one that shares most words with it.
Some are also paired with a passage of another family; small talk and questions on other subjects only with those.
`--only` takes the families whose id the regular expression finds; `--groups` takes the groups of passages from the data
folder instead of the passages of our own.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.text.fold import distinct_grams
from qa.question import Context

from .examples import Example, write_examples
from .prepare_written import TITLE_IN_CONTEXT, Miner, is_dev
from .written import Family, FamilyRow, read_families, read_groups, read_unanswerable

DEFAULT_SIBLINGS = 2
NEW_TOPIC = 0.1
OTHER_FAMILY = 0.25
_NEAREST = 4


class FamilyMaker:
    """Makes the examples of families; a new topic follows the question of another one."""

    def __init__(self, families: list[Family], siblings: int, chance: random.Random) -> None:
        self._siblings, self._chance = siblings, chance
        self._contexts = [
            Context(row.question, "", family.passages[0][0]).text for family in families for row in family.rows
        ]
        self._miner = Miner([passage for family in families for passage in family.passages])

    def examples(self, family: Family) -> Iterator[Example]:
        """All examples of one family; those of one question have one group and one context."""
        for number, row in enumerate(family.rows):
            context, kind = self._context(family, number)
            answering = {place for place, _, _ in row.answers}
            for place in (*sorted(answering), *self._others(family, row, answering)):
                title, text = family.passages[place]
                spans = tuple((start, end) for own, start, end in row.answers if own == place)
                yield Example(f"{family.id}#{number}", kind, row.question, context, title, text, spans)
            words = [family.passages[place][1][start:end] for place, start, end in row.answers]
            if self._chance.random() < OTHER_FAMILY and (found := self._elsewhere(row.question, family, words)):
                yield Example(f"{family.id}#{number}", f"{kind}, mined", row.question, context, *found, ())

    def unanswerable(self, kind: str, text: str) -> Iterator[Example]:
        """Small talk, or a question on another subject: one example by itself, one in a conversation."""
        for context in ("", self._chance.choice(self._contexts)):
            if found := self._elsewhere(text):
                yield Example(f"talk {text}", f"family/talk/{kind}", text, context, *found, ())

    def _elsewhere(
        self, question: str, family: Family | None = None, answers: Sequence[str] = ()
    ) -> tuple[str, str] | None:
        """One of the passages of other families that share most words with the question and hold no answer."""
        own = family.passages if family else ()
        found = self._miner.found(question, "", list(answers))
        others = [passage for passage in found if passage not in own][:_NEAREST]
        return self._chance.choice(others) if others else None

    def _others(self, family: Family, row: FamilyRow, answering: set[int]) -> list[int]:
        """Passages that do not answer: the one that shares most 4-grams with the question, and others by chance."""
        asked = distinct_grams(row.question)
        others = [place for place in range(len(family.passages)) if place not in answering]
        self._chance.shuffle(others)
        common = {place: len(asked & distinct_grams(" ".join(family.passages[place]))) for place in others}
        nearest = max(others, key=common.__getitem__, default=None)
        return sorted(others, key=lambda place: place != nearest)[: self._siblings]

    def _context(self, family: Family, number: int) -> tuple[str, str]:
        """(context, kind) of a row: for a follow-up the row before it, sometimes another subject for one of its own."""
        row, chance = family.rows[number], self._chance
        answered = "own" if row.answers else "none"
        if row.after is None:
            if self._contexts and chance.random() < NEW_TOPIC:
                return chance.choice(self._contexts), f"family/{answered}, new topic"
            return "", f"family/{answered}"
        earlier = family.rows[row.after]
        context = Context(earlier.question)
        if earlier.answers:
            place, start, end = earlier.answers[0]
            title, text = family.passages[place]
            context = Context(earlier.question, text[start:end], title if chance.random() < TITLE_IN_CONTEXT else "")
        return context.text, f"family/follow-up {answered}"


def main() -> None:
    """Prepare, and print how many examples there are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--siblings", type=int, default=DEFAULT_SIBLINGS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="a regular expression that the ids of the families match")
    parser.add_argument("--groups", type=Path, help="the data folder: take the groups of passages from it")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    families = read_groups(given.groups) if given.groups else read_families()
    families = [family for family in families if re.search(given.only, family.id)]
    unanswerable = read_unanswerable()
    maker = FamilyMaker(families, given.siblings, chance)
    for dev, name in ((False, "families"), (True, "families_dev")):
        made = [each for family in families if is_dev(family.id) == dev for each in maker.examples(family)]
        made += [each for row in unanswerable if is_dev(row[1]) == dev for each in maker.unanswerable(*row)]
        print(write_examples(given.work / f"{name}.jsonl.gz", made), name, Counter(each.kind for each in made))


if __name__ == "__main__":
    main()
