"""Reads question files: JSON Lines with `question`, `answerable`, `articles` and other fields of the answer.

It knows only the format; `runner` checks whether the articles are in the index.
"""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from index.errors import QuestionError

from ..question import read_question
from .records import GoldQuestion, Span

_FIELDS = ("question", "answerable", "articles", "answers", "spans", "page", "history", "kind", "language")
_FIX = (
    "Correct that line; each is one JSON object such as "
    '{"id": "1", "question": "…?", "answerable": true, "articles": ["folder/file.md"]}'
)


def read_questions(path: Path) -> list[GoldQuestion]:
    """The questions of the file, in order; blank lines are left out.

    A missing id becomes the line number; a missing `answerable` follows from `articles`. QuestionError with file, line
    and the fault.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 (byte {error.start})", "Save it as UTF-8") from error
    except OSError as error:
        raise QuestionError(
            f"{path} cannot be read: {error.strerror}", "Give an existing file of questions, or none"
        ) from error
    questions: dict[str, GoldQuestion] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                question = _question(line, number)
                if question.id in questions:
                    raise ValueError(f"the id {question.id!r} is that of an earlier line")
            except ValueError as error:
                raise QuestionError(f"{path}, line {number}: {error}", _FIX) from error
            questions[question.id] = question
    if not questions:
        raise QuestionError(f"{path} contains no questions", "Write one JSON object per line, or give no file")
    return list(questions.values())


def _question(line: str, number: int) -> GoldQuestion:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(fields, dict):
        raise ValueError(f"a JSON {type(fields).__name__}, not an object")
    _check_names(fields)
    articles = _texts(fields, "articles")
    answerable = fields.get("answerable", bool(articles))
    if not isinstance(answerable, bool):
        raise ValueError(f'"answerable" is {answerable!r}, not true or false')
    if answerable != bool(articles):
        wrong = "no articles that answer it" if answerable else f"articles that answer it: {', '.join(articles)}"
        raise ValueError(f'"answerable" is {str(answerable).lower()}, yet there are {wrong}')
    page, spans = _page(fields), _spans(fields)
    if len(articles) > 1 and (page or spans):
        raise ValueError(f'"page" and "spans" need one article, and "articles" names {len(articles)}')
    return GoldQuestion(
        id=str(fields.get("id", number)),
        question=_searchable(fields),
        answerable=answerable,
        articles=articles,
        page=page if answerable else None,
        answers=_texts(fields, "answers") if answerable else (),
        spans=spans if answerable else (),
        history=_texts(fields, "history"),
        kind=_text(fields, "kind"),
        language=_text(fields, "language"),
    )


def _check_names(fields: dict[str, Any]) -> None:
    """ValueError for a misspelt name: the question would silently count as one that must be refused."""
    missing = [name for name in _FIELDS if name not in fields]
    for name in fields.keys() - set(_FIELDS):
        if meant := get_close_matches(name, missing, n=1, cutoff=0.75):
            raise ValueError(f'"{name}" is not a field of a question; "{meant[0]}" is')


def _searchable(fields: dict[str, Any]) -> str:
    question = _text(fields, "question")
    try:
        read_question(question, _texts(fields, "history"))
    except QuestionError as error:
        raise ValueError(error.message) from error
    return question


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f'"{name}" is {value!r}, not a text')
    return value


def _texts(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f'"{name}" is {value!r}, not a list of texts')
    return tuple(value)


def _page(fields: dict[str, Any]) -> int | None:
    page = fields.get("page")
    if page is not None and (type(page) is not int or page < 1):
        raise ValueError(f'"page" is {page!r}, not a number from 1')
    return page


def _spans(fields: dict[str, Any]) -> tuple[Span, ...]:
    spans = fields.get("spans") or []
    if not isinstance(spans, list) or not all(map(_is_span, spans)):
        raise ValueError(f'"spans" is {spans!r}, not a list of {{"start": 0, "end": 1}}')
    return tuple((span["start"], span["end"]) for span in spans)


def _is_span(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    start, end = value.get("start"), value.get("end")
    return type(start) is int and type(end) is int and 0 <= start < end
