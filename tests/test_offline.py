"""No telemetry: it is disabled in all libraries, and they leave no trace of preparing it."""

import os
import subprocess
import sys
from pathlib import Path

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model

ROOT = Path(__file__).parents[1]


def test_the_graph_runs_without_preparing_a_report_to_its_makers(tmp_path):
    folder = ensure_model(default_cache())
    program = (
        "from pathlib import Path; from index.model.runtime import Runtime;"
        f"print(Runtime(Path({str(folder)!r})).encode(['query: вода']).shape)"
    )
    surroundings = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("ORT_")}
    surroundings |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    run = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "(1, 384)\n"
    assert list(tmp_path.rglob("*")) == []  # where its reports would wait to be sent
