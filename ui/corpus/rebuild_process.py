"""The rebuild as a process of its own: `python -m ui.corpus.rebuild_process CORPUS INDEX`.

It prints its progress as JSON lines on stdout.

It gives way to the server that answers questions, and so that it does, it imports what building needs, not the page.
"""

import dataclasses
import json
import os
import sys
import time
from pathlib import Path

from index.errors import DzhereloError

_NICENESS = 10
# The page asks twice a second: telling it more often would only slow the build.
_SECONDS_BETWEEN = 0.2


def main(corpus: str, index_dir: str) -> None:
    """Build, and tell each step, then the report or the error."""
    os.nice(_NICENESS)
    from index import build

    from .last_build_report import keep_last_build

    last = ("", 0.0)

    def told(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if step != last[0] or done == total or now - last[1] >= _SECONDS_BETWEEN:
            last = (step, now)
            _tell({"step": step, "done": done, "total": total})

    try:
        report = build(corpus, index_dir, progress=told)
    except DzhereloError as error:
        _tell({"error": error.message, "fix": error.fix})
    else:
        _tell({"report": dataclasses.asdict(keep_last_build(Path(index_dir), report))})


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
