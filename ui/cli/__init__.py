"""The command line: reads arguments, calls `index` and `qa`, prints.

It does not know how the web page looks or is served; `serve` only starts it.
"""

from . import archive_commands as archive_commands
from . import program_commands as program_commands
from .commands import app, main

__all__ = ["app", "main"]
