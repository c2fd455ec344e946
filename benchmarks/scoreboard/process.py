"""A peer's process: starts it in its own environment, sends it commands, and ends it."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
_QUIET_AND_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "true",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "PYTHONUNBUFFERED": "1",
}


class PeerFailed(Exception):
    """A peer's process ended before it answered; the message is the last line that it wrote."""


class Running:
    """A running peer. It speaks the protocol of `protocol.serve`."""

    def __init__(self, python: Path, name: str, model: Path, log: Path) -> None:
        self.begun = time.perf_counter()
        self._log = log
        with log.open("a") as errors:
            self._process = subprocess.Popen(
                [python, "-m", f"benchmarks.scoreboard.peers.{name}", model],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                env=os.environ | _QUIET_AND_OFFLINE,
                text=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def tell(self, do: str, **given: object) -> dict[str, Any]:
        """The peer's response to one command; PeerFailed if there is none."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": do} | given, default=str, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            line = ""
        else:
            line = self._process.stdout.readline()
        if not line:
            raise PeerFailed((self._log.read_text().strip().splitlines() or ["it wrote nothing"])[-1])
        answer: dict[str, Any] = json.loads(line)
        return answer
