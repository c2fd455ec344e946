"""The articles and questions of the scoreboard: folders of articles that every run creates again."""

import gzip
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scoreboard.process import ROOT
from benchmarks.scoreboard.protocol import Passage
from index import LocalStore
from index.passages.split import HEADING_CHARS
from qa.evaluation.question_file import read_questions
from qa.evaluation.records import GoldQuestion

SPEED = "uk_articles"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A folder of articles and questions about them: `by_page` where the gold page is known."""

    name: str
    corpus: Path
    asked: list[GoldQuestion]
    by_page: bool = False

    @property
    def answerable(self) -> list[GoldQuestion]:
        """The questions that something can be found for."""
        return [gold for gold in self.asked if gold.answerable]


def lay_out(data: Path, work: Path, most_questions: int) -> list[QuestionSet]:
    """The sets of quality, their articles copied into `work`; at most so many questions of each, drawn with a seed.

    Questions that need the earlier ones of a conversation are left out: the peers have no such thing.
    """
    kept = [
        ("uk_pdf", data / "uk_pdf" / "pdf", data / "uk_pdf" / "questions.jsonl"),
        ("uk_wiki", data / "uk_wiki" / "articles.jsonl", data / "uk_wiki" / "questions.jsonl"),
        ("xquad_ru", data / "xquad_ru" / "articles.jsonl", data / "xquad_ru" / "questions.jsonl"),
        ("shipped", ROOT / "corpus", ROOT / "corpus" / "questions.jsonl"),
    ]
    sets = []
    for name, articles, questions in kept:
        asked = [gold for gold in read_questions(questions) if not gold.history]
        if most_questions < len(asked):
            asked = random.Random(0).sample(asked, most_questions)
        sets.append(QuestionSet(name, _copy(articles, work / name / "corpus"), asked, by_page=name == "uk_pdf"))
    return sets


def lay_out_speed(data: Path, work: Path, every: int) -> Path:
    """A folder with every so many-th article of `uk_articles`, a file each, so that one of them can change."""
    corpus = _empty(work / SPEED / "corpus")
    with gzip.open(data / "uk_articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                (corpus / f"{number:05}.jsonl").write_text(line, encoding="utf-8")
    return corpus


def change_article(corpus: Path, number: int) -> str:
    """The id of the article in that file of the folder, which now has one more sentence at its beginning."""
    file = sorted(corpus.iterdir())[number]
    article: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    article["text"] = f"Уточнення номер {number + 1} від редакції.\n\n{article['text']}"
    file.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return str(article["id"])


def passages_of(index_dir: Path) -> Iterator[Passage]:
    """Every passage of an index of ours: what the other programs are given."""
    with LocalStore(index_dir) as store:
        generation = store.generation()
        for entry in generation.articles:
            for each in generation.passages_at(entry.rows):
                yield Passage(entry.id, each.page, each.start, each.end, entry.title[:HEADING_CHARS], each.text)


def _copy(articles: Path, corpus: Path) -> Path:
    if articles.is_dir():
        shutil.rmtree(corpus, ignore_errors=True)
        shutil.copytree(articles, corpus, ignore=shutil.ignore_patterns("questions.jsonl"))
    else:
        shutil.copyfile(articles, _empty(corpus) / articles.name)
    return corpus


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
