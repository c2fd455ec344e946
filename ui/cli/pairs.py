"""Options that give names with values: `--where author=NAME`."""

from collections.abc import Sequence

import typer

from index.errors import QuestionError
from qa import arguments


def read_pairs(option: str, given: Sequence[str] | None) -> dict[str, list[str]]:
    """The values of each name, in their order; what has no name before "=" is wrong usage."""
    try:
        return arguments.read_pairs(given or ())
    except QuestionError as error:
        raise typer.BadParameter(f"{option}: {error}") from error
