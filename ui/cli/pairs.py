"""Options that give names with values: `--where author=NAME`."""

from collections.abc import Sequence

from index.errors import QuestionError
from qa import arguments

from .language import localized, wrong_usage


def read_pairs(option: str, given: Sequence[str] | None) -> dict[str, list[str]]:
    """The values of each name, in their order; what has no name before "=" is wrong usage."""
    try:
        return arguments.read_pairs(given or ())
    except QuestionError as error:
        raise wrong_usage(f"{option}: {localized(error.message)}. {localized(error.fix)}") from error
