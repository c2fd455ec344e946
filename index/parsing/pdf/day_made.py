"""The day on which a PDF says it was made, where that may be the day of its text.

A scanner, a recognition program and a printed page state the day of scanning or printing, and a wrong date is worse
than none.
"""

import re
from datetime import date

from index.parsing.facts.dates import long_between

_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_FIRST_DAY = date(1993, 1, 1)  # of the format
# Programs that make a PDF of paper, of pictures or of a web page: their day is not that of the text.
_COPIES = re.compile(
    r"scan|(?<![a-z])ocr|ocr(?![a-z])|finereader|paper capture|paperport|capturepdf|readiris|omnipage|tesseract|naps2|"
    r"twain|digital sending|image ?runner|(?<![a-z])ir-?adv|workcentre|versalink|altalink|bizhub|konica|ricoh|aficio|"
    r"kyocera|taskalfa|ecosys|kmbt|develop ineo|lexmark|(?<![a-z])mfp|i-sensys|mf toolbox|iriscompressor|luratech|"
    r"img2pdf|imagemagick|(?:jpe?g|tiff|images?) ?(?:to|2) ?pdf|office lens|skia/pdf|wkhtmltopdf|web capture|"
    r"headlesschrome|print ?to ?pdf",
    re.I,
)


def day_made(facts: dict[str, str], is_scan: bool) -> date | None:
    """The day the document was created; None for a scan, a copy, or a document that was modified long after."""
    creator, producer = facts.get("Creator", ""), facts.get("Producer", "")
    if is_scan or creator.startswith("Mozilla") or _COPIES.search(f"{creator}\n{producer}"):
        return None
    made, changed = (_day(facts.get(key, "")) for key in ("CreationDate", "ModDate"))
    return None if made and changed and long_between(made, changed) else made


def _day(stamp: str) -> date | None:
    match = _CREATED.match(stamp)
    try:
        found = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return found if found and _FIRST_DAY <= found <= date.today() else None
