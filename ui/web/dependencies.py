"""Dependencies of the routes: the site, the language, the owner of the history, and the check for read-only pages."""

from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request
from pydantic import AfterValidator

from ui.texts import Texts

from .site import Site

LONGEST_FIELD = 700
"""The characters of a field with its value."""
Short = Annotated[str, Query(max_length=200)]
Field = Annotated[str, Query(max_length=LONGEST_FIELD)]
Long = Annotated[str, Query(max_length=20_000)]


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


Typed = Annotated[str, AfterValidator(_without_surrogates)]
"""Text of a JSON body; lone surrogates, which JSON allows, become question marks."""


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _texts(request: Request, lang: Short = "") -> Texts:
    return _site(request).texts(lang)


def _owner(request: Request) -> str:
    return _site(request).owner(request.cookies)


SiteOf = Annotated[Site, Depends(_site)]
TextsOf = Annotated[Texts, Depends(_texts)]
OwnerOf = Annotated[str, Depends(_owner)]


def writable(site: SiteOf) -> None:
    """Refuse the request if the page is read-only."""
    if site.settings.read_only:
        raise HTTPException(403, "this page is read-only")


WRITABLE = Depends(writable)
