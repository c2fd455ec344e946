"""Articles made into a searchable index: read, split, encoded, stored, rebuilt. It knows nothing of questions."""

from index.build import BuildReport, build
from index.errors import DzhereloError
from index.store import Store

__all__ = ["BuildReport", "DzhereloError", "Store", "build"]
