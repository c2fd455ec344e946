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


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the shipped corpus, where README's commands can be given as they stand."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def built(folder):
    """What the first command of README, which builds the index, prints."""
    return printed("dzherelo build corpus", folder)


def printed(command, folder):
    run = subprocess.run(f"{BIN}/{command}", shell=True, capture_output=True, text=True, cwd=folder, check=True)
    return run.stdout


@pytest.mark.usefixtures("built")
def test_the_python_example_prints_what_readme_says(folder):
    example, output = re.findall(r"```python\n(.*?)```\n```\n(.*?)```", README, re.DOTALL)[0]
    run = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=folder, check=True)
    assert run.stdout == output


def test_every_command_prints_what_readme_shows_of_it(folder, built):
    shown = re.findall(r"^\$ (dzherelo .*)\n((?:(?!\$ |```).*\n)*)", README, re.MULTILINE)
    assert len(shown) == 3
    assert shown[0][0] == "dzherelo build corpus"
    for command, output in shown:
        said = built if command == shown[0][0] else printed(command, folder)
        for line in output.splitlines():
            start = line.partition("…")[0].partition("Generation")[0].rstrip()
            assert start in said, command
