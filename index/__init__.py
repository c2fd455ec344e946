"""Articles made into a searchable index: read, split, encoded, stored, rebuilt. It knows nothing of questions."""

from .build import BuildReport, build
from .errors import DzhereloError
from .store import Store

__all__ = ["BuildReport", "DzhereloError", "Store", "build"]
