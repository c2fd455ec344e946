"""The page that a quote stands on, in words, and whether its text was recognised in a picture."""

from typing import Protocol

from .texts import Texts


class Paged(Protocol):
    """What stands on a page: a hit, a mention, a place."""

    @property
    def page(self) -> int | None:
        """The page's number, None without pages."""
        ...

    @property
    def recognised(self) -> bool:
        """Whether its text was recognised."""
        ...


def page_words(place: Paged, texts: Texts) -> str:
    """The page, and that its text is recognised; empty without pages."""
    if not place.page:
        return ""
    page = texts("page", None, number=place.page)
    return f"{page}, {texts('recognised')}" if place.recognised else page
