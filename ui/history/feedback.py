"""Rated answers as a question file for `dzherelo eval`: JSON Lines of questions with the articles that answer them."""

import json

from .records import Turn
from .store import History


def question_file(history: History, owner: str = "") -> str:
    """One line per rated turn whose right answer is known from the rating; other turns cannot be evaluated.

    A thumb up confirms what was shown. A thumb down with the reason "none" says that no article answers.
    """
    rows = [_row(turn, earlier) for turn, earlier in history.rated(owner)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row)


def _row(turn: Turn, earlier: tuple[str, ...]) -> dict[str, object]:
    answered = turn.answer.status == "answered"
    kind, _, words = turn.reason.partition(":")
    if turn.thumb < 0 and not (answered and kind == "none"):
        return {}
    row: dict[str, object] = {"id": f"feedback-{turn.id}", "question": turn.asked.question}
    right = answered and turn.thumb > 0
    first = turn.answer.citations[0] if right else None
    row["answerable"] = right
    row["articles"] = [first.article_id] if first else []
    if first:
        row["answers"] = [first.answer_text]
        row["spans"] = [{"start": first.answer_start, "end": first.answer_end}]
        if first.page:
            row["page"] = first.page
    row["history"] = list(earlier)
    row["judged"] = {"thumb": turn.thumb, "reason": kind, "words": words, "asked_at": turn.asked_at.isoformat()}
    return row
