"""Evaluation: asks questions with known answers, and reports metrics with confidence intervals."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.errors import QuestionError
from index.progress import Progress
from index.stores import open_store

from . import aggregates
from .charts import draw_charts, require_matplotlib
from .corpus_index import cached_index
from .probes import ABOUT_PROBES, held_out_twins, make_probes
from .question_file import read_questions
from .records import GoldQuestion, Group, Outcome, Report
from .runner import Asker

__all__ = ["cached_index", "choose_questions", "draw_charts", "evaluate", "held_out_twins", "require_matplotlib"]
SCHEMA = 1


def choose_questions(
    index_dir: Path,
    file: Path | None = None,
    limit: int | None = None,
    hold_out: bool = False,
    *,
    uri: str | None = None,
) -> tuple[list[GoldQuestion], str]:
    """The questions of the file, or probes of the index without one, and a description of them.

    If there are more than `limit`, a fixed random sample is drawn. `hold_out` adds each answerable question again with
    its articles hidden; probes always have such twins. `uri` is as in `Assistant.open`. QuestionError if no
    probes can be made.
    """
    questions = read_questions(file) if file else _probes(index_dir, uri)
    about = f"Questions of {file}." if file else ABOUT_PROBES
    if not questions:
        raise QuestionError(
            f"no article of {index_dir} has a headline or a sentence to ask", "Give a file of questions"
        )
    if limit is not None and limit < len(questions):
        drawn = np.random.default_rng(0).permutation(len(questions))[:limit]
        about = f"{limit} of {len(questions)}, drawn at random. {about}"
        questions = [questions[number] for number in sorted(drawn)]
    if file and hold_out:
        questions += held_out_twins(questions)
        about += " Answerable ones are asked again with their articles hidden."
    return questions, about


def evaluate(
    index_dir: Path, questions: Sequence[GoldQuestion], about: str, progress: Progress, *, uri: str | None = None
) -> Report:
    """The metrics of these questions (at least one) on that index; `about` describes them.

    `uri` is as in `Assistant.open`. QuestionError if they name articles that are not in the index.
    """
    with Asker(index_dir, uri) as asker:
        return _report(asker, asker.ask(questions, progress), about)


def _probes(index_dir: Path, uri: str | None) -> list[GoldQuestion]:
    with open_store(index_dir, uri) as store:
        return make_probes(store.generation())


def _report(asker: Asker, outcomes: Sequence[Outcome], about: str) -> Report:
    return Report(
        schema=SCHEMA,
        about=about,
        articles=len(asker.generation.articles),
        passages=asker.generation.passage_count,
        model=asker.model,
        overall=aggregates.group(outcomes),
        kinds=_groups(outcomes, lambda outcome: outcome.kind),
        languages=_groups(outcomes, lambda outcome: outcome.language),
        ask_ms=aggregates.times([outcome.ask_ms for outcome in outcomes]),
        retrieve_ms=aggregates.times([outcome.retrieve_ms for outcome in outcomes]),
        reliability=aggregates.reliability(outcomes),
        ablation=aggregates.ablation(outcomes),
        outcomes=tuple(outcomes),
    )


def _groups(outcomes: Sequence[Outcome], name_of: Callable[[Outcome], str]) -> dict[str, Group]:
    names = sorted(set(map(name_of, outcomes)))
    return {name: aggregates.group([each for each in outcomes if name_of(each) == name]) for name in names}
