"""The questions that were written by hand for this project, joined with the passages they are about.

The project ships the questions and the places of their passages and answers, not the passages: those are read from the
data folder. `written/` holds five files whose lines are a passage and its rows, and three others.

    ukrainian.jsonl.gz     passages of uk_articles by article, start, end
    additions.jsonl.gz     more rows to passages of reading/uk.jsonl.gz: sentences that would answer, follow-ups
    foreign.jsonl.gz       passages of reading/public.jsonl.gz by row, start, end
    followups.jsonl.gz     follow-ups to questions about other passages of the same articles
    own_passages.jsonl.gz  passages of our own, in German, English, Polish and Russian
    families.jsonl.gz      passages of our own, several on one subject, with questions labelled for each of them
    groups.jsonl.gz        passages of the data folder that are alike, with questions labelled for each of them
    unanswerable.jsonl.gz  small talk, and questions on subjects that the articles have nothing about

Kinds of rows: direct, other, list, none (not answered; `sentence` would answer it), follow-up, follow-up none.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.question import Context

from .examples import Span

FOLDER = Path(__file__).with_name("written")
UNANSWERED = ("none", "follow-up none")


@dataclass(frozen=True, slots=True)
class Row:
    """One question about a passage; `answers` are places in the passage, none if it does not answer.

    A row that is not answered may have a `sentence` that would answer it, at `answer` within the sentence. A follow-up
    has the `context` it follows; `earlier` is the place of the earlier answer, where this passage holds it.
    """

    kind: str
    question: str
    answers: tuple[Span, ...]
    context: str = ""
    sentence: str = ""
    answer: Span = (0, 0)
    earlier: Span | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A passage with its rows. `article` tells which passages come from one text; `source` where from."""

    article: str
    source: str
    title: str
    start: int
    end: int
    passage: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A question of a family; `answers` are (passage, start, end), none if no passage answers.

    A follow-up comes `after` the row with this number.
    """

    question: str
    answers: tuple[tuple[int, int, int], ...]
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Passages on one subject, as (title, text), with questions labelled for every one of them."""

    id: str
    passages: tuple[tuple[str, str], ...]
    rows: tuple[FamilyRow, ...]


def read_written(data: Path) -> list[Written]:
    """All passages with hand-written rows, those of `reading/uk.jsonl.gz` with their additions first."""
    return [*_first_set(data), *_ukrainian(data), *_foreign(data), *_follow_ups(data), *_own()]


def read_unanswerable() -> list[tuple[str, str]]:
    """(kind, text) of small talk and of off-topic questions."""
    return [(line["kind"], line["question"]) for line in _lines(FOLDER / "unanswerable.jsonl.gz")]


def read_families() -> list[Family]:
    """All families of our own passages."""
    return [
        Family(line["id"], tuple((title, text) for title, text in line["passages"]), _family_rows(line))
        for line in _lines(FOLDER / "families.jsonl.gz")
    ]


def read_groups(data: Path) -> list[Family]:
    """All families whose passages come from the data folder."""
    lines = list(_lines(FOLDER / "groups.jsonl.gz"))
    wanted = {place[name] for line in lines for place in line["passages"] for name in place if name in _TEXTS}
    texts = {
        name: {each["id"]: each for each in _lines(data / file) if each["id"] in wanted}
        for name, (file, _) in _TEXTS.items()
    }

    def passage(place: dict[str, Any]) -> tuple[str, str]:
        name = next(name for name in _TEXTS if name in place)
        source = texts[name][place[name]]
        return source.get("title") or "", source[_TEXTS[name][1]][place["start"] : place["end"]]

    return [Family(line["id"], tuple(map(passage, line["passages"])), _family_rows(line)) for line in lines]


# A place names the text it is in by one of these: (file, field of the text).
_TEXTS = {"article": ("uk_articles.jsonl.gz", "text"), "public": ("reading/public.jsonl.gz", "passage")}


