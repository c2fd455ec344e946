"""Texts to passages and sentences: where both end. It knows nothing of files, vectors or questions."""
