"""The log of questions for log collectors: one JSON object per line, with the question only on request."""

import json
import sys
from datetime import UTC, datetime

from .queue import QuestionRecord


def log_question(record: QuestionRecord, words: bool = False) -> None:
    """Write the outcome of a question to stderr, and its text if `words` is true."""
    sys.stderr.write(f"{log_line(record, datetime.now(UTC), words)}\n")
    sys.stderr.flush()


def log_line(record: QuestionRecord, now: datetime, words: bool = False) -> str:
    """The outcome of a question, with the seconds spent waiting, working, and in each stage."""
    fields: dict[str, object] = {
        "time": now.isoformat(timespec="milliseconds"),
        "event": "question",
        "outcome": record.outcome,
        "waiting_seconds": round(record.waiting_seconds, 4),
        "working_seconds": round(record.working_seconds, 4),
    }
    fields |= {f"{name}_seconds": round(seconds, 4) for name, seconds in record.stages.items()}
    if words and record.question:
        fields["question"] = record.question
    return json.dumps(fields, ensure_ascii=False)
