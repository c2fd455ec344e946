"""Writes `docs/commands.md` from the program itself: `python docs/commands_page.py`. A test compares the two."""

from pathlib import Path
from typing import Any

import typer

from ui.cli import app

PAGE = Path(__file__).with_name("commands.md")
HEAD = """\
# Every command

This page is made from the program by `python docs/commands_page.py`. `dzherelo COMMAND --help` prints the same,
and `dzherelo --version` prints the version.
Exit status 0 means done (a refusal is an answer), 1 an error (the second line says how to fix it), 2 wrong usage.
"""


def commands_page() -> str:
    """The page: each command with what it does, its usage and its parameters."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return HEAD + "".join(_section(name, commands[name]) for name in commands)


def _section(name: str, command: Any) -> str:  # noqa: ANN401 - typer's own click has no public types
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    words = [_argument(each) for each in arguments] + ["[OPTIONS]"] * bool(options)
    usage = " ".join(["dzherelo", name, *words])
    rows = [f"| {_names(each)} | {_meaning(each)} |\n" for each in [*arguments, *options]]
    table = "| | |\n|---|---|\n" + "".join(rows) if rows else ""
    return f"\n## {name}\n{command.help}\n```\n{usage}\n```\n{table}"


def _argument(argument: Any) -> str:  # noqa: ANN401
    shown = argument.name.upper()
    return shown if argument.required else f"[{shown}]"


def _names(parameter: Any) -> str:  # noqa: ANN401
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return ", ".join(f"`{name}{value}`" for name in parameter.opts)


def _meaning(parameter: Any) -> str:  # noqa: ANN401
    words = [parameter.help or ""]
    default = parameter.default
    if default not in (None, "", False, ()) and not callable(default):
        words.append(f"Default: `{default}`.")
    if getattr(parameter, "envvar", None):
        words.append(f"Environment: `{parameter.envvar}`.")
    return " ".join(words).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
