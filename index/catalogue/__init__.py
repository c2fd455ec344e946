"""The catalogue: the SQLite database that generations are derived from. It knows nothing of their files."""
