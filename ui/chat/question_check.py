"""Checks a question before it is searched; problems are identified by the page's sentences for them."""

from index.errors import QuestionError
from qa.question import MAX_CHARS
from ui.history.records import Asked

from .typed_days import read_days


class QuestionProblem(Exception):
    """A question that cannot be asked.

    `key` names the sentence with the reason; `count` is its number, and `most` the largest allowed number.
    """

    def __init__(self, key: str, count: int | None = None, most: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.count = count
        self.most = most


def check_question(asked: Asked) -> None:
    """Raise QuestionProblem if the question or its filter cannot be searched."""
    question = asked.question.strip()
    if not question:
        raise QuestionProblem("problem_empty")
    if not any(map(str.isalnum, question)):
        raise QuestionProblem("problem_no_word")
    if len(question) > MAX_CHARS:
        raise QuestionProblem("problem_long", len(question), MAX_CHARS)
    try:
        since, until = read_days(asked.since, asked.until)
    except QuestionError as error:
        raise QuestionProblem("problem_date") from error
    if since and until and since > until:
        raise QuestionProblem("problem_order")
