"""What README shows is what happens: its Python example and its commands are run, and print what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


@pytest.fixture
def folder(tmp_path):
    """A folder with the shipped corpus, where README's commands can be given as they stand."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    return tmp_path


def test_the_python_example_prints_what_readme_says(folder):
    example, output = re.findall(r"```python\n(.*?)```\n```\n(.*?)```", README, re.DOTALL)[0]
    run = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=folder, check=True)
    assert run.stdout == output


def test_every_command_prints_what_readme_shows_of_it(folder):
    shown = re.findall(r"^\$ (dzherelo .*)\n((?:(?!\$ |```).*\n)*)", README, re.MULTILINE)
    assert len(shown) == 3
    for command, output in shown:
        run = subprocess.run(f"{BIN}/{command}", shell=True, capture_output=True, text=True, cwd=folder, check=True)
        for line in output.splitlines():
            start = line.partition("…")[0].partition("Generation")[0].rstrip()
            assert start in run.stdout, command
