"""The log of questions for programs that collect logs: one JSON object a line, with what was asked only on request."""

import json
import sys
from datetime import UTC, datetime

from .queue import Stay


def log_stay(stay: Stay, words: bool = False) -> None:
    """Write what became of a question to stderr, with its words where they are wanted."""
    sys.stderr.write(f"{log_line(stay, datetime.now(UTC), words)}\n")
    sys.stderr.flush()


def log_line(stay: Stay, now: datetime, words: bool = False) -> str:
    """What became of a question, with the seconds it waited and was worked on, and those of each stage reached."""
    fields: dict[str, object] = {
        "time": now.isoformat(timespec="milliseconds"),
        "event": "question",
        "outcome": stay.outcome,
        "waiting_seconds": round(stay.waiting_seconds, 4),
        "working_seconds": round(stay.working_seconds, 4),
    }
    fields |= {f"{name}_seconds": round(seconds, 4) for name, seconds in stay.stages.items()}
    if words and stay.question:
        fields["question"] = stay.question
    return json.dumps(fields, ensure_ascii=False)
