"""The steps of a build: finding changes, encoding, and publishing a new generation. It asks no questions."""
