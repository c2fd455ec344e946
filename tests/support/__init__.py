"""What several test files use: `from support.X import Y`. Fixtures are in `conftest.py`."""
