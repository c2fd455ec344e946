"""Checks what a program gives to `build` and `Assistant.open`, so that an error names the argument and its value."""

import os
from pathlib import Path

from index.errors import DzhereloError


def read_path(name: str, value: object, error: type[DzhereloError]) -> Path:
    """The path that an argument gives; an `error` if it is not a path."""
    if not isinstance(value, str | os.PathLike):
        raise error(f"{name} is {value!r}, not a path", f"Give {name} as a str or a Path")
    return Path(value)


def check_name(name: str, value: object, error: type[DzhereloError]) -> None:
    """An `error` unless the value is a text or None."""
    if value is not None and not isinstance(value, str):
        raise error(f"{name} is {value!r}, not a text", f"Give {name} as a str, or leave it out")
