"""M1: every gate fails when the bug that it guards against is inserted; a gate that cannot fail is worthless."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATCHES = sorted((ROOT / "tests" / "seeded_bugs").glob("*.patch"))
PARTS = ("dzherelo", "index", "qa", "ui", "tests", "training", "corpus", "pyproject.toml")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A scratch copy of the project, beside the same data."""
    copy = tmp_path_factory.mktemp("seeded") / "project"
    copy.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, copy / part)
    return copy


def patch(copy: Path, bug: Path, *options: str) -> None:
    """Insert a bug; a patch whose context has changed is an error."""
    subprocess.run(["git", "apply", *options, bug], cwd=copy, check=True)


def run_gate(copy: Path, gate: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", gate]
    return subprocess.run(program, cwd=copy, capture_output=True, text=True, timeout=600)


def test_every_seeded_bug_fits_the_program_and_names_a_gate(copy):
    assert len(PATCHES) >= 40
    for bug in PATCHES:
        rule, gate = bug.read_text().splitlines()[0].split(": ")
        file, test = gate.split("::")
        assert rule
        assert f"def {test}(" in (ROOT / file).read_text()
        patch(copy, bug, "--check")


@pytest.mark.soak
@pytest.mark.parametrize("bug", PATCHES, ids=[bug.stem for bug in PATCHES])
def test_a_seeded_bug_turns_its_gate_red(copy, bug, figure):
    rule, gate = bug.read_text().splitlines()[0].split(": ")
    patch(copy, bug)
    try:
        result = run_gate(copy, gate)
    finally:
        patch(copy, bug, "-R")
    assert result.returncode == 1, result.stdout + result.stderr
    figure("M1", f"{bug.stem} turns {rule} red")
