"""Examples from the hand-written questions: what answers, what nearly does, and passages mined by lexical search.

    python -m training.prepare_written DATA WORK [--without brown_uk]      (brown_uk is for non-commercial use)

Writes WORK/written.jsonl.gz to train on, WORK/dev.jsonl.gz (a tenth of the articles) to choose by. Negatives are mined
among all Ukrainian articles and among the public passages.
"""

import argparse
import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.passages.split import split
from index.records import Article

from .examples import Example, Span, write_examples
from .negatives import LexicalMiner, with_sentence, without_answer, without_earlier
from .written import UNANSWERED, Row, Written, read_unanswerable, read_written

# How often each kind of example is made of a question it is possible for.
NO_SENTENCE, DISTRACTED, NEW_TOPIC = 0.6, 0.15, 0.2
MINED_NEAR, MINED_FAR, MINED_FOR_NONE, MINED_ELSEWHERE = 1.0, 0.3, 0.5, 0.12
TITLE_IN_CONTEXT = 0.6
FOREIGN_ROWS = 7000
FOREIGN_QUESTIONS = 2500
LOWER_CASE, NO_MARK, NO_TITLE = 0.1, 0.12, 0.1
NON_COMMERCIAL = "brown_uk"  # the source whose passages are for non-commercial use
_NEAREST = 4


class Miner:
    """Passages that the lexical search finds for a question and that do not answer it."""

    def __init__(self, passages: list[tuple[str, str]]) -> None:
        self._passages = passages
        self._lexical = LexicalMiner(passages)

    def found(self, question: str, passage: str, answers: list[str]) -> list[tuple[str, str]]:
        """(title, text) of the best passages that hold no answer and do not overlap `passage`, if given; best first."""
        if not any(map(str.isalnum, question)):
            return []
        hits = [self._passages[row] for row in self._lexical.found(question, answers)]
        return [hit for hit in hits if not passage or (hit[1] not in passage and passage not in hit[1])]


class Maker:
    """Makes the examples of hand-written passages."""

    def __init__(self, home: Miner, abroad: Miner, contexts: list[str], chance: random.Random) -> None:
        self._home, self._abroad, self._contexts, self._chance = home, abroad, contexts, chance

    def examples(self, written: Written) -> Iterator[Example]:
        """All examples of one passage."""
        for number, row in enumerate(written.rows):
            for kind, title, passage, spans in self._passages(written, row):
                context = row.context
                if context and written.title and self._chance.random() < TITLE_IN_CONTEXT:
                    context = f"{written.title} {context}"
                asked = f"{row.kind} of another passage" if context and not row.earlier else row.kind
                yield self._example(written, number, row, f"{asked}/{kind}", context, title, passage, spans)
            if not row.context and self._chance.random() < NEW_TOPIC:
                kind, title, passage, spans = self._chance.choice(list(self._passages(written, row, mined=False)))
                context = self._chance.choice(self._contexts)
                yield self._example(
                    written, number, row, f"{row.kind}/{kind}, new topic", context, title, passage, spans
                )

    def _passages(
        self, written: Written, row: Row, mined: bool = True
    ) -> Iterator[tuple[str, str, str, tuple[Span, ...]]]:
        """(kind, title, passage, spans) of each example of a row."""
        chance, title, passage = self._chance, written.title, written.passage
        yield "own", title, passage, row.answers
        sentences = [each for each in written.rows if each.sentence]
        if row.sentence:
            whole, span = with_sentence(passage, row.sentence, row.answer, chance)
            yield "sentence added", title, whole, (span,)
        elif row.answers and sentences and chance.random() < DISTRACTED:
            added = chance.choice(sentences)
            whole, (begin, _) = with_sentence(passage, added.sentence, added.answer, chance)
            at = begin - added.answer[0]
            more = len(whole) - len(passage)
            moved = tuple((b + more, e + more) if b >= at else (b, e) for b, e in row.answers)
            if [whole[b:e] for b, e in moved] == [passage[b:e] for b, e in row.answers]:
                yield "sentence beside", title, whole, moved
        if row.answers and chance.random() < NO_SENTENCE:
            rest = without_answer(passage, row.answers)
            if rest:
                yield "no sentence", title, rest, ()
        if row.earlier and (without := without_earlier(passage, row.earlier, row.answers)):
            yield "earlier answer elsewhere", title, *without
        if mined:
            yield from self._mined(written, row)

    def _mined(self, written: Written, row: Row) -> Iterator[tuple[str, str, str, tuple[Span, ...]]]:
        own, other = (self._abroad, self._home) if written.source in ABROAD else (self._home, self._abroad)
        answers = [written.passage[begin:stop] for begin, stop in row.answers]
        asked = f"{row.context} {row.question}" if row.context else row.question
        found = own.found(asked, written.passage, answers)
        near, far, chance = found[:_NEAREST], found[_NEAREST:], self._chance
        if near and chance.random() < (MINED_FOR_NONE if row.kind in UNANSWERED else MINED_NEAR):
            yield "mined", *chance.choice(near), ()
        if far and chance.random() < MINED_FAR:
            yield "mined", *chance.choice(far), ()
        if not row.context and chance.random() < MINED_ELSEWHERE:
            elsewhere = other.found(asked, written.passage, answers)
            if elsewhere:
                yield "mined elsewhere", *chance.choice(elsewhere), ()

    def small_talk(self, kind: str, text: str) -> Iterator[Example]:
        """Examples of what no passage answers: one by itself, one in a conversation."""
        miner = self._abroad if kind == "off-topic" else self._chance.choice((self._home, self._abroad))
        found = miner.found(text, "", [])[2 if kind == "off-topic" else 0 :]
        for context in ("", self._chance.choice(self._contexts)):
            if found:
                title, passage = self._chance.choice(found)
                yield Example(f"talk {text}", f"talk/{kind}", text, context, title, passage, ())

    def foreign(self, question: str) -> Iterator[Example]:
        """An example of a public question that is asked of Ukrainian articles, which do not answer it."""
        found = self._home.found(question, "", [])
        if found:
            title, passage = self._chance.choice(found[:6])
            yield Example(f"foreign {question}", "public/mined elsewhere", question, "", title, passage, ())

    def _example(
        self, written: Written, number: int, row: Row, kind: str, context: str, title: str, passage: str,
        spans: tuple[Span, ...],
    ) -> Example:  # fmt: skip
        chance, question = self._chance, row.question
        if chance.random() < LOWER_CASE:
            question = question.lower()
        if chance.random() < NO_MARK:
            question = question.rstrip("?")
        if chance.random() < NO_TITLE:
            title = ""
        group = f"{written.article}@{written.start}#{number}"
        return Example(group, f"{written.source}/{kind}", question, context, title, passage, spans)


