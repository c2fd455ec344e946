"""The log of questions for programs that collect logs: one JSON object a line, without a word of what was asked."""

import json
import sys
from datetime import UTC, datetime

from .queue import Stay


def log_stay(stay: Stay) -> None:
    """Write what became of a question to stderr."""
    sys.stderr.write(f"{log_line(stay, datetime.now(UTC))}\n")
    sys.stderr.flush()


def log_line(stay: Stay, now: datetime) -> str:
    """What became of a question, with the seconds it waited and was worked on."""
    fields = {
        "time": now.isoformat(timespec="milliseconds"),
        "event": "question",
        "outcome": stay.outcome,
        "waiting_seconds": round(stay.waiting_seconds, 4),
        "working_seconds": round(stay.working_seconds, 4),
    }
    return json.dumps(fields)
