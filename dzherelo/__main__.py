"""`python -m dzherelo` is the command line."""

from ui.cli import main

main()
