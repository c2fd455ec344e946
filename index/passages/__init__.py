"""Finds the passages and sentences of a text. It does not depend on files, vectors or questions."""
