"""Builds and searches an index of articles: parsing, splitting, encoding, storing. It does not depend on questions."""

from index.build import BuildReport, build
from index.errors import DzhereloError
from index.local_store import LocalStore
from index.store import Store

__all__ = ["BuildReport", "DzhereloError", "LocalStore", "Store", "build"]
