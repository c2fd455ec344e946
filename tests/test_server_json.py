"""`server.json` for the MCP registry: it is valid there and matches the program."""

import json
import re
import tomllib
from pathlib import Path

import typer

from ui.cli import app

ROOT = Path(__file__).parents[1]
SERVER = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
[PACKAGE] = SERVER["packages"]


def test_the_names_and_versions_are_those_of_the_package():
    assert SERVER["version"] == PACKAGE["version"] == PROJECT["version"]
    assert PACKAGE["identifier"] == PROJECT["name"]
    [library] = PROJECT["optional-dependencies"]["mcp"]
    assert [each["value"] for each in PACKAGE["runtimeArguments"]] == [library]


def test_the_name_and_the_description_have_the_registrys_form():
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", SERVER["name"])
    assert 1 <= len(SERVER["description"]) <= 100


def test_readme_has_the_mark_by_which_the_registry_knows_the_owner():
    assert f"<!-- mcp-name: {SERVER['name']} -->" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_program_takes_the_arguments():
    command, *options = PACKAGE["packageArguments"]
    mcp = typer.main.get_command(app).commands[command["value"]]
    taken = {name for parameter in mcp.params for name in parameter.opts}
    assert {option["name"] for option in options} <= taken
