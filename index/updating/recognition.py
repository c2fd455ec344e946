"""Whether text recognition can now read more of a file's pages than in an earlier build.

The settings of a file with recognised pages end with the languages that these were recognised in.
"""

from collections.abc import Sequence

from index.catalogue.entries import CataloguedFile
from index.parsing.parsed_document import NEEDS_RECOGNITION, RECOGNISED
from index.parsing.pdf.tesseract import engine_at, tesseract_path
from index.records import Warned

_LANGUAGES = ", recognised with "


def can_be_recognised(before: CataloguedFile) -> bool:
    """Whether pages were left out because the program, or one of its languages, was missing and is installed now."""
    if any(warned.kind in NEEDS_RECOGNITION for warned in before.warnings):
        return bool(tesseract_path())
    known = before.settings.partition(_LANGUAGES)[2]
    return bool(known) and not set(_languages()) <= set(known.split("+"))


def with_languages(settings: str, warnings: Sequence[Warned]) -> str:
    """The settings of a file; if pages of it were recognised, with the languages used."""
    if not any(warned.kind in RECOGNISED for warned in warnings):
        return settings
    return settings + _LANGUAGES + "+".join(_languages())


def without_languages(settings: str) -> str:
    """The settings of a file without the languages of recognition."""
    return settings.partition(_LANGUAGES)[0]


def _languages() -> list[str]:
    engine = engine_at(tesseract_path(), limited=False)
    return engine.languages.split("+") if engine else []
