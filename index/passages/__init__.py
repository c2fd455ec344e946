"""Finds the passages and sentences of a text. It knows nothing of files, vectors or questions."""