def _family_rows(line: dict[str, Any]) -> tuple[FamilyRow, ...]:
    return tuple(
        FamilyRow(row["question"], tuple((p, s, e) for p, s, e in row["answers"]), row.get("after"))
        for row in line["rows"]
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _first_set(data: Path) -> Iterator[Written]:
    additions = {(line["article"], line["start"]): line["rows"] for line in _lines(FOLDER / "additions.jsonl.gz")}
    passages: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for line in _lines(data / "reading" / "uk.jsonl.gz"):
        passages.setdefault((line["article"], line["start"]), []).append(line)
    for place, lines in passages.items():
        first, more = lines[0], additions.get(place, [])
        sentences = {row["of"]: row for row in more if row["kind"] == "none"}
        rows = [
            {
                "kind": line["kind"],
                "question": line["question"],
                "answers": [(each["start"], each["start"] + len(each["text"])) for each in line["answers"]],
                **{
                    name: value
                    for name, value in sentences.get(line["id"], {}).items()
                    if name in ("sentence", "answer")
                },
            }
            for line in lines
        ]
        rows += [row for row in more if row["kind"] != "none"]
        yield _written(first["article"], first["source"], first["title"], first["start"], first["passage"], rows)


def _ukrainian(data: Path) -> Iterator[Written]:
    for line, article in _with_articles(data, "ukrainian.jsonl.gz"):
        passage = article["text"][line["start"] : line["end"]]
        yield _written(article["id"], article["source"], article["title"], line["start"], passage, line["rows"])


def _follow_ups(data: Path) -> Iterator[Written]:
    for line, article in _with_articles(data, "followups.jsonl.gz"):
        passage = article["text"][line["start"] : line["end"]]
        begin, stop = line["after"]["answer"]
        context = Context(line["after"]["question"], article["text"][begin:stop]).text
        place = article["id"], article["source"], article["title"], line["start"]
        yield _written(*place, passage, line["rows"], context)


def _with_articles(data: Path, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(line, article) of each line of a file."""
    lines = list(_lines(FOLDER / name))
    wanted = {line["article"] for line in lines}
    articles = {each["id"]: each for each in _lines(data / "uk_articles.jsonl.gz") if each["id"] in wanted}
    for line in lines:
        yield line, articles[line["article"]]


def _foreign(data: Path) -> Iterator[Written]:
    lines = list(_lines(FOLDER / "foreign.jsonl.gz"))
    wanted = {line["public"] for line in lines}
    rows = {each["id"]: each for each in _lines(data / "reading" / "public.jsonl.gz") if each["id"] in wanted}
    for line in lines:
        row = rows[line["public"]]
        passage = row["passage"][line["start"] : line["end"]]
        yield _written(row["id"], row["source"], row.get("title") or "", line["start"], passage, line["rows"])


def _own() -> Iterator[Written]:
    for line in _lines(FOLDER / "own_passages.jsonl.gz"):
        yield _written(line["id"], "own", line["title"], 0, line["passage"], line["rows"])


def _written(
    article: str, source: str, title: str, start: int, passage: str, rows: list[dict[str, Any]], context: str = ""
) -> Written:
    """The passage with its rows; without a `context`, follow-ups follow its direct question."""
    asked = next((row for row in rows if row["kind"] == "direct"), None)
    earlier: Span | None = None
    if asked and not context:
        begin, stop = asked["answers"][0]
        earlier = begin, stop
        context = Context(asked["question"], passage[begin:stop]).text
    made = [
        Row(
            kind=row["kind"],
            question=row["question"],
            answers=tuple((begin, stop) for begin, stop in row.get("answers", [])),
            context=context if row["kind"].startswith("follow-up") else "",
            sentence=row.get("sentence", ""),
            answer=tuple(row.get("answer", (0, 0))),
            earlier=earlier if row["kind"].startswith("follow-up") else None,
        )
        for row in rows
    ]
    return Written(article, source, title, start, start + len(passage), passage, tuple(made))
