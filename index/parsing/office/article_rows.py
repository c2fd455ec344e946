"""Tables of articles: the first row names a text, and a title, day or address; each other row is an article.

It knows rows, not the programs that write them.
"""

import csv
import io
from collections.abc import Sequence

from index.parsing.exports.json_lines import LONGEST_RECORD_BYTES
from index.parsing.facts.fields import NAMES, bare_name

# Other tables have notes and messages, too, and are found by all of their columns.
_LEAST_TEXT = 100
_SIGNS = ",;\t|"


def rows_of_csv(text: str) -> list[list[str]]:
    """The rows of the table, whose cells may have several lines; empty if their quotes do not match."""
    head = text.split("\n", 1)[0]
    csv.field_size_limit(LONGEST_RECORD_BYTES)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(_SIGNS, key=head.count), strict=True))
    except csv.Error:
        return []


def articles_in(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The articles as fields of records, one for each row below the first; empty for any other table."""
    names = [name.strip() for name in rows[0]] if rows else []
    meant = {name: {kind for kind in NAMES if bare_name(name) in NAMES[kind].split()} for name in names}
    texts = [place for place, name in enumerate(names) if "text" in meant[name]]
    named = set().union(*meant.values()) & {"title", "published", "source"}
    below = [row for row in rows[1:] if any(map(str.strip, row))]
    if not texts or not named or not below or any(any(row[len(names) :]) for row in below):
        return []
    if any(cell and not name for row in below for name, cell in zip(names, row, strict=False)):
        return []
    lengths = [size for row in below if (size := sum(len(row[place]) for place in texts if place < len(row)))]
    if sum(lengths) < _LEAST_TEXT * max(1, len(lengths)):
        return []
    return [{name: cell for name, cell in zip(names, row, strict=False) if name} for row in below]
