"""The command line: reads arguments, calls `index` and `qa`, prints.

It does not know how the web page looks or is served; `serve` only starts it.
"""

from . import commands as commands  # isort: skip
from . import care_commands as care_commands  # isort: skip
from . import archive_commands as archive_commands
from . import serving_commands as serving_commands
from .app import app, main

__all__ = ["app", "main"]
