"""The catalogue: the SQLite database that generations are derived from. It does not depend on their files."""
