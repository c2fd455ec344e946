"""The page of a quote in words: a page, slide, sheet or chapter, and whether its text was recognised."""

from typing import Protocol

from .texts import Texts

_NAMED = ("sheet", "chapter")
_NUMBERED = {"page": "page_of", "slide": "slide_of"}


class Paged(Protocol):
    """Anything that is on a page: a hit, a mention, a place."""

    @property
    def page(self) -> int | None:
        """The page's number, None without pages."""
        ...

    @property
    def recognised(self) -> bool:
        """Whether its text was recognised."""
        ...

    @property
    def unit(self) -> str:
        """What the page is."""
        ...

    @property
    def page_name(self) -> str:
        """The name of a sheet or chapter."""
        ...


def page_words(place: Paged, texts: Texts) -> str:
    """The page, and that its text is recognised; empty without pages."""
    if not place.page:
        return ""
    page = unit_words(texts, place.page, place.unit, place.page_name)
    return f"{page}, {texts('recognised')}" if place.recognised else page


def unit_words(texts: Texts, number: int, unit: str, name: str, pages: int = 0) -> str:
    """The page in words, by its number and name, and the number of `pages` if it is given.

    Empty for a sheet or chapter without a name: its number in the file is not the one that people know.
    """
    if unit in _NAMED:
        return texts(unit, None, name=name) if name else ""
    if unit not in _NUMBERED:
        return ""
    return texts(_NUMBERED[unit], None, number=number, pages=pages) if pages else texts(unit, None, number=number)
