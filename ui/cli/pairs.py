"""Options that give names with values: `--where author=NAME`."""

from collections.abc import Sequence

import typer


def read_pairs(option: str, given: Sequence[str] | None) -> dict[str, list[str]]:
    """The values of each name, in their order; what has no name before "=" is wrong usage."""
    pairs: dict[str, list[str]] = {}
    for each in given or ():
        name, sign, value = each.partition("=")
        if not (name.strip() and sign):
            raise typer.BadParameter(f"{option} {each} has no name and value: give {option} NAME=VALUE")
        pairs.setdefault(name.strip(), []).append(value.strip())
    return pairs
