"""Starts, watches and cancels the rebuild of the index, which runs in a process of lower priority."""

import json
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

from index.progress import BuildStep

from .last_build_report import LastBuild, from_json

State = Literal["idle", "running", "done", "failed", "cancelled"]
_SECONDS_TO_STOP = 5.0
_LINES_KEPT = 20


@dataclass(frozen=True, slots=True)
class RebuildState:
    """The state of a rebuild: its step and counts and, once it has ended, the report or the error with its fix.

    `step` is None until the process reports its first.
    """

    state: State = "idle"
    step: BuildStep | None = None
    done: int = 0
    total: int = 0
    step_began: float = 0.0
    seconds: float = 0.0
    report: LastBuild | None = None
    error: str = ""
    fix: str = ""

    @property
    def seconds_left(self) -> float:
        """An estimate from the speed of this step; 0 if there is none yet."""
        if self.state != "running" or not 0 < self.done < self.total:
            return 0.0
        return (time.monotonic() - self.step_began) * (self.total - self.done) / self.done


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of a step of the build."""

    step: BuildStep
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the build ended without a report."""

    error: str
    fix: str


Event = Step | Failure | LastBuild


class Rebuild:
    """The one rebuild that may run; safe to use from several threads."""

    def __init__(self, corpus: Path, index_dir: Path) -> None:
        # Without -P, Python would import modules from the folder that the server was started in.
        self._command = [sys.executable, "-P", "-m", "ui.corpus.rebuild_process", str(corpus), str(index_dir)]
        self._lock = threading.Lock()
        self._progress = RebuildState()
        self._process: subprocess.Popen[str] | None = None
        self._began = 0.0

    def progress(self) -> RebuildState:
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
            self._progress = RebuildState("running", step_began=self._began)
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        threading.Thread(target=self._watch, args=(self._process,), daemon=True).start()
        return True

    def cancel(self) -> None:
        """Stop the running rebuild, if any; the index stays unchanged, and encoded passages are kept for the next."""
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
        """Watch the process until it ends; afterwards the state is never "running"."""
        errors: deque[str] = deque(maxlen=_LINES_KEPT)
        with process:
            listening = threading.Thread(target=_collect, args=(process.stderr, errors), daemon=True)
            listening.start()
            for line in process.stdout or ():
                if (event := read_event(line)) is not None:
                    self._apply(process, event)
            code = process.wait()
            listening.join()
        with self._lock:
            if self._process is not process:
                return  # it has already reported, and the next rebuild has begun
            self._progress = replace(self._progress, seconds=time.monotonic() - self._began)
            if self._progress.state == "running":
                error = errors[-1].strip() if errors else f"the build ended with exit status {code}"
                self._progress = replace(self._progress, state="failed", error=error, fix="dzherelo build")

    def _apply(self, process: subprocess.Popen[str], event: Event) -> None:
        with self._lock:
            now = self._progress
            if now.state != "running" or self._process is not process:
                return
            if isinstance(event, LastBuild):
                self._progress = replace(now, state="done", report=event)
            elif isinstance(event, Failure):
                self._progress = replace(now, state="failed", error=event.error, fix=event.fix)
            else:
                began = now.step_began if event.step == now.step else time.monotonic()
                step, done, total = event.step, event.done, event.total
                self._progress = replace(now, step=step, done=done, total=total, step_began=began)


def read_event(line: str) -> Event | None:
    """The event in a line of the process; None for a line that a library printed."""
    try:
        values = json.loads(line)
        if "report" in values:
            return from_json(values["report"])
        if "error" in values:
            return Failure(str(values["error"]), str(values["fix"]))
        return Step(BuildStep(values["step"]), int(values["done"]), int(values["total"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _collect(stream: IO[str] | None, lines: deque[str]) -> None:
    lines.extend(line for line in stream or () if line.strip())
