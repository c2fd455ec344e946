"""Rebuilding the index beside the page: started, watched and cancelled here, done in a process that yields to
asking.
"""

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from .last_build_report import LastBuild, from_json

State = Literal["idle", "running", "done", "failed", "cancelled"]
_SECONDS_TO_STOP = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """A rebuild as it stands: the step it is at, and in the end the report or the error with its fix."""

    state: State = "idle"
    step: str = "starting"
    done: int = 0
    total: int = 0
    step_began: float = 0.0
    seconds: float = 0.0
    report: LastBuild | None = None
    error: str = ""
    fix: str = ""

    @property
    def seconds_left(self) -> float:
        """An estimate from the pace of this step; 0 where there is none yet."""
        if self.state != "running" or not 0 < self.done < self.total:
            return 0.0
        return (time.monotonic() - self.step_began) * (self.total - self.done) / self.done


class Rebuild:
    """The one rebuild that may run; safe to use from several threads."""

    def __init__(self, corpus: Path, index_dir: Path) -> None:
        # Without -P it would import whatever lies in the folder that the page was started from.
        self._command = [sys.executable, "-P", "-m", "ui.corpus.rebuild_process", str(corpus), str(index_dir)]
        self._lock = threading.Lock()
        self._progress = Progress()
        self._process: subprocess.Popen[str] | None = None
        self._began = 0.0

    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            running = self._progress.state == "running"
            return replace(self._progress, seconds=time.monotonic() - self._began) if running else self._progress

    def start(self) -> bool:
        """Start a rebuild; False if one is running."""
        with self._lock:
            if self._progress.state == "running":
                return False
            self._began = time.monotonic()
            self._progress = Progress("running", step_began=self._began)
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                encoding="utf-8", errors="replace", start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._watch, args=(self._process,), daemon=True).start()
        return True

    def cancel(self) -> None:
        """Stop the rebuild if one runs; the index stays as it was, and what was encoded is kept for the next one."""
        with self._lock:
            process = self._process
            if process is None or self._progress.state != "running":
                return
            self._progress = replace(self._progress, state="cancelled")
        process.terminate()
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()

    def _watch(self, process: subprocess.Popen[str]) -> None:
        said: list[str] = []
        with process:
            listening = threading.Thread(target=_collect, args=(process.stderr, said), daemon=True)
            listening.start()
            for line in process.stdout or ():
                if line.startswith("{"):
                    self._hear(process, json.loads(line))
            code = process.wait()
            listening.join()
        with self._lock:
            if self._process is not process:
                return  # it told its report a moment ago, and the next one has begun
            seconds = time.monotonic() - self._began
            self._progress = replace(self._progress, seconds=seconds)
            if self._progress.state == "running":
                error = (said or [f"the build ended with exit status {code}"])[-1].strip()
                self._progress = replace(self._progress, state="failed", error=error, fix="dzherelo build")

    def _hear(self, process: subprocess.Popen[str], told: dict[str, Any]) -> None:
        with self._lock:
            now = self._progress
            if now.state != "running" or self._process is not process:
                return
            if "report" in told:
                self._progress = replace(now, state="done", report=from_json(told["report"]))
            elif "error" in told:
                self._progress = replace(now, state="failed", error=told["error"], fix=told["fix"])
            else:
                began = now.step_began if told["step"] == now.step else time.monotonic()
                self._progress = replace(now, **told, step_began=began)


def _collect(stream: IO[str] | None, lines: list[str]) -> None:
    for line in stream or ():
        if line.strip():
            lines[:] = [*lines[-20:], line]
