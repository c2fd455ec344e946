"""Quality on the public sets, by the metrics that have goals, as a table or JSON.

    python benchmarks/public_sets.py [--data ../shared/data] [--only uk_wiki,xquad_ru] [--limit 300] [--json]

Indexes are kept in the user's cache, so that a second run only asks. Every answerable question is asked twice, the
second time with its articles hidden: AUROC is of "the answer is there or not". The sets without some articles have
those left out of the index itself. Follow-ups without articles to find (`followups_en`) are left out.
"""

import argparse
import json
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from index.model.cached_folder import default_cache
from qa.evaluation import cached_index, evaluate, held_out_twins
from qa.evaluation.question_file import read_questions
from qa.evaluation.records import GoldQuestion, Report

Questions = list[GoldQuestion]
MEASURES = {
    "hit@1": "first",
    "ndcg@10": "nDCG@10",
    "page_hit@1": "page first",
    "page_ndcg@10": "page nDCG@10",
    "near_page_hit@1": "page ±1 first",
    "first_right": "passage right",
    "sentence": "sentence",
    "sentence_if_right": "sentence in right passage",
    "auroc": "AUROC",
    "wrongly_answered": "wrongly answered",
    "wrongly_refused": "wrongly refused",
    "calibration_error": "ECE",
    "calibration_error_article": "ECE by article",
}


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Questions asked of articles: `leave_out` are not indexed, `adapt` makes the questions asked of those read."""

    articles: str
    questions: str
    leave_out: str = ""
    adapt: Callable[[Questions], Questions] = list


def main() -> None:
    """Print the figures of every set."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--only", default="", help="names of sets, with commas")
    parser.add_argument("--limit", type=int, default=0, help="ask this many questions of each file, drawn at random")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    reports = {}
    for name in given.only.split(",") if given.only else SETS:
        reports[name] = run(SETS[name], given.data, given.limit)
        print(f"{name}: {_line(reports[name])}", file=sys.stderr, flush=True)
    if given.json:
        print(json.dumps({name: _plain(report) for name, report in reports.items()}, ensure_ascii=False, indent=1))
    else:
        Console(width=200).print(table(reports))


def run(public: PublicSet, data: Path, limit: int = 0) -> Report:
    """The evaluation of one set, with at most `limit` questions of its file, 0 for all."""
    articles = _without(data, public.articles, public.leave_out) if public.leave_out else data / public.articles
    questions = read_questions(data / public.questions)
    if limit and limit < len(questions):
        questions = random.Random(0).sample(questions, limit)
    return evaluate(cached_index(articles, _quiet), public.adapt(questions), public.questions, _quiet)


def table(reports: dict[str, Report]) -> Table:
    """A row a set; a dash where a set does not define a figure."""
    headings = ("questions", *MEASURES.values(), "ms (p50)")
    shown = Table(Column("set", no_wrap=True), *(Column(heading, justify="right") for heading in headings), box=None)
    for name, report in reports.items():
        values = [report.overall.figures[measure].value for measure in MEASURES]
        cells = ["–" if value is None else f"{value:.3f}" for value in values]
        shown.add_row(name, str(report.overall.questions), *cells, f"{report.ask_ms.p50:.0f}")
    return shown


def _line(report: Report) -> str:
    """The metrics of a set in one line, printed at once, so that a stopped run is not lost."""
    figures = report.overall.figures
    known = [
        f"{label} {figures[name].value:.3f}" for name, label in MEASURES.items() if figures[name].value is not None
    ]
    return f"{report.overall.questions} questions, {', '.join(known)}, {report.ask_ms.p50:.0f} ms"


def _with_hidden(questions: Questions) -> Questions:
    return questions + held_out_twins(questions)


def _answerable(questions: Questions) -> Questions:
    answerable = [question for question in questions if question.answerable]
    return random.Random(0).sample(answerable, min(1000, len(answerable)))


def _answerable_twice(questions: Questions) -> Questions:
    return _with_hidden(_answerable(questions))


def _off_topic(questions: Questions) -> Questions:
    """The same questions, asked of articles about something else."""
    return [replace(question, answerable=False, articles=(), answers=()) for question in _answerable(questions)]


def _without(data: Path, articles: str, leave_out: str) -> Path:
    """A copy of those articles, without those that the file names, in the user's cache."""
    source, left_out = data / articles, set(json.loads((data / leave_out).read_text()))
    target = default_cache() / "evaluation" / f"{articles.replace('/', '-')}-without"
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for file in source.iterdir():
            if file.name not in left_out:
                shutil.copyfile(file, target / file.name)
        return target
    lines = [line for line in source.read_text().splitlines() if json.loads(line)["id"] not in left_out]
    target = target.with_suffix(".jsonl")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines))
    return target


def _quiet(step: str, done: int, total: int) -> None:
    """No report."""


def _plain(report: Report) -> dict[str, object]:
    return {name: value for name, value in asdict(report).items() if name != "outcomes"}


SETS = {
    "uk_pdf": PublicSet("uk_pdf/pdf", "uk_pdf/questions.jsonl", adapt=_with_hidden),
    "uk_pdf without 4": PublicSet(
        "uk_pdf/pdf", "uk_pdf/questions_without_4_documents.jsonl", leave_out="uk_pdf/leave_out.json"
    ),
    "uk_wiki": PublicSet("uk_wiki/articles.jsonl", "uk_wiki/questions.jsonl", adapt=_with_hidden),
    "uk_wiki without 63": PublicSet(
        "uk_wiki/articles.jsonl", "uk_wiki/questions_without_leave_out.jsonl", leave_out="uk_wiki/leave_out.json"
    ),
    "xquad_ru": PublicSet("xquad_ru/articles.jsonl", "xquad_ru/questions.jsonl", adapt=_with_hidden),
    "xquad_ru of xquad_en": PublicSet("xquad_en/articles.jsonl", "xquad_ru/questions.jsonl", adapt=_with_hidden),
    "squad2_en answerable": PublicSet("squad2_en/articles.jsonl", "squad2_en/questions.jsonl", adapt=_answerable_twice),
    "squad2_en of uk_pdf": PublicSet("uk_pdf/pdf", "squad2_en/questions.jsonl", adapt=_off_topic),
}

if __name__ == "__main__":
    main()
