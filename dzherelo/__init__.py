"""Dzherelo as one package: the public names of `index` and `qa` for other programs.

`dzherelo.langchain` and `dzherelo.haystack` are retrievers for those frameworks, each an extra.
"""

from .own_packages import check_own_packages

check_own_packages()

from index import BuildReport, DzhereloError, build  # noqa: E402
from qa import Answer, Assistant, Citation, Hit, ask, retrieve, verify_quotes  # noqa: E402

__all__ = [
    "Answer",
    "Assistant",
    "BuildReport",
    "Citation",
    "DzhereloError",
    "Hit",
    "ask",
    "build",
    "retrieve",
    "verify_quotes",
]
