"""The steps of a build: what changed, its vectors, and the publication of a new generation. It asks no questions."""
