"""What a browser wrote into a page that a person saved: the page's address, and the day on which it was saved."""

import re
from dataclasses import dataclass
from datetime import date

from index.parsing.facts.dates import stated_date

_HEAD_CHARS = 4_096
# "saved from url=(0028)https://…" of Internet Explorer and Chrome; "url: https://…" of SingleFile.
_ADDRESS = re.compile(r"<!--[^>]{0,200}?\b(?:saved from url=\(\d{4}\)|url:\s*)(https?://[^\s>]{1,2000})")
_DAY = re.compile(r"<!--[^>]{0,2500}?\bsaved date:\s*(\w{3}) (\w{3}) (\d{1,2}) (\d{4})")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The address of the page, empty if unknown, and the day on which it was saved."""

    address: str = ""
    day: date | None = None


def saved_page(html: str) -> SavedPage:
    """What the comment of the browser at the beginning of the page states."""
    head = html[:_HEAD_CHARS]
    address, day = _ADDRESS.search(head), _DAY.search(head)
    stated = f"{day[3]} {day[2]} {day[4]}" if day else ""
    return SavedPage(address[1] if address else "", stated_date(stated))
