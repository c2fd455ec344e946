"""The language of the command line: the locale's if there are texts in it, else English."""

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from ui.texts import Texts, read_texts
from ui.texts.messages import translated

if TYPE_CHECKING:
    from typer._click.core import Command

# The first variable that is set decides, as in other programs.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_FALLBACK = "en"


def language_of(environment: Mapping[str, str], known: Mapping[str, object]) -> str:
    """The code of the locale's language if it is known, else English."""
    chosen = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    code = chosen.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in known else _FALLBACK


@cache
def terminal_texts() -> Texts:
    """The texts in the language of this terminal."""
    languages = read_texts()
    return languages[language_of(os.environ, languages)]


def localized(message: str) -> str:
    """A message in the language of the terminal; unchanged if it has no translation."""
    return translated(message, terminal_texts()) or message


def wrong_usage(message: str) -> typer.BadParameter:
    """The error for options that cannot be used like this, in the language of the terminal."""
    return typer.BadParameter(localized(message))


def translate_help(command: "Command") -> None:
    """Translate the help of a command, its parameters and its subcommands into the language of the terminal.

    Flags are shown without `<bool>`: they take no value.
    """
    command.help = localized(command.help or "")
    for parameter in (*command.params, command.get_help_option(typer.Context(command))):
        if isinstance(parameter, TyperOption | TyperArgument) and parameter.help:
            parameter.help = localized(parameter.help)
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            translate_help(inner)
