"""The rebuild as a separate process: `python -m ui.corpus.rebuild_process CORPUS INDEX`, progress as JSON lines.

It runs at a lower priority than the server, and imports only what building needs, not the page.
"""

import dataclasses
import json
import os
import sys
import time
from pathlib import Path

from index.errors import DzhereloError

_NICENESS = 10
# The page polls twice a second; more frequent progress would only slow the build.
_SECONDS_BETWEEN = 0.2


def main(corpus: str, index_dir: str) -> None:
    """Build, and print the progress of each step, then the report or the error."""
    os.nice(_NICENESS)
    from index import build

    from .last_build_report import write_last_build

    last = ("", 0.0)

    def report_progress(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if step != last[0] or done == total or now - last[1] >= _SECONDS_BETWEEN:
            last = (step, now)
            _print({"step": step, "done": done, "total": total})

    try:
        report = build(corpus, index_dir, progress=report_progress)
    except DzhereloError as error:
        _print({"error": error.message, "fix": error.fix})
    else:
        _print({"report": dataclasses.asdict(write_last_build(Path(index_dir), report, Path(corpus)))})


def _print(event: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(event, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
