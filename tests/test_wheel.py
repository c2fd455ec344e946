"""The wheel holds all that the program needs, and works outside the source tree."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("dzherelo", "index", "qa", "ui")
LOOK = """
import json, sys
import dzherelo, index, qa, ui
from qa.reader.weights import FILE, READER_SHA256
from ui.cli.serving_commands import SAMPLE
from ui.texts import read_texts
import hashlib
print(json.dumps({
    "places": [module.__file__ for module in (dzherelo, index, qa, ui)],
    "sample": len(list(SAMPLE.glob("*/*.md"))),
    "languages": sorted(read_texts()),
    "reader": hashlib.sha256(FILE.read_bytes()).hexdigest() == READER_SHA256,
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what it is made of."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in (*PACKAGES, "corpus"):
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    build = f"from setuptools import build_meta; print(build_meta.build_wheel({str(out)!r}))"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    [made] = out.glob("*.whl")
    return made


def test_it_holds_every_module_and_every_file_beside_one(wheel: Path):
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    sample = {f"ui/sample/{path.relative_to(ROOT / 'corpus').as_posix()}" for path in (ROOT / "corpus").rglob("*.md")}
    assert len(sample) > 50
    assert (wanted | sample) - held == set()
    assert {name.partition("/")[0] for name in held if ".dist-info" not in name} == set(PACKAGES)


def test_it_works_outside_the_source_tree(wheel: Path, tmp_path: Path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    surroundings = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", LOOK]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=surroundings)
    found = json.loads(run.stdout)
    assert all(Path(place).is_relative_to(tmp_path) for place in found.pop("places"))
    assert found == {"sample": 54, "languages": ["en", "uk"], "reader": True}
