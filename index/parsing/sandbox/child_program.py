"""The command that runs code of this package in a child process, without what only the parent needs."""

import sys
from pathlib import Path

# An empty package replaces `index`, whose own `__init__` would load all of the search into the child.
_BARE_PACKAGE = """
import sys, types
index = types.ModuleType("index")
index.__path__ = [sys.argv[1]]
sys.modules["index"] = index
"""
_PACKAGE = str(Path(__file__).parents[2])


def child_command(code: str, argument: str) -> list[str]:
    """The command that runs the code, which finds the argument in `sys.argv[2]`."""
    return [sys.executable, "-I", "-c", _BARE_PACKAGE + code, _PACKAGE, argument]
