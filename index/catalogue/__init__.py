"""The catalogue: the SQLite database that holds the truth of an index. It knows nothing of what is derived from it."""