ABROAD = ("qed_nq", "covidqa_deepset", "conditionalqa", "policyqa", "poquad", "muserc_span", "fr_admin_faq", "own")


def is_dev(article: str) -> bool:
    """Whether this article is among the tenth that is never trained on."""
    return zlib.crc32(article.encode()) % 10 == 0


def _home_passages(data: Path) -> list[tuple[str, str]]:
    """(title, text) of every passage of the Ukrainian articles."""
    with gzip.open(data / "uk_articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    articles = [Article(row["id"], row["title"], None, "uk", "", row["text"]) for row in rows]
    return [(article.title, piece.text) for article in articles for piece in split(article, lambda text: True)]


def _abroad_passages(data: Path, written: list[Written]) -> list[tuple[str, str]]:
    """(title, text) of public passages in English, Polish, Russian and French, and of those of our own."""
    with gzip.open(data / "reading" / "public.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    used = {each.article for each in written}
    rows = [row for row in rows if row["source"] in ABROAD]
    random.Random(0).shuffle(rows)
    rows.sort(key=lambda row: row["id"] not in used)
    texts = {row["passage"]: row.get("title") or "" for row in rows[:FOREIGN_ROWS]}
    return [(title, text) for text, title in texts.items()] + [
        (each.title, each.passage) for each in written if each.source == "own"
    ]


def _foreign_questions(data: Path, chance: random.Random) -> list[str]:
    """Public questions in English, Polish and Russian."""
    with gzip.open(data / "reading" / "public.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    asked = sorted({row["question"] for row in rows if row["source"] in ("qed_nq", "poquad", "muserc_span")})
    return chance.sample(asked, FOREIGN_QUESTIONS)


def main() -> None:
    """Prepare, and print how many examples of each kind there are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--without", default=NON_COMMERCIAL, help="leave passages of this source out of training")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    written = read_written(given.data)
    home, abroad = Miner(_home_passages(given.data)), Miner(_abroad_passages(given.data, written))
    contexts = [f"{each.title} {row.context}" for each in written for row in each.rows if row.context]
    contexts += [row.context for each in written for row in each.rows if row.context]
    maker = Maker(home, abroad, contexts, chance)
    made: dict[bool, list[Example]] = {False: [], True: []}
    for done, each in enumerate(written):
        if done % 200 == 0:
            print(f"{done} of {len(written)} passages", flush=True)
        dev = is_dev(each.article)
        if dev or each.source != given.without:
            made[dev] += maker.examples(each)
    for kind, text in read_unanswerable():
        made[is_dev(text)] += maker.small_talk(kind, text)
    for question in _foreign_questions(given.data, chance):
        made[False] += maker.foreign(question)
    for dev, name in ((False, "written"), (True, "dev")):
        chance.shuffle(made[dev])
        print(write_examples(given.work / f"{name}.jsonl.gz", made[dev]), name)
        for kind, count in sorted(Counter(each.kind.partition("/")[2] for each in made[dev]).items()):
            print(f"{count:7} {kind}")


if __name__ == "__main__":
    main()
