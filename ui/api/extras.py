"""Optional libraries of some interfaces, installed as extras of the package."""

from importlib.util import find_spec

from index.errors import DzhereloError


class MissingExtraError(DzhereloError):
    """A library that an interface needs is not installed."""


def require(extra: str) -> None:
    """Check that the extra's library is installed; MissingExtraError names the command that installs it."""
    if find_spec(extra) is None:
        raise MissingExtraError(f"the library {extra} is not installed", f"Install it: pip install 'dzherelo[{extra}]'")
