"""The command line itself: the commands are registered with `app`, and `main` runs them.

Exit status 0 means done (a refusal is an answer), 1 an error whose second line is the fix, and 2 wrong usage.
"""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from index.errors import DzhereloError

from . import terminal
from .language import translate_help

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions from a folder of articles by quoting them.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dzherelo {version('dzherelo')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself, which stand before the command."""


def main() -> None:
    """Run the command line; for an error that the user can fix, print its message and fix, and exit with status 1."""
    command = typer.main.get_command(app)
    translate_help(command)
    try:
        command()
    except DzhereloError as error:
        terminal.print_error(error)
        sys.exit(1)
